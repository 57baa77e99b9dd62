using System.Buffers.Binary;

namespace Concord.Lab.Tasks.Pictures;

/// <summary>Turns the numbers of a PNG line into grey or colours, with black behind what is transparent.</summary>
internal sealed class PngColours
{
    private readonly int _depth;
    private readonly byte[]? _palette;   // red, green and blue of each entry
    private readonly int[]? _clear;      // the one colour that is transparent
    private readonly bool _hasAlpha;
    private readonly string _source;
    private readonly int[] _numbers;

    /// <param name="kind">0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha.</param>
    /// <param name="depth">Bits of a number.</param>
    /// <param name="palette">The chunk PLTE.</param>
    /// <param name="transparent">The chunk tRNS; empty where there is none.</param>
    /// <param name="source">What sentences call the file.</param>
    public PngColours(
        int kind, int depth, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparent, string source)
    {
        (_depth, _source) = (depth, source);
        _hasAlpha = (kind & 4) != 0;
        Parts = kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        Channels = kind is 0 or 4 ? 1 : Picture.Colours;
        White = kind == 3 ? byte.MaxValue : (1 << depth) - 1;
        _numbers = new int[Parts];
        if (kind == 3)
        {
            _palette = palette.ToArray();
            for (var i = 0; i < transparent.Length && (3 * i) + 2 < _palette.Length; i++)
                foreach (ref var colour in _palette.AsSpan(3 * i, 3))
                    colour = (byte)Over(colour, transparent[i], byte.MaxValue);
        }
        else if (!_hasAlpha && transparent.Length == sizeof(ushort) * Parts)
        {
            _clear = new int[Parts];
            for (var i = 0; i < Parts; i++)
                _clear[i] = BinaryPrimitives.ReadUInt16BigEndian(transparent[(2 * i)..]);
        }
    }

    /// <summary>Numbers of a pixel in the file.</summary>
    public int Parts { get; }

    /// <summary>Numbers of a pixel in the picture.</summary>
    public int Channels { get; }

    /// <summary>The largest number of a sample.</summary>
    public int White { get; }

    /// <summary>Writes one pixel of a line.</summary>
    /// <exception cref="InvalidDataException">The palette does not have its colour.</exception>
    public void Write(ReadOnlySpan<byte> line, int column, Span<ushort> pixel)
    {
        for (var part = 0; part < Parts; part++)
            _numbers[part] = Number(line, (column * Parts) + part);
        if (_palette != null)
        {
            var at = Picture.Colours * _numbers[0];
            if (at + 2 >= _palette.Length)
                throw new InvalidDataException(
                    $"{_source}: a pixel must be one of the {_palette.Length / 3} colours of the palette, "
                    + $"but is number {_numbers[0]}.");
            for (var channel = 0; channel < pixel.Length; channel++)
                pixel[channel] = _palette[at + channel];
            return;
        }
        var alpha = _hasAlpha ? _numbers[Parts - 1] : _clear != null && _numbers.SequenceEqual(_clear) ? 0 : White;
        for (var channel = 0; channel < pixel.Length; channel++)
            pixel[channel] = (ushort)Over(_numbers[channel], alpha, White);
    }

    private static long Over(long number, int alpha, int white) => ((number * alpha) + (white / 2)) / white;

    private int Number(ReadOnlySpan<byte> line, int index)
    {
        if (_depth == 16)
            return BinaryPrimitives.ReadUInt16BigEndian(line[(2 * index)..]);
        var bit = index * _depth;
        return (line[bit / 8] >> (8 - _depth - (bit % 8))) & ((1 << _depth) - 1);
    }
}
