using System.Buffers.Binary;

namespace Concord.Lab.Tasks.Pictures;

/// <summary>Reads the portable picture formats of Netpbm: P1 to P6, in black and white, grey or colour.</summary>
/// <remarks>
/// See pbm(5), pgm(5) and ppm(5) of Netpbm. A header of mark, width, height and, except for black and white, the number
/// for white, up to 65535; after a #, to the end of the line, stands a comment. Then one blank, which may be the end of
/// a comment's line or of a line as Windows has it, and the pixels: as text, or as bytes, two for each number where
/// white is above 255.
/// </remarks>
internal static class PortableMap
{
    private const int MostWhite = ushort.MaxValue, MostByte = byte.MaxValue;

    /// <summary>Whether a file begins like one of these pictures.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => file is
        [(byte)'P', >= (byte)'1' and <= (byte)'6']
        or [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)'#' or (byte)' ' or (>= (byte)'\t' and <= (byte)'\r'), ..];

    /// <summary>Reads one picture.</summary>
    /// <exception cref="InvalidDataException">It is none; the sentence begins with the source.</exception>
    public static Picture Parse(ReadOnlySpan<byte> file, string source, Sides sides)
    {
        var kind = file[1] - '0';
        var rest = file[2..];
        var isBits = kind is 1 or 4;
        var channels = kind is 3 or 6 ? Picture.Colours : 1;
        var width = Header(ref rest, source, "the width of the picture", sides.Least, sides.Most);
        var height = Header(ref rest, source, "the height of the picture", sides.Least, sides.Most);
        sides.Check?.Invoke(height, width);
        var white = isBits ? 1 : Header(ref rest, source, "the number for white", 1, MostWhite);
        var size = new Layout(source, height, width, channels, white);
        var samples = kind switch
        {
            1 => TextBits(rest, size),
            2 or 3 => Text(rest, size),
            4 => Bits(rest, size),
            _ => Bytes(rest, size),
        };
        return new Picture(height, width, channels, samples, white);
    }

    private static int Header(ref ReadOnlySpan<byte> rest, string source, string name, int least, int most)
    {
        var number = Number(ref rest);
        return number >= least && number <= most
            ? (int)number
            : throw Broken(source, $"{name} must lie between {least} and {most}", Flaw(number, rest));
    }

    private static ushort[] Text(ReadOnlySpan<byte> rest, Layout size)
    {
        var samples = new ushort[size.Count];
        for (var i = 0; i < samples.Length; i++)
        {
            var number = Number(ref rest);
            samples[i] = number <= size.White
                ? (ushort)number
                : throw Broken(
                    size.Source, $"{size.Place(i)} must lie between 0 and {size.White}", Flaw(number, rest));
        }
        End(rest, size);
        return samples;
    }

    // Black is 1, and no blank need stand between two pixels.
    private static ushort[] TextBits(ReadOnlySpan<byte> rest, Layout size)
    {
        var samples = new ushort[size.Count];
        for (var i = 0; i < samples.Length; i++)
        {
            rest = SkipBlanks(rest);
            if (rest is not [(byte)'0' or (byte)'1', ..])
                throw Broken(size.Source, $"{size.Place(i)} must be 0 or 1", rest.IsEmpty ? "is missing" : "is not");
            samples[i] = (ushort)('1' - rest[0]);
            rest = rest[1..];
        }
        End(rest, size);
        return samples;
    }

    private static ushort[] Bits(ReadOnlySpan<byte> rest, Layout size)
    {
        var stride = (size.Width + 7) / 8;
        var bytes = Raster(rest, size, stride * size.Height);
        var samples = new ushort[size.Count];
        for (var i = 0; i < samples.Length; i++)
        {
            var (y, x) = (i / size.Width, i % size.Width);
            samples[i] = (bytes[(y * stride) + (x / 8)] & (0x80 >> (x % 8))) == 0 ? (ushort)1 : (ushort)0;
        }
        return samples;
    }

    private static ushort[] Bytes(ReadOnlySpan<byte> rest, Layout size)
    {
        var each = size.White > MostByte ? 2 : 1;
        var bytes = Raster(rest, size, size.Count * each);
        var samples = new ushort[size.Count];
        for (var i = 0; i < samples.Length; i++)
        {
            var number = each == 1 ? bytes[i] : BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
            samples[i] = number <= size.White
                ? number
                : throw Broken(
                    size.Source, $"a pixel must be at most {size.White}, the number for white", $"is {number}");
        }
        return samples;
    }

    // The bytes of all pixels, which begin after one blank, whatever they mean as text; then the file ends.
    private static ReadOnlySpan<byte> Raster(ReadOnlySpan<byte> rest, Layout size, int length)
    {
        var begin = rest;
        if (begin is [(byte)'#', ..])   // touches the last number: its line's end is the blank
            begin = SkipLine(begin);
        var windows = begin is [(byte)'\r', (byte)'\n', ..] && begin.Length >= 2 + length;
        begin = begin[Math.Min(begin.Length, windows ? 2 : 1)..];
        // A comment on a line of its own, where the file would go on after the pixels otherwise.
        while (begin is [(byte)'#', ..] && begin.Length > length && SkipBlanks(begin[length..]).Length > 0)
        {
            begin = SkipLine(begin);
            begin = begin[Math.Min(begin.Length, begin is [(byte)'\r', (byte)'\n', ..] ? 2 : 1)..];
        }
        if (begin.Length < length)
            throw Broken(
                size.Source, $"a picture of {size.Height}x{size.Width} pixels must have {length} bytes",
                $"has {begin.Length}");
        End(begin[length..], size);
        return begin[..length];
    }

    // Refuses what comes after the last pixel, except for blanks and comments.
    private static void End(ReadOnlySpan<byte> rest, Layout size)
    {
        rest = SkipBlanks(rest);
        if (rest.Length > 0)
            throw Broken(
                size.Source, $"the file must end after {size.Height}x{size.Width} pixels",
                IsOne(rest) ? "another picture follows" : "goes on");
    }

    private static string Flaw(long? number, ReadOnlySpan<byte> rest) =>
        number != null ? $"is {number}" : rest.IsEmpty ? "is missing" : "is no number";

    // The next whole number, or null where none begins; of a long one the first ten digits after its zeros, which are
    // over every limit of these formats.
    private static long? Number(ref ReadOnlySpan<byte> rest)
    {
        rest = SkipBlanks(rest);
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var word = digits < 0 ? rest : rest[..digits];
        if (word.IsEmpty)
            return null;
        rest = rest[word.Length..];
        word = word.TrimStart((byte)'0');
        return word.IsEmpty ? 0 : long.Parse(word[..Math.Min(word.Length, 10)]);
    }

    private static ReadOnlySpan<byte> SkipBlanks(ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n\v\f"u8);
            if (rest is not [(byte)'#', ..])
                return rest;
            rest = SkipLine(rest);
        }
    }

    // Up to the end of the line, which stays.
    private static ReadOnlySpan<byte> SkipLine(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny("\r\n"u8);
        return end < 0 ? [] : rest[end..];
    }

    private static InvalidDataException Broken(string source, string rule, string flaw) =>
        new($"{source}: {rule}, but {flaw}.");

    private readonly record struct Layout(string Source, int Height, int Width, int Channels, int White)
    {
        public int Count => Height * Width * Channels;

        public string Place(int sample)
        {
            var pixel = sample / Channels;
            return $"the pixel at row {(pixel / Width) + 1}, column {(pixel % Width) + 1}";
        }
    }
}
