namespace Concord.Lab.Tasks.Pictures;

/// <summary>The pixels that one pass over a PNG picture holds: every so many rows and columns.</summary>
/// <param name="Y">The first row.</param>
/// <param name="X">The first column.</param>
/// <param name="StepY">Rows from one to the next.</param>
/// <param name="StepX">Columns from one to the next.</param>
internal readonly record struct PngPass(int Y, int X, int StepY, int StepX)
{
    /// <summary>One pass over all pixels.</summary>
    public static IReadOnlyList<PngPass> Whole { get; } = [new(0, 0, 1, 1)];

    /// <summary>The seven passes of Adam7.</summary>
    public static IReadOnlyList<PngPass> Interlaced { get; } =
    [
        new(0, 0, 8, 8), new(0, 4, 8, 8), new(4, 0, 8, 4), new(0, 2, 4, 4), new(2, 0, 4, 2), new(0, 1, 2, 2),
        new(1, 0, 2, 1),
    ];

    /// <summary>The number of rows in a picture of this height.</summary>
    public int Rows(int height) => (height - Y + StepY - 1) / StepY;

    /// <summary>The number of columns in a picture of this width.</summary>
    public int Columns(int width) => (width - X + StepX - 1) / StepX;
}
