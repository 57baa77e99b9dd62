using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Tasks;

/// <summary>Agents on a grid: where each looks, and whom it meets in which of the eight directions.</summary>
/// <remarks>
/// Centres start at half a patch and go in strides, row by row. Neighbours are the eight around an agent; edges are
/// listed per agent to the right, down, down right and down left. Slot d of an agent looks in direction d, in the order
/// N, NE, E, SE, S, SW, W, NW with y pointing down, so an edge joins opposite slots.
/// </remarks>
public sealed class Lattice
{
    /// <summary>How many directions an agent looks in.</summary>
    public const int Directions = 8;

    private static readonly (int Y, int X)[] Steps =
        [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)];

    private static readonly int[] Forward = [2, 4, 3, 5];

    /// <summary>Lays agents on an image.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="patch">The odd side of the square an agent sees.</param>
    /// <param name="stride">How far neighbouring centres are apart.</param>
    public Lattice(int height, int width, int patch, int stride)
    {
        (Height, Width, Patch) = (Require.Positive(height), Require.Positive(width), Require.Positive(patch));
        Require.That(patch % 2 == 1, "The side of a patch", "must be odd", patch);
        Rows = Along(height, patch, Require.Positive(stride));
        Columns = Along(width, patch, stride);
        Require.That(
            Rows > 0 && Columns > 0, "An image",
            $"must hold at least one patch of {patch}x{patch}", $"{height}x{width}");
        Centres = [.. from r in Enumerable.Range(0, Rows)
                      from c in Enumerable.Range(0, Columns)
                      select ((patch / 2) + (r * stride), (patch / 2) + (c * stride))];
        var joints = new List<Joint>();
        for (var agent = 0; agent < Agents; agent++)
            foreach (var direction in Forward)
                if (Neighbour(agent, direction) is var other and >= 0)
                    joints.Add(new Joint(agent, direction, other, Opposite(direction)));
        Joints = joints;
    }

    /// <summary>Rows of the image.</summary>
    public int Height { get; }

    /// <summary>Columns of the image.</summary>
    public int Width { get; }

    /// <summary>The side of the square an agent sees.</summary>
    public int Patch { get; }

    /// <summary>Rows of agents.</summary>
    public int Rows { get; }

    /// <summary>Columns of agents.</summary>
    public int Columns { get; }

    /// <summary>How many agents there are.</summary>
    public int Agents => Rows * Columns;

    /// <summary>Row and column of the pixel each agent is centred on.</summary>
    public IReadOnlyList<(int Y, int X)> Centres { get; }

    /// <summary>The edges, as meetings of direction slots.</summary>
    public IReadOnlyList<Joint> Joints { get; }

    /// <summary>The direction that looks back.</summary>
    public static int Opposite(int direction) => (direction + (Directions / 2)) % Directions;

    /// <summary>The agent next to one in a direction, or −1 at the border.</summary>
    public int Neighbour(int agent, int direction)
    {
        int r = (agent / Columns) + Steps[direction].Y, c = (agent % Columns) + Steps[direction].X;
        return r >= 0 && r < Rows && c >= 0 && c < Columns ? (r * Columns) + c : -1;
    }

    /// <summary>The pixel at a place of an agent's patch, as row · width + column, or −1 outside the image.</summary>
    public int Pixel(int agent, int place)
    {
        int y = Centres[agent].Y + (place / Patch) - (Patch / 2), x = Centres[agent].X + (place % Patch) - (Patch / 2);
        return y >= 0 && y < Height && x >= 0 && x < Width ? (y * Width) + x : -1;
    }

    private static int Along(int extent, int patch, int stride) =>
        extent <= patch / 2 ? 0 : ((extent - (patch / 2) - 1) / stride) + 1;
}
