using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

/// <summary>Files of others hold formats that are not computed with here; they can be read all the same.</summary>
public sealed class SafetensorsFormatTests
{
    [Theory]
    [InlineData("F16", 5, 10)]
    [InlineData("BF16", 8, 7)]
    public void Every_number_of_a_short_format_is_read_exactly(string format, int exponentBits, int fractionBits)
    {
        var data = new byte[2 << 16];
        for (var bits = 0; bits < 1 << 16; bits++)
            BitConverter.TryWriteBytes(data.AsSpan(2 * bits), (ushort)bits);
        var read = Of(format, "65536", data).Floats("b");
        for (var bits = 0; bits < 1 << 16; bits++)
        {
            var expected = Decoded(bits, exponentBits, fractionBits);
            Assert.True(
                double.IsNaN(expected)
                    ? float.IsNaN(read[bits])
                    : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(read[bits]),
                $"{format} 0x{bits:x4}: {read[bits]} for {expected}");
        }
    }

    [Theory]
    [InlineData("BOOL", 1)]
    [InlineData("I8", 1)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1)]
    [InlineData("F8_E8M0", 1)]
    [InlineData("U16", 2)]
    [InlineData("I16", 2)]
    [InlineData("U32", 4)]
    [InlineData("U64", 8)]
    [InlineData("C64", 8)]
    [InlineData("F4", 3)]
    [InlineData("F6_E2M3", 3)]
    [InlineData("a format to come", 5)]
    public void A_tensor_of_another_format_leaves_the_rest_readable(string format, int bytes)
    {
        var file = Of(format, "2", new byte[2 * bytes]);
        Assert.Equal([1f, 2f], file.Floats("a"));
        Assert.Equal(Dtype.Other, file.Dtype("b"));
        Assert.Equal([2], file.Shape("b"));
        foreach (var ask in (Action[])[
            () => file.Floats("b"), () => file.Doubles("b"), () => file.Longs("b"), () => file.Ints("b"),
            () => file.Bytes("b")])
            Assert.Contains($", but is of dtype {format}.", Assert.Throws<InvalidDataException>(ask).Message);
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("{}", "")]
    [InlineData("{\"k\":null}", "k=")]
    [InlineData("{\"k\":1.50,\"l\":true}", "k=1.50 l=true")]
    [InlineData("{\"k\":{\"a\":[1, 2],\"a\":3},\"l\":\"m\"}", "k={\"a\":[1, 2],\"a\":3} l=m")]
    public void Notes_need_not_be_strings(string notes, string expected)
    {
        var file = SafetensorsFile.Parse(SampleFiles.Foreign($"{{\"__metadata__\":{notes}}}"), "F");
        Assert.Equal(expected, string.Join(" ", file.Metadata.Select(note => $"{note.Key}={note.Value}")));
    }

    [Fact]
    public void Tensors_of_an_unknown_format_still_must_fill_the_file()
    {
        const string header = """{"a":{"dtype":"F3","shape":[9],"data_offsets":[0,4]}}""";
        Assert.Equal(["a"], SafetensorsFile.Parse(SampleFiles.Foreign(header, 1, 2, 3, 4), "F").Names);
        foreach (var data in (byte[][])[[1, 2, 3], [1, 2, 3, 4, 5]])
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(SampleFiles.Foreign(header, data), "F"));
    }

    // By the definition of IEEE 754, in double precision, where all of them are exact.
    private static double Decoded(int bits, int exponentBits, int fractionBits)
    {
        var sign = bits >> 15 == 0 ? 1.0 : -1.0;
        var exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
        var fraction = (bits & ((1 << fractionBits) - 1)) / (double)(1 << fractionBits);
        var bias = (1 << (exponentBits - 1)) - 1;
        return exponent == (1 << exponentBits) - 1
            ? fraction == 0 ? sign * double.PositiveInfinity : double.NaN
            : exponent == 0 ? sign * fraction * Math.Pow(2, 1 - bias)
            : sign * (1 + fraction) * Math.Pow(2, exponent - bias);
    }

    private static SafetensorsFile Of(string format, string shape, byte[] data) => SafetensorsFile.Parse(
        SampleFiles.Foreign(
            $$"""
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
             "b":{"dtype":"{{format}}","shape":[{{shape}}],"data_offsets":[8,{{8 + data.Length}}] } }
            """, [0, 0, 128, 63, 0, 0, 0, 64, .. data]), "F");
}
