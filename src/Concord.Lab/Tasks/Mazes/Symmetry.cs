using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>The eight ways to turn and mirror a grid: the dihedral group of the square.</summary>
/// <remarks>
/// Variant v mirrors left and right if v is 4 or more, then turns anticlockwise by v mod 4 quarters. Variant 0 is the
/// identity; odd variants swap height and width.
/// </remarks>
public static class Symmetry
{
    /// <summary>How many variants there are.</summary>
    public const int Count = 8;

    /// <summary>The variant that undoes another.</summary>
    /// <exception cref="ArgumentException">The variant is not between 0 and 7.</exception>
    public static int Inverse(int variant) => Check(variant) switch
    {
        1 => 3,
        3 => 1,
        _ => variant,
    };

    /// <summary>The size of a turned grid.</summary>
    /// <exception cref="ArgumentException">The variant is not between 0 and 7.</exception>
    public static GridSize Turned(GridSize size, int variant) => Check(variant) % 2 == 0 ? size : size.Transposed;

    /// <summary>The turned maze, with tokens and labels turned alike; nothing is searched again.</summary>
    /// <exception cref="ArgumentException">The variant is not between 0 and 7.</exception>
    public static Maze Turned(Maze maze, int variant)
    {
        ArgumentNullException.ThrowIfNull(maze);
        if (Check(variant) == 0)
            return maze;
        var tokens = new byte[maze.Tokens.Length];
        var labels = new byte[maze.Labels.Length];
        Turn(maze.Tokens.Span, maze.Size, variant, tokens);
        if (maze.IsSolvable)
            Turn(maze.Labels.Span, maze.Size, variant, labels);
        return new Maze(Turned(maze.Size, variant), tokens, labels);
    }

    /// <summary>Writes a grid, turned, into another of <see cref="Turned(GridSize, int)"/>.</summary>
    /// <param name="grid">Row by row, of the given size.</param>
    /// <param name="size">Height and width before the turn.</param>
    /// <param name="variant">Which of the eight.</param>
    /// <param name="turned">As many entries as <paramref name="grid"/>, in other memory.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or the variant is not between 0 and 7.
    /// </exception>
    public static void Turn(ReadOnlySpan<byte> grid, GridSize size, int variant, Span<byte> turned)
    {
        Require.Length(grid, size.Pixels);
        Require.Length<byte>(turned, size.Pixels);
        Check(variant);
        if (variant == 0)
        {
            grid.CopyTo(turned);
            return;
        }

        var (first, down, right) = Walk(size, variant);
        var result = Turned(size, variant);
        var to = 0;
        for (var row = 0; row < result.Height; row++)
        {
            var from = first + (row * down);
            for (var column = 0; column < result.Width; column++, from += right)
                turned[to++] = grid[from];
        }
    }

    // Where in the grid the turned grid's first pixel lies, and how far one goes there per row and per column.
    private static (int First, int Down, int Right) Walk(GridSize size, int variant)
    {
        int width = size.Width, last = size.Pixels - 1, lastRow = last - width + 1, lastColumn = width - 1;
        return variant switch
        {
            1 => (lastColumn, -1, width),
            2 => (last, -width, -1),
            3 => (lastRow, 1, -width),
            4 => (lastColumn, width, -1),
            5 => (0, 1, width),
            6 => (lastRow, -width, 1),
            7 => (last, -1, -width),
            _ => (0, width, 1),
        };
    }

    private static int Check(int variant) => Require.Within(variant, 0, Count - 1, "The variant of a symmetry");
}
