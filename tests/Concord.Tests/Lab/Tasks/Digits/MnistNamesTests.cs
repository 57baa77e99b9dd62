using Concord.Lab.Tasks.Digits;
using Concord.Tests.Cli;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Digits;

/// <summary>MNIST comes under many names, packed or not; what is none is called by what it is.</summary>
public sealed class MnistNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{0}-{1}-idx{2}-ubyte")]
    [InlineData("{0}-{1}-idx{2}-ubyte.gz")]
    [InlineData("{0}-{1}.idx{2}-ubyte")]
    [InlineData("{0}-{1}.idx{2}-ubyte.gz")]
    [InlineData("{0}-{1}-idx{2}-ubyte/{0}-{1}-idx{2}-ubyte")]
    [InlineData("{0}-{1}.idx{2}-ubyte/{0}-{1}-idx{2}-ubyte")]
    [InlineData("MNIST/raw/{0}-{1}-idx{2}-ubyte")]
    [InlineData("mnist/raw/{0}-{1}-idx{2}-ubyte.gz")]
    [InlineData("raw/{0}-{1}-idx{2}-ubyte")]
    [InlineData("MNIST/{0}-{1}.idx{2}-ubyte")]
    [InlineData("Raw/{0}_{1}_IDX{2}_UBYTE.GZ")]
    public void Files_are_found_as_their_sources_name_them(string pattern)
    {
        foreach (var part in (string[])["train", "t10k"])
        {
            Write(string.Format(pattern, part, "images", 3), IdxSample.Images());
            Write(string.Format(pattern, part, "labels", 1), IdxSample.Labels(5, 0, 9));
        }
        Assert.Equal(_folder.Path, Mnist.Find(_folder.Path));
        Assert.Equal([3, 3], [Mnist.Train(_folder.Path).Count, Mnist.Test(_folder.Path).Count]);
    }

    [Fact]
    public void Packed_content_is_known_by_its_bytes_not_by_its_name()
    {
        Write("t10k-images-idx3-ubyte", IdxSample.Packed(IdxSample.Images()));
        Write("t10k-labels-idx1-ubyte", [.. IdxSample.Packed(IdxSample.Labels(5, 0, 9)), .. new byte[512]]);
        Assert.Equal(9, Mnist.Test(_folder.Path).Label(2));
    }

    [Fact]
    public void The_files_to_test_on_suffice_until_something_is_to_be_learned()
    {
        Write("t10k-images-idx3-ubyte", IdxSample.Images());
        Write("t10k-labels-idx1-ubyte", IdxSample.Labels(5, 0, 9));
        Assert.Equal(_folder.Path, Mnist.Find(_folder.Path));
        Assert.Equal(3, Mnist.Test(_folder.Path).Count);
        Assert.Contains(
            "must hold train-images-idx3-ubyte.gz or train-images-idx3-ubyte of MNIST, but has neither: "
            + "it holds t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.",
            Assert.Throws<FileNotFoundException>(() => Mnist.Train(_folder.Path)).Message);
    }

    [Fact]
    public void Other_files_than_MNIST_are_listed_or_named()
    {
        Assert.Contains("but has neither: it holds nothing.", Missing());
        for (var i = 0; i < 9; i++)
            Write($"{i}.png", [1]);
        Assert.Contains("it holds 0.png, 1.png, 2.png, 3.png, 4.png, 5.png and 3 more.", Missing());
        Write("mnist.npz", "PK\u0003\u0004..........................x_test.npy"u8.ToArray());
        Assert.Equal(
            "MNIST must be given as the folder that holds its files, but "
            + $"{_folder.File("mnist.npz")} is a zip archive of NumPy arrays (npz).",
            Assert.Throws<InvalidDataException>(() => Mnist.Find(_folder.File("mnist.npz"))).Message);
        string Missing() => Assert.Throws<FileNotFoundException>(() => Mnist.Find(_folder.Path)).Message;
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "as its name says, but is not: it is a page of HTML.")]
    [InlineData("\0\0\b\u0003\0\0\0\u0001", "as its name says, but is not: it is an IDX file.")]
    [InlineData("PK\u0003\u0004", "as its name says, but is not: it is a zip archive.")]
    [InlineData("", "must begin with an idx header of 16 bytes, but holds 0.")]
    [InlineData("\u0001\u0002", "as its name says, but is not: it is a file of another kind.")]
    public void A_file_named_gz_that_is_not_packed_is_called_by_what_it_is(string content, string sentence)
    {
        Write("t10k-images-idx3-ubyte.gz", [.. content.Select(sign => (byte)sign)]);
        Write("t10k-labels-idx1-ubyte.gz", IdxSample.Packed(IdxSample.Labels(5)));
        CliProcess.Here("eval", "digits", "--data", _folder.Path, "--count", "1").IsRefusedWith(sentence);
    }

    [Theory]
    [InlineData("<html>\n<head>", "must be an idx file of images, but is a page of HTML.")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "but is a Git LFS pointer, not the file itself.")]
    [InlineData("5,0,0,0,12,255\n", "must be an idx file of images, but is text.")]
    [InlineData("\0\0\b\u0001\0\0\0\u0001........", "but begins with 0x00000801, the mark of labels.")]
    [InlineData("\0\0\u000d\u0003\0\0\0\u0001........", "0x00000d03, the mark of numbers that are no unsigned bytes.")]
    public void A_file_of_images_that_is_none_is_called_by_what_it_is(string content, string sentence)
    {
        byte[] bytes = [.. content.Select(sign => (byte)sign)];
        Write("t10k-labels-idx1-ubyte", IdxSample.Labels(5));
        foreach (var packed in (bool[])[false, true])
        {
            Write("t10k-images-idx3-ubyte", packed ? IdxSample.Packed(bytes) : bytes);
            var refusal = Assert.Throws<InvalidDataException>(() => Mnist.Test(_folder.Path)).Message;
            Assert.EndsWith(sentence, refusal);
        }
    }

    [Fact]
    public void Files_that_cannot_be_opened_have_a_sentence()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Links and pipes are made as Linux has them.");
        Write("t10k-labels-idx1-ubyte", IdxSample.Labels(5));
        var path = _folder.File("t10k-images-idx3-ubyte");
        File.CreateSymbolicLink(path, "/dev/null");
        Assert.Contains("must begin with an idx header of 16 bytes, but holds 0.", Refusal());
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/zero");
        Assert.Contains("must begin with an idx header of 16 bytes, but holds 0.", Refusal());
        string Refusal() => Assert.Throws<InvalidDataException>(() => Mnist.Test(_folder.Path)).Message;
    }

    private void Write(string name, byte[] bytes)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var isPacked = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            && bytes is [0, 0, 8, _, 0, 0, 0, 3, ..];
        File.WriteAllBytes(path, isPacked ? IdxSample.Packed(bytes) : bytes);
    }
}
