using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

/// <summary>Whatever is wrong with a file gets one sentence that names the file, the rule and the value.</summary>
public sealed class SafetensorsDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "not begin with a brace")]
    [InlineData("  {}", "not begin with a brace")]
    [InlineData("[]", "not begin with a brace")]
    [InlineData("{", "not valid JSON at line 1, byte 1")]
    [InlineData("{} {}", "not valid JSON")]
    [InlineData("{\"w\":1}", "\"w\" in F must be an object with dtype, shape and data_offsets, but is a JSON Number")]
    [InlineData("{\"w\":{}}", "\"w\" in F must have a dtype, a shape and two data_offsets")]
    [InlineData("{\"__metadata__\":[]}", "__metadata__ of F must be an object of strings")]
    [InlineData("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "\"a\" in F must appear once in __metadata__")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "must appear once in the header, but is repeated")]
    [InlineData("{\"__metadata__\":{\"concord.crc32c\":\"XYZ\"}}", "eight lower-case hex digits, but is \"XYZ\"")]
    [InlineData("{\"__metadata__\":{\"concord.crc32c\":\"00000000\"}}", "must match its checksum 00000000, but has")]
    [InlineData("{\"\\ud800\":{}}", "must be valid Unicode")]
    public void A_wrong_header_is_refused(string header, string sentence) =>
        Refuses(SampleFiles.Foreign(header), sentence);

    [Theory]
    [InlineData("\"F16\"", "[1]", "[0,4]", "\"w\" in F must have data_offsets 2 bytes apart, as F16 and its shape ask")]
    [InlineData("\"F8_E5M2\"", "[1]", "[0,4]", "must have data_offsets 1 bytes apart")]
    [InlineData("\"f32\"", "[1]", "[4,0]", "must have data_offsets that rise, but is given 4 to 0")]
    [InlineData("32", "[1]", "[0,4]", "dtype of \"w\" in F must be a string")]
    [InlineData("\"F32\"", "[-1]", "[0,4]", "shape of \"w\" in F must hold whole numbers")]
    [InlineData("\"F32\"", "[1.5]", "[0,4]", "must hold whole numbers")]
    [InlineData("\"F32\"", "[1e0]", "[0,4]", "must hold whole numbers")]
    [InlineData("\"F32\"", "[\"1\"]", "[0,4]", "must hold whole numbers")]
    [InlineData("\"F32\"", "[[1]]", "[0,4]", "must hold whole numbers")]
    [InlineData("\"F32\"", "1", "[0,4]", "must be a list of whole numbers")]
    [InlineData("\"F32\"", "[99999999999999999999]", "[0,4]", "must hold whole numbers")]
    [InlineData("\"F32\"", "[4294967297]", "[0,4]", "must have extents up to 2147483647, but is of shape [4294967297]")]
    [InlineData("\"F32\"", "[65536,65536]", "[0,0]", "must hold at most 536870897 numbers, but is of shape [65536,")]
    [InlineData("\"F32\"", "[2147483647,2147483647,2147483647,4]", "[0,4]", "must hold at most")]
    [InlineData("\"F32\"", "[1,1,1,1,1,1,1,1,1]", "[0,4]", "shape of \"w\" in F must hold at most 8 numbers")]
    [InlineData("\"F32\"", "[1]", "[0]", "two data_offsets")]
    [InlineData("\"F32\"", "[1]", "[0,4,8]", "data_offsets of \"w\" in F must hold at most 2 numbers")]
    [InlineData("\"F32\"", "[1]", "[4,0]", "4 bytes apart, as F32 and its shape ask, but is given 4 to 0")]
    [InlineData("\"F32\"", "[2]", "[0,4]", "must have data_offsets 8 bytes apart")]
    [InlineData("\"F64\"", "[1]", "[0,4]", "must have data_offsets 8 bytes apart")]
    [InlineData("\"F32\"", "[0]", "[0,4]", "must have data_offsets 0 bytes apart")]
    [InlineData("\"F32\"", "[1]", "[4,8]", "must lie within the 4 bytes of data, but is at 4 to 8")]
    [InlineData("\"F32\"", "[1]", "[9223372036854775800,9223372036854775804]", "must lie within the 4 bytes")]
    [InlineData("\"U8\"", "[3]", "[1,4]", "must begin at byte 0, where the tensor before it ends, but is at 1, which")]
    [InlineData("\"U8\"", "[3]", "[0,3]", "F must end with its last tensor, but has 1 more bytes")]
    [InlineData("\"F32\",\"dtype\":\"F32\"", "[1]", "[0,4]", "once each and no more, but is given \"dtype\"")]
    [InlineData("\"F32\",\"x\":1", "[1]", "[0,4]", "once each and no more, but is given \"x\"")]
    public void A_wrong_entry_is_refused(string dtype, string shape, string offsets, string sentence) =>
        Refuses(
            SampleFiles.Foreign(
                $$"""{"w":{"dtype":{{dtype}},"shape":{{shape}},"data_offsets":{{offsets}} } }""", 1, 2, 3, 4),
            sentence);

    [Theory]
    [InlineData("b", 1, 3, "\"b\" in F must begin at byte 2, where the tensor before it ends, but is at 1, so that")]
    [InlineData("b", 3, 4, "must begin at byte 2, where the tensor before it ends, but is at 3, which leaves a gap")]
    [InlineData("b", 0, 2, "so that they overlap")]
    [InlineData("a", 2, 4, "\"a\" in F must appear once in the header, but is repeated")]
    [InlineData("\\u0061", 2, 4, "\"a\" in F must appear once in the header, but is repeated")]
    public void Two_entries_that_clash_are_refused(string second, int begin, int end, string sentence)
    {
        var header =
            $$"""
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},
             "{{second}}":{"dtype":"U8","shape":[{{end - begin}}],"data_offsets":[{{begin}},{{end}}]} }
            """;
        Refuses(SampleFiles.Foreign(header, 1, 2, 3, 4), sentence);
    }

    [Fact]
    public void A_header_length_beyond_the_file_is_refused()
    {
        var bytes = SampleFiles.Small();
        foreach (var length in new[] { (ulong)bytes.Length - 7, 1UL << 31, 1UL << 63, ulong.MaxValue })
        {
            BitConverter.TryWriteBytes(bytes, length);
            Refuses(bytes, $"The header of F must fit in the file and in 100000000 bytes, but is {length} bytes long");
        }
    }

    [Fact]
    public void A_header_that_is_no_text_is_refused()
    {
        var bytes = SampleFiles.Foreign("{\"w\":{}}");
        bytes[10] = 0xFF;
        Refuses(bytes, "The header of F must be a JSON object, but is not UTF-8 text");
    }

    [Fact]
    public void A_deep_header_and_names_for_the_terminal_do_no_harm()
    {
        Refuses(SampleFiles.Foreign("{\"w\":" + string.Concat(Enumerable.Repeat("[", 100_000))), "must be an object");
        var harmful = SampleFiles.Foreign("{\"\\u001b[2J\\n" + new string('n', 1000) + "\":1}");
        var message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(harmful, "F")).Message;
        Assert.DoesNotContain(message, char.IsControl);
        Assert.True(message.Length < 200, message);
    }

    [Fact]
    public void Missing_empty_and_short_files_are_refused()
    {
        var path = _folder.File("w.safetensors");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read(path)).Message);
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read(_folder.Path));
        for (var length = 0; length < 8; length++)
        {
            File.WriteAllBytes(path, new byte[length]);
            var refusal = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path));
            Assert.Equal($"{path} must be at least 8 bytes long, but is {length}.", refusal.Message);
        }
    }

    [Fact]
    public void Every_truncation_and_every_byte_too_many_is_refused()
    {
        var bytes = SampleFiles.Small();
        for (var length = 0; length < bytes.Length; length++)
            Refuses(bytes[..length], "F");
        Refuses([.. bytes, 0], "F must end with its last tensor, but has 1 more bytes");
    }

    private static void Refuses(byte[] bytes, string sentence)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(bytes, "F"));
        Assert.Contains(sentence, refusal.Message);
        Assert.EndsWith(".", refusal.Message);
    }
}
