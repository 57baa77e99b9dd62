using System.Text;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

public sealed class FileKindTests
{
    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("\u001f\u008b\b", "a gzip file")]
    [InlineData("PK\u0003\u0004", "a zip archive")]
    [InlineData("PK\u0003\u0004..........................x_train.npy", "a zip archive of NumPy arrays (npz)")]
    [InlineData("PK\u0003\u0004..........................archive/data.pkl", "a zip archive as PyTorch saves it")]
    [InlineData("\u0080\u0004\u0095", "a Python pickle")]
    [InlineData("\u0093NUMPY\u0001", "a NumPy array")]
    [InlineData("\u0089PNG\r\n", "a PNG picture")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0", "a JPEG picture")]
    [InlineData("GIF89a", "a GIF picture")]
    [InlineData("RIFF....WEBPVP8 ", "a WebP picture")]
    [InlineData("II*\0", "a TIFF picture")]
    [InlineData("BM....\0\0\0\0", "a BMP picture")]
    [InlineData("P5\n2 2", "a Netpbm picture")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("GGUF\u0003\0\0\0", "a GGUF file")]
    [InlineData("\u0089HDF\r\n", "an HDF5 file")]
    [InlineData("\u00fd7zXZ\0", "an xz file")]
    [InlineData("BZh91AY", "a bzip2 file")]
    [InlineData("\0\0\b\u0003\0\0\0\u0001", "an IDX file")]
    [InlineData("\u00ff\u00fea\0", "UTF-16 text")]
    [InlineData("@\0\0\0\0\0\0\0{\"a\":", "a safetensors file")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer, not the file itself")]
    [InlineData("\n <!DOCTYPE HTML PUBLIC", "a page of HTML")]
    [InlineData("\u00ef\u00bb\u00bf<html lang=en>", "a page of HTML")]
    [InlineData("<?xml version='1.0'?>", "an XML file")]
    [InlineData("{\"step\": 1}\n", "a JSON file")]
    [InlineData("a line of words", null)]
    public void A_kind_is_known_by_the_first_bytes(string head, string? kind)
    {
        Assert.Equal(kind, FileKind.Of(Encoding.Latin1.GetBytes(head)));
        Assert.Equal(kind ?? "text", FileKind.OrText(Encoding.Latin1.GetBytes(head)));
    }

    [Fact]
    public void Text_is_text_wherever_it_is_cut_and_bytes_are_none()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ein größeres Maß ", 60)));
        for (var length = 1; length < text.Length; length++)
            Assert.True(FileKind.OrText(text.AsSpan(0, length)) == "text" || length < 500, $"cut to {length}");
        Assert.Null(FileKind.OrText([1, 2, 3]));
        byte[] broken = [.. text[900..], 0xFF, .. text];
        Assert.Null(FileKind.OrText(broken));
        byte[] archive = [.. text[..257], .. "ustar"u8];
        Assert.Equal("a tar archive", FileKind.Of(archive));
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "must be a safetensors file, but is a Git LFS pointer")]
    [InlineData("{\"experiment\": {}}", "F must be a safetensors file, but is a JSON file.")]
    [InlineData("hello, world", "F must be a safetensors file, but is text.")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009", "this is no safetensors file")]
    public void A_file_of_another_kind_is_no_safetensors_file(string content, string sentence)
    {
        var refusal = Assert.Throws<InvalidDataException>(
            () => SafetensorsFile.Parse(Encoding.Latin1.GetBytes(content), "F"));
        Assert.Contains(sentence, refusal.Message);
        Assert.DoesNotContain("in a file of", refusal.Message);
    }
}
