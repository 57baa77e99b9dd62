using Concord.Tensors;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

public sealed class Crc32CTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xC1D04330u)]
    [InlineData("123456789", 0xE3069283u)]   // the check value in catalogues of CRCs
    public void Known_values_come_out(string text, uint expected)
    {
        var crc = default(Crc32C);
        crc.Add(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Equal(expected, crc.Value);
    }

    [Fact]
    public void Pieces_give_the_same_value_as_the_whole_and_as_bit_by_bit()
    {
        var random = new Rng(3);
        var bytes = new byte[1000];
        foreach (ref var value in bytes.AsSpan())
            value = (byte)random.Below(256);
        var crc = default(Crc32C);
        for (var start = 0; start < bytes.Length;)
        {
            var length = Math.Min(random.Below(30), bytes.Length - start);
            crc.Add(bytes.AsSpan(start, length));
            start += length;
        }
        Assert.Equal(BitByBit(bytes), crc.Value);
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78u);
        }
        return ~crc;
    }
}
