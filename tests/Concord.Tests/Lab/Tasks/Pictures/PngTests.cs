using Concord.Lab.Tasks.Pictures;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Pictures;

public sealed class PngTests
{
    private static byte[] Small => new PngSample(2, 2, 2, 8).File([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 8)]
    [InlineData(4, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    public void Every_kind_of_picture_is_read_as_it_was_written(int kind, int depth)
    {
        var random = new Rng((ulong)((100 * kind) + depth));
        var palette = Enumerable.Range(0, 3 << depth).Take(768).Select(_ => (byte)random.Below(256)).ToArray();
        foreach (var (height, width) in ((int, int)[])[(1, 1), (2, 3), (5, 1), (7, 7), (8, 8), (13, 17), (3, 100)])
            foreach (var isInterlaced in (bool[])[false, true])
            {
                var sample = new PngSample(height, width, kind, depth)
                {
                    IsInterlaced = isInterlaced, Chunks = kind == 3 ? [("PLTE", palette)] : [],
                };
                int[] numbers =
                    [.. Enumerable.Range(0, height * width * sample.Parts).Select(_ => random.Below(1 << depth))];
                var picture = Read(sample.File(numbers));
                Assert.Equal((height, width), (picture.Height, picture.Width));
                for (var i = 0; i < height * width; i++)
                    Assert.Equal(Expected(kind, depth, numbers[(i * sample.Parts)..], palette), picture.Pixel(i));
            }
    }

    [Fact]
    public void The_ground_behind_what_is_transparent_is_black()
    {
        byte[] palette = [10, 20, 30, 40, 50, 60, 70, 80, 90];
        var colours = new PngSample(1, 3, 3, 2) { Chunks = [("PLTE", palette), ("tRNS", [0, 51])] };
        var picture = Read(colours.File([0, 1, 2]));
        Assert.Equal([(0, 0, 0), (8, 10, 12), (70, 80, 90)], Enumerable.Range(0, 3).Select(picture.Pixel));

        var grey = new PngSample(1, 3, 0, 16) { Chunks = [("tRNS", [1, 2])] };
        Assert.Equal<ushort>([257, 0, 259], Read(grey.File([257, 258, 259])).Samples);

        var colour = new PngSample(1, 2, 2, 8) { Chunks = [("tRNS", [0, 9, 0, 8, 0, 7])] };
        Assert.Equal<ushort>([9, 8, 6, 0, 0, 0], Read(colour.File([9, 8, 6, 9, 8, 7])).Samples);
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_is_noticed()
    {
        for (var length = 8; length < Small.Length; length++)
            Assert.StartsWith("F: a picture must be a whole PNG file, but ", Refusal(Small[..length]));
        for (var place = 8; place < Small.Length; place++)
        {
            var bytes = Small;
            bytes[place] ^= 0x10;
            Assert.StartsWith("F: ", Refusal(bytes));
        }
    }

    [Theory]
    [InlineData(0, 3, "colours of kind 0 in 3 bits")]
    [InlineData(2, 4, "colours of kind 2 in 4 bits")]
    [InlineData(3, 16, "colours of kind 3 in 16 bits")]
    [InlineData(5, 8, "colours of kind 5 in 8 bits")]
    public void Kinds_that_do_not_exist_are_refused(int kind, int depth, string fragment) =>
        Assert.Contains(fragment, Refusal(new PngSample(2, 2, kind, depth).File(new int[16])));

    [Fact]
    public void What_is_wrong_is_said()
    {
        Assert.Contains("its palette is missing", Refusal(new PngSample(2, 2, 3, 8).File(new int[4])));
        var small = new PngSample(2, 2, 3, 8) { Chunks = [("PLTE", new byte[6])] };
        Assert.EndsWith("of the 2 colours of the palette, but is number 2.", Refusal(small.File([0, 1, 2, 0])));
        var unknown = new PngSample(2, 2, 0, 8) { Chunks = [("ABCD", [])] };
        Assert.Contains("the chunk ABCD is not known", Refusal(unknown.File(new int[4])));
        Assert.Contains("its first chunk is not IHDR", Refusal([.. Small[..8], .. Small[33..]]));
        Assert.Contains("its pixels end too soon", Refusal(
            [.. Small[..33], .. PngSample.Chunk("IEND", [])]));
        Assert.Contains("its pixels are damaged", Refusal(
            [.. Small[..33], .. PngSample.Chunk("IDAT", "not zlib"u8.ToArray()), .. PngSample.Chunk("IEND", [])]));
        Assert.Equal(
            "F: the width of the picture must lie between 1 and 100, but is 101.",
            Refusal(new PngSample(2, 101, 0, 1).File(new int[202])));
    }

    private static (int, int, int) Expected(int kind, int depth, int[] pixel, byte[] palette)
    {
        var white = (1 << depth) - 1;
        int Over(int number, int alpha) =>
            (int)Math.Round((double)number * alpha / white, MidpointRounding.AwayFromZero);
        return kind switch
        {
            2 => (pixel[0], pixel[1], pixel[2]),
            3 => (palette[3 * pixel[0]], palette[(3 * pixel[0]) + 1], palette[(3 * pixel[0]) + 2]),
            4 => (Over(pixel[0], pixel[1]), Over(pixel[0], pixel[1]), Over(pixel[0], pixel[1])),
            6 => (Over(pixel[0], pixel[3]), Over(pixel[1], pixel[3]), Over(pixel[2], pixel[3])),
            _ => (pixel[0], pixel[0], pixel[0]),
        };
    }

    private static string Refusal(byte[] file) => Assert.Throws<InvalidDataException>(() => Read(file)).Message;

    private static Picture Read(byte[] file) => Picture.Parse(file, "F", "a picture", new Sides(1, 100));
}
