using System.Text;
using Concord.Lab.Data;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Data;

public sealed class TextFileTests
{
    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Text_with_a_byte_order_mark_is_read(string encoding) =>
        Assert.Equal("ä\nb\n", Decode(Encoding.GetEncoding(encoding).GetBytes("\uFEFFä\r\nb\r\n")));

    [Theory]
    [InlineData("a\nb\n")]
    [InlineData("a\r\nb\r\n")]
    [InlineData("a\rb\r")]
    [InlineData("a\r\nb\r")]
    [InlineData("a\u0085b\u2028")]
    [InlineData("a\u2029b\f")]
    [InlineData("a\nb\r\n\u001A\u001A")]
    public void Lines_end_in_LF(string text) => Assert.Equal("a\nb\n", Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_of_older_tools_are_letters() =>
        Assert.Equal("R\u00E4tsel \uFFFD\n", Decode([(byte)'R', 0xE4, .. "tsel "u8, 0x85, (byte)'\n']));

    [Fact]
    public void An_empty_file_is_empty_text() => Assert.Equal("", Decode([]));

    public static TheoryData<byte[], string> Foreign { get; } = new()
    {
        { [0x1F, 0x8B, 8], "a gzip file" },
        { [0x89, .. "PNG\r\n"u8], "a PNG picture" },
        { [.. "<!DOCTYPE html><html>"u8], "a page of HTML" },
        { [.. "version https://git-lfs.github.com/spec/v1"u8], "a Git LFS pointer, not the file itself" },
        { Encoding.Unicode.GetBytes("12"), "UTF-16 text without a byte order mark; save it as UTF-8" },
        { Encoding.BigEndianUnicode.GetBytes("12"), "UTF-16 text without a byte order mark; save it as UTF-8" },
        { [.. "12\0"u8], "not: byte 3 is 0" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_is_no_text_is_named(byte[] bytes, string kind) => Assert.Equal(
        $"here must be a text file, but is {kind}.",
        Assert.Throws<InvalidDataException>(() => Decode(bytes)).Message);

    [Fact]
    public void Files_are_read_to_a_limit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("text");
        File.WriteAllText(path, "12345");
        Assert.Equal("12345", TextFile.Read(path, most: 5));
        Assert.Equal(
            $"{path} must have at most 4 bytes, but has more.",
            Assert.Throws<InvalidDataException>(() => TextFile.Read(path, most: 4)).Message);
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => TextFile.Read(path + "2")).Message);
        Assert.Contains("folder", Assert.Throws<FileNotFoundException>(() => TextFile.Read(folder.Path)).Message);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("text");
        File.WriteAllText(path, "1");
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Whoever runs this may read every file.");
            return;
        }
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains(path, Assert.Throws<IOException>(() => TextFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static string Decode(byte[] bytes) => TextFile.Decode(bytes, "here");
}
