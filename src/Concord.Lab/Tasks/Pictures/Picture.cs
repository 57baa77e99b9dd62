using Concord.Tensors.Storage;

namespace Concord.Lab.Tasks.Pictures;

/// <summary>The bounds of a picture's width and height.</summary>
/// <param name="Least">The smallest side.</param>
/// <param name="Most">The largest side.</param>
/// <param name="Check">Throws where height and width do not fit for another reason; null for none.</param>
internal readonly record struct Sides(int Least, int Most, Action<int, int>? Check = null);

/// <summary>A picture, grey or in colour, whose channels go from 0 for black to <paramref name="White"/>.</summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Channels">1 for grey; 3 for red, green and blue.</param>
/// <param name="Samples">Row by row, the channels of a pixel side by side.</param>
/// <param name="White">The largest number of a sample, 65535 at most.</param>
internal sealed record Picture(int Height, int Width, int Channels, ushort[] Samples, int White)
{
    /// <summary>Red, green and blue.</summary>
    public const int Colours = 3;

    /// <summary>Whether a file is meant to be a picture that can be read.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => IsPng(file) || PortableMap.IsOne(file);

    /// <summary>Reads a picture: Netpbm's P1 to P6, or PNG.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="source">What sentences call the file.</param>
    /// <param name="what">What the picture shows, such as "a picture of a digit".</param>
    /// <param name="sides">The bounds of its sides.</param>
    /// <exception cref="InvalidDataException">It is none; the sentence begins with the source.</exception>
    public static Picture Parse(ReadOnlySpan<byte> file, string source, string what, Sides sides)
    {
        if (file is [0xEF, 0xBB, 0xBF, ..])   // a byte order mark
            file = file[3..];
        return IsPng(file) ? PngFile.Parse(file, source, sides)
            : PortableMap.IsOne(file) ? PortableMap.Parse(file, source, sides)
            : throw new InvalidDataException(
                $"{source}: {what} must be a PNG or Netpbm file (P1 to P6), but is "
                + $"{FileKind.OrText(file) ?? "of another kind"}.");
    }

    /// <summary>The picture in grey, 0 to 255: colours by how bright they look (ITU-R BT.601).</summary>
    public byte[] ToGrey()
    {
        var grey = new byte[Height * Width];
        for (var i = 0; i < grey.Length; i++)
        {
            var pixel = Pixel(i);
            var light = (0.299 * pixel.Red) + (0.587 * pixel.Green) + (0.114 * pixel.Blue);
            grey[i] = (byte)Math.Round(byte.MaxValue * light / White);
        }
        return grey;
    }

    /// <summary>The colour of a pixel, counted row by row, each channel 0 to <see cref="White"/>.</summary>
    public (int Red, int Green, int Blue) Pixel(int index)
    {
        var at = index * Channels;
        return Channels == 1
            ? (Samples[at], Samples[at], Samples[at])
            : (Samples[at], Samples[at + 1], Samples[at + 2]);
    }

    private static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(PngFile.Mark);
}
