using static Concord.Lab.Tasks.PortableMap;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Reads grey pictures in the portable format PGM: P2 with its numbers as text, P5 as bytes.</summary>
/// <remarks>
/// See pgm(5) of Netpbm and <see cref="PortableMap"/>. Digits are expected light on dark ground, as MNIST has them.
/// </remarks>
internal static class GreyMap
{
    private const int LeastSide = 5, MostSide = 1000;

    /// <summary>Reads one picture, its pixels row by row from 0 for black to 255 for white.</summary>
    /// <exception cref="InvalidDataException">It is none; the sentence begins with the source.</exception>
    public static (int Height, int Width, byte[] Pixels) Parse(ReadOnlySpan<byte> file, string source)
    {
        if (file is not [(byte)'P', (byte)'2' or (byte)'5', .. var rest])
            throw Broken(source, "a picture of a digit must be a PGM file, which begins with P2 or P5", "does not");
        var width = Header(ref rest, source, "the width of the picture", LeastSide, MostSide);
        var height = Header(ref rest, source, "the height of the picture", LeastSide, MostSide);
        var white = Header(ref rest, source, "the number for white", 1, byte.MaxValue);
        var pixels = file[1] == '2'
            ? ReadText(rest, source, height, width, white)
            : ReadBytes(rest, source, height, width, white);
        foreach (ref var pixel in pixels.AsSpan())
            pixel = (byte)Math.Round(255.0 * pixel / white);
        return (height, width, pixels);
    }

    private static byte[] ReadText(ReadOnlySpan<byte> rest, string source, int height, int width, int white)
    {
        var pixels = new byte[height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            var number = Number(ref rest);
            var place = (Row: (i / width) + 1, Column: (i % width) + 1);
            pixels[i] = number <= white
                ? (byte)number
                : throw Broken(
                    source, $"the pixel at row {place.Row}, column {place.Column} must lie between 0 and {white}",
                    Flaw(number, rest));
        }
        End(rest, source, height, width);
        return pixels;
    }

    private static byte[] ReadBytes(ReadOnlySpan<byte> rest, string source, int height, int width, int white)
    {
        var pixels = Bytes(rest, source, height, width, channels: 1).ToArray();
        var over = pixels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)white);
        return over < 0
            ? pixels
            : throw Broken(source, $"a pixel must be at most {white}, the number for white", $"is {pixels[over]}");
    }
}
