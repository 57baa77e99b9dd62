using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// Puts the agents' guesses together: a free pixel is path if that has the larger mean logit over its views than empty.
/// Walls, start and goal stay.
/// </summary>
/// <remarks>
/// Seely et al. 2026, section 3.5 of the method, where all pixels are guessed alike. A maze is solved if the pixels
/// called path are those of the path.
/// </remarks>
public sealed class MazeAnswer
{
    private float[] _sums = [];

    /// <summary>The predicted token of every pixel of every maze, maze after maze.</summary>
    public byte[] Grid { get; private set; } = [];

    /// <summary>Reads the logits of all agents, [agents of all mazes, 9 · 6].</summary>
    /// <param name="views">Whose guesses they are.</param>
    /// <param name="logits">The guesses.</param>
    /// <param name="watch">Says which agents are missing; their guesses do not count.</param>
    public void Read(MazeViews views, Tensor logits, AgentWatch? watch = null)
    {
        var lattice = views.Lattice;
        int pixels = lattice.Height * lattice.Width, all = pixels * views.Samples;
        if (Grid.Length != all)
            (Grid, _sums) = (new byte[all], new float[all * MazeViews.Kinds]);
        Array.Clear(_sums);
        var values = logits.Values;
        for (var row = 0; row < views.Rows; row++)
        {
            int sample = row / lattice.Agents, agent = row % lattice.Agents;
            if (watch?.IsMissing(agent) == true)
                continue;
            for (var place = 0; place < MazeViews.Places; place++)
            {
                var pixel = lattice.Pixel(agent, place);
                if (pixel < 0)
                    continue;
                var from = values.Slice((row * MazeViews.Features) + (place * MazeViews.Kinds), MazeViews.Kinds);
                var to = _sums.AsSpan(((sample * pixels) + pixel) * MazeViews.Kinds, MazeViews.Kinds);
                for (var c = 0; c < MazeViews.Kinds; c++)
                    to[c] += from[c];
            }
        }

        // Sums compare as means do, so nobody divides. A free pixel nobody sees is called empty.
        for (var i = 0; i < all; i++)
        {
            var sum = _sums.AsSpan(i * MazeViews.Kinds, MazeViews.Kinds);
            var isPath = views.Tokens[i] == (byte)MazeToken.Empty
                && sum[(int)MazeToken.Path] > sum[(int)MazeToken.Empty];
            Grid[i] = isPath ? (byte)MazeToken.Path : views.Tokens[i];
        }
    }

    /// <summary>The predicted tokens of one maze.</summary>
    public ReadOnlySpan<byte> Of(int sample, GridSize size) => Grid.AsSpan(sample * size.Pixels, size.Pixels);

    /// <summary>Whether exactly the path's pixels are called path.</summary>
    public static bool Solves(ReadOnlySpan<byte> grid, ReadOnlySpan<byte> labels)
    {
        for (var i = 0; i < grid.Length; i++)
            if ((grid[i] == (byte)MazeToken.Path) != (labels[i] == (byte)MazeToken.Path))
                return false;
        return true;
    }
}
