using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>The height and width of a maze in pixels, both odd: cells at odd rows and columns, walls between.</summary>
public readonly record struct GridSize
{
    /// <summary>The smallest height and the smallest width.</summary>
    public const int Least = 3;

    /// <summary>The largest height and the largest width.</summary>
    public const int Most = 1001;

    private GridSize(int height, int width) => (Height, Width) = (height, width);

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of pixels.</summary>
    public int Width { get; }

    /// <summary>How many pixels there are, walls included.</summary>
    public int Pixels => Height * Width;

    /// <summary>How many pixels lie at an odd row and an odd column; 9x9 = 81 in a 19x19 maze.</summary>
    public int Cells => Height / 2 * (Width / 2);

    /// <summary>The same size on its side.</summary>
    public GridSize Transposed => new(Width, Height);

    /// <summary>Makes a size of the given rows and columns.</summary>
    /// <exception cref="ArgumentException">One of them is even, too small or too large.</exception>
    public static GridSize Of(int height, int width)
    {
        Check(height, "The maze height");
        Check(width, "The maze width");
        return new GridSize(height, width);
    }

    /// <summary>Reads a size such as 19x37, or 19 for a square.</summary>
    /// <exception cref="ArgumentException">
    /// Not one or two whole numbers, or a size that <see cref="Of"/> refuses.
    /// </exception>
    public static GridSize Parse(string text)
    {
        var parts = text.Split('x');
        var numbers = new int[2];
        for (var i = 0; i < 2; i++)
            Require.That(
                parts.Length <= 2 && int.TryParse(parts[Math.Min(i, parts.Length - 1)], out numbers[i]),
                "A maze's size", "must be one number or two as in 19x37", text);
        return Of(numbers[0], numbers[1]);
    }

    /// <summary>Height and width, as in 19x37.</summary>
    public override string ToString() => $"{Height}x{Width}";

    internal static void Check(int extent, string name)
    {
        Require.Within(extent, Least, Most, name);
        Require.That(extent % 2 == 1, name, "must be odd", extent);
    }
}
