using System.IO.Hashing;
using System.Text;
using Concord.Lab.Data;
using Concord.Tensors;
using Concord.Tests.Lab.Tasks.Digits;
using Xunit;

namespace Concord.Tests.Lab.Data;

public sealed class GzipContentTests
{
    private static byte[] Hello => IdxSample.Packed("hello "u8.ToArray());

    private static byte[] World => IdxSample.Packed("world"u8.ToArray());

    private static byte[] Nothing => [.. Member(flags: 0, extra: []), 3, 0, .. new byte[8]];

    [Fact]
    public void Members_follow_one_another_and_zeros_the_last()
    {
        Assert.Equal("hello world", Text([.. Hello, .. World]));
        Assert.Equal("hello world", Text([.. Hello, .. World, .. new byte[1000]]));
        Assert.Equal("hello world", Text([.. Hello, .. new byte[512], .. World]));
        Assert.Equal("hello ", Text([.. Nothing, .. Hello, .. Nothing, .. Nothing]));
        Assert.Equal("", Text(Nothing));
        byte[] many = [.. Enumerable.Repeat(World, 500).SelectMany(member => member)];
        Assert.Equal(string.Concat(Enumerable.Repeat("world", 500)), Text(many));
    }

    [Theory]
    [InlineData(8, "name.txt\0")]
    [InlineData(16, "a comment\0")]
    [InlineData(4, "\u0003\0abc")]
    [InlineData(1, "")]
    [InlineData(28, "\0\0name\0comment\0")]
    public void Headers_may_hold_a_name_a_comment_and_more(int flags, string extra)
    {
        var bytes = Encoding.Latin1.GetBytes(extra);
        Assert.Equal("hello ", Text([.. Member(flags, bytes), .. Hello[10..]]));
        var sum = Crc32.HashToUInt32(Member(flags | 2, bytes));
        byte[] summed = [.. Member(flags | 2, bytes), (byte)sum, (byte)(sum >> 8), .. Hello[10..]];
        Assert.Equal("hello ", Text(summed));
        summed[4] ^= 1;
        Assert.Equal("F must be a whole gzip file, but its header does not match its checksum.", Refusal(summed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Content_of_any_length_comes_back_and_ends_where_it_ends(int length)
    {
        foreach (var noise in (bool[])[true, false])
        {
            var random = new Rng((ulong)length);
            byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(noise ? random.Below(256) : i / 999))];
            var packed = length == 0 ? Nothing : IdxSample.Packed(content);
            byte[] twice = [.. packed, .. packed, .. packed];
            Assert.Equal([.. content, .. content, .. content], Read(twice));
            Assert.StartsWith("F must be a whole gzip file, but ", Refusal(twice[..^1]));
        }
    }

    [Fact]
    public void Whatever_is_cut_is_noticed()
    {
        byte[] whole = [.. Hello, .. World];
        for (var length = 0; length < whole.Length; length++)
            if (length != Hello.Length)
                Assert.StartsWith("F must be a whole gzip file, but ", Refusal(whole[..length]));
    }

    [Fact]
    public void Damage_is_named()
    {
        Assert.Contains("but it is empty.", Refusal([]));
        Assert.Contains("but something else follows its end.", Refusal([.. Hello, .. "\n"u8]));
        Assert.Contains("but something else follows its end.", Refusal([.. Hello, 0, 0, 7]));
        Assert.Contains("but it is cut short.", Refusal(Hello[..5]));
        Assert.Contains("but it is cut short.", Refusal(Hello[..13]));
        Assert.Contains("by a method other than deflate", Refusal([0x1F, 0x8B, 7, .. Hello[3..]]));
        Assert.Contains("flags that are not known", Refusal([0x1F, 0x8B, 8, 32, .. Hello[4..]]));
        Assert.Contains("packed data is damaged", Refusal([.. Hello[..10], 0xFF, .. Hello[11..]]));
        Assert.Contains("does not match its content", Refusal([.. Hello[..^1], 1]));
        Assert.Contains("does not match its content", Refusal([.. Hello[..^8], 1, .. Hello[^7..]]));
    }

    private static byte[] Member(int flags, byte[] extra) => [0x1F, 0x8B, 8, (byte)flags, 1, 2, 3, 4, 0, 255, .. extra];

    private static string Text(byte[] packed) => Encoding.ASCII.GetString(Read(packed));

    private static string Refusal(byte[] packed) => Assert.Throws<InvalidDataException>(() => Read(packed)).Message;

    private static byte[] Read(byte[] packed)
    {
        using var content = new GzipContent(new MemoryStream(packed), "F");
        var all = new MemoryStream();
        content.CopyTo(all, 1000);
        return all.ToArray();
    }
}
