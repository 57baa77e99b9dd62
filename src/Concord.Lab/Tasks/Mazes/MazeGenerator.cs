using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>Draws perfect mazes: every two open pixels are joined by exactly one path.</summary>
/// <remarks>
/// The generator of Sheaf-ADMM: all wall, then a randomised depth-first search from a random cell opens cells and the
/// pixels between them, strictly inside the border. Start and goal are two random open pixels, or two random cells as
/// in the mazes of Continuous Thought Machines; if the path between them is too short, the whole maze is drawn anew.
/// One object reuses its buffers, so keep it to draw many; it serves one thread at a time.
/// </remarks>
public sealed class MazeGenerator
{
    // A maze is given up after this many draws, or sooner where they take long: about 100 million pixels, some seconds.
    private const int MostDraws = 10_000;
    private const int FewestDraws = 100;
    private const int MostPixels = 100_000_000;

    private readonly GridSize _size;
    private readonly int _leastSteps;
    private readonly bool _atCells;
    private readonly byte[] _tokens;
    private readonly int[] _open;
    private readonly int[] _stack;
    private readonly PathFinder _paths;

    /// <summary>A generator of mazes of one size whose shortest path takes at least so many steps.</summary>
    /// <param name="size">Height and width.</param>
    /// <param name="leastSteps">The least number of steps from start to goal.</param>
    /// <param name="atCells">Whether start and goal are cells; otherwise the pixels between cells will do, too.</param>
    /// <exception cref="ArgumentException">The size has room for one cell only, or no maze of it has such a long path.
    /// </exception>
    public MazeGenerator(GridSize size, int leastSteps, bool atCells = false)
    {
        Require.That(size.Cells > 1, "The size of a maze to draw", "must have room for two cells", size);

        // The open pixels of a perfect maze are its cells and one fewer joints; a path can run through them all.
        var open = (2 * size.Cells) - 1;
        _leastSteps = Require.Within(leastSteps, 0, open - 1, $"The least number of steps in a {size} maze");
        _atCells = atCells;
        _size = size;
        _tokens = new byte[size.Pixels];
        _open = new int[open];
        _stack = new int[size.Cells];
        _paths = new PathFinder(size);
    }

    /// <summary>Draws a single maze.</summary>
    /// <exception cref="ArgumentException">As the constructor and <see cref="Draw(Rng)"/>.</exception>
    public static Maze Draw(Rng rng, GridSize size, int leastSteps) => new MazeGenerator(size, leastSteps).Draw(rng);

    /// <summary>Draws the next maze.</summary>
    /// <exception cref="ArgumentException">Too many mazes in a row had too short a path.</exception>
    public Maze Draw(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var draws = Math.Clamp(MostPixels / _size.Pixels, FewestDraws, MostDraws);
        for (var left = draws; left > 0; left--)
        {
            Carve(rng);
            var (start, goal) = Ends(rng);
            var path = _paths.Find(_tokens, start, goal);
            if (path.Length - 1 < _leastSteps)
                continue;
            _tokens[start] = (byte)MazeToken.Start;
            _tokens[goal] = (byte)MazeToken.Goal;
            return new Maze(_size, [.. _tokens], PathFinder.Mark(_tokens, path));
        }
        throw new ArgumentException(
            $"A {_size} maze with a path of at least {_leastSteps} steps must be found within {draws} draws, " +
            "but none was; ask for fewer steps.");
    }

    private (int Start, int Goal) Ends(Rng rng)
    {
        var places = _atCells ? _size.Cells : _open.Length;
        var first = rng.Below(places);
        var second = rng.Below(places - 1);
        if (second >= first)
            second++;
        return _atCells ? (Cell(first), Cell(second)) : (_open[first], _open[second]);
    }

    // The pixel of a cell, numbered by rows.
    private int Cell(int number) =>
        (((2 * (number / (_size.Width / 2))) + 1) * _size.Width) + (2 * (number % (_size.Width / 2))) + 1;

    private void Carve(Rng rng)
    {
        Array.Fill(_tokens, (byte)MazeToken.Wall);
        int height = _size.Height, width = _size.Width, opened = 0, depth = 0;
        Span<int> choices = stackalloc int[4];

        var cell = (((2 * rng.Below(height / 2)) + 1) * width) + (2 * rng.Below(width / 2)) + 1;
        Open(cell, ref opened);
        _stack[depth++] = cell;
        while (depth > 0)
        {
            cell = _stack[depth - 1];
            var count = Closed(cell, choices);
            if (count == 0)
            {
                depth--;
                continue;
            }
            var joint = choices[rng.Below(count)];
            Open(cell + joint, ref opened);
            Open(cell + (2 * joint), ref opened);
            _stack[depth++] = cell + (2 * joint);
        }
    }

    /// <summary>Writes the offsets of half a step towards each neighbouring cell that is still wall; returns how many.
    /// </summary>
    private int Closed(int cell, Span<int> choices)
    {
        int width = _size.Width, column = cell % width, count = 0;
        if (cell >= 3 * width && IsWall(cell - (2 * width)))
            choices[count++] = -width;
        if (cell < (_size.Height - 3) * width && IsWall(cell + (2 * width)))
            choices[count++] = width;
        if (column >= 3 && IsWall(cell - 2))
            choices[count++] = -1;
        if (column < width - 3 && IsWall(cell + 2))
            choices[count++] = 1;
        return count;
    }

    private bool IsWall(int pixel) => _tokens[pixel] == (byte)MazeToken.Wall;

    private void Open(int pixel, ref int opened)
    {
        _tokens[pixel] = (byte)MazeToken.Empty;
        _open[opened++] = pixel;
    }
}
