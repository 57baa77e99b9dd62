using Concord.Lab.Tasks.Digits;
using Concord.Tests.Golden;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Digits;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packed_and_plain_files_give_the_digits_in_their_order(bool packed)
    {
        WriteAll(packed);
        Assert.Equal(_folder.Path, Mnist.Find(_folder.Path));
        foreach (var set in (DigitSet[])[Mnist.Train(_folder.Path), Mnist.Test(_folder.Path)])
        {
            Assert.Equal((3, 2, 3), (set.Count, set.Height, set.Width));
            Assert.Equal([5, 0, 9], [set.Label(0), set.Label(1), set.Label(2)]);
            Assert.Equal<byte>([6, 7, 8, 9, 10, 11], set.Image(1).ToArray());
        }
    }

    [Theory]
    [InlineData("00000801 00000008 0500090000000000", "must begin with 0x00000803, the mark of images, but")]
    [InlineData("00000803 00000003 0000", "must begin with an idx header of 16 bytes, but holds 10.")]
    [InlineData("", "must begin with an idx header of 16 bytes, but holds 0.")]
    [InlineData("00000803 00000000 00000002 00000003", "number of images must lie between 1 and 1000000, but is 0.")]
    [InlineData("00000803 ffffffff 00000002 00000003", "between 1 and 1000000, but is 4294967295.")]
    [InlineData("00000803 00000003 00000002 000003e9", "number of columns must lie between 1 and 1000, but is 1001.")]
    [InlineData("00000803 000f4240 00000003 00000003", "the 9000000 bytes that the header announces must be at most ")]
    [InlineData("00000803 00000001 00000001 00000003 0102", "the 3 bytes that")]
    [InlineData("00000803 00000001 00000001 00000001 0102", "the 1 bytes that its header announces, but goes on.")]
    public void Images_that_break_the_format_are_refused(string hex, string fragment)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        foreach (var packed in (bool[])[false, true])
        {
            WriteAll(packed);
            Write("train-images-idx3-ubyte", bytes, packed);
            var refusal = Assert.Throws<InvalidDataException>(() => Mnist.Train(_folder.Path));
            Assert.Contains("train-images-idx3-ubyte", refusal.Message);
            Assert.Contains(fragment, refusal.Message);
            File.Delete(_folder.File("train-images-idx3-ubyte" + (packed ? ".gz" : "")));
        }
    }

    [Fact]
    public void A_gzip_file_that_is_cut_or_changed_anywhere_is_refused()
    {
        WriteAll(packed: true);
        var path = _folder.File("train-images-idx3-ubyte.gz");
        var whole = File.ReadAllBytes(path);
        void Refuses(byte[] bytes, string what)
        {
            File.WriteAllBytes(path, bytes);
            var refusal = Record.Exception(() => Mnist.Train(_folder.Path));
            Assert.True(
                refusal is InvalidDataException && refusal.Message.StartsWith(path),
                $"{what}: {refusal?.Message ?? "taken for whole"}");
        }
        for (var length = 0; length < whole.Length; length++)
            Refuses(whole[..length], $"cut to {length} of {whole.Length}");
        // Bytes 4 to 9 of a gzip file tell the time, the effort and the system, and may be anything.
        foreach (var place in Enumerable.Range(0, whole.Length).Except(Enumerable.Range(4, 6)))
        {
            byte[] bytes = [.. whole];
            bytes[place] ^= 0xff;
            Refuses(bytes, $"changed at {place}");
        }
        Refuses([.. whole, .. "more"u8], "with more after its end");
        Refuses("not gzip at all, although its name says so"u8.ToArray(), "text");
    }

    [Fact]
    public void Labels_above_nine_and_counts_that_differ_are_refused()
    {
        WriteAll(packed: false);
        Write("t10k-labels-idx1-ubyte", IdxSample.Labels(5, 10, 9), packed: false);
        Assert.Contains("label 1 must be at most 9, but is 10.", Refusal());
        Write("t10k-labels-idx1-ubyte", IdxSample.Labels(5, 0), packed: false);
        Assert.Contains("must hold a label for each of the 3 images of ", Refusal());
        Assert.EndsWith("but holds 2.", Refusal());
        string Refusal() => Assert.Throws<InvalidDataException>(() => Mnist.Test(_folder.Path)).Message;
    }

    [Fact]
    public void A_missing_folder_or_file_is_named()
    {
        Assert.Contains("no-such-folder", Assert.Throws<DirectoryNotFoundException>(() =>
            Mnist.Find(_folder.File("no-such-folder"))).Message);
        WriteAll(packed: true);
        File.Delete(_folder.File("t10k-labels-idx1-ubyte.gz"));
        var missing = Assert.Throws<FileNotFoundException>(() => Mnist.Find(_folder.Path)).Message;
        Assert.Equal(missing, Assert.Throws<FileNotFoundException>(() => Mnist.Test(_folder.Path)).Message);
        Assert.Contains("must hold t10k-labels-idx1-ubyte.gz or t10k-labels-idx1-ubyte", missing);
    }

    [Fact]
    public void The_real_files_hold_what_is_known_of_them()
    {
        var folder = SharedData.Require("mnist");
        DigitSet train = Mnist.Train(folder), test = Mnist.Test(folder);
        Assert.Equal((60_000, 28, 28), (train.Count, train.Height, train.Width));
        Assert.Equal((10_000, 28, 28), (test.Count, test.Height, test.Width));
        Assert.Equal([5, 0, 4, 1, 9], Enumerable.Range(0, 5).Select(train.Label));
        Assert.Equal([7, 2, 1, 0, 4], Enumerable.Range(0, 5).Select(test.Label));
        Assert.Equal(980, Enumerable.Range(0, test.Count).Count(i => test.Label(i) == 0));
        // The mean that everybody subtracts from MNIST.
        var sum = Enumerable.Range(0, train.Count).Sum(i => train.Image(i).ToArray().Sum(pixel => (long)pixel));
        Assert.Equal(0.1307, sum / (255.0 * 60_000 * 28 * 28), 4);
    }

    private void WriteAll(bool packed)
    {
        foreach (var part in (string[])["train", "t10k"])
        {
            Write($"{part}-images-idx3-ubyte", IdxSample.Images(), packed);
            Write($"{part}-labels-idx1-ubyte", IdxSample.Labels(5, 0, 9), packed);
        }
    }

    private void Write(string name, byte[] bytes, bool packed) => File.WriteAllBytes(
        _folder.File(packed ? $"{name}.gz" : name), packed ? IdxSample.Packed(bytes) : bytes);
}
