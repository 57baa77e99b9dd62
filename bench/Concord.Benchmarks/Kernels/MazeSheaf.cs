using Concord.Lab.Tasks;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Benchmarks.Kernels;

/// <summary>A sheaf of the maze's sizes: stalks of 10, eight slots of 5, and few distinct maps.</summary>
internal static class MazeSheaf
{
    /// <summary>How many distinct views, and so maps, eight mazes have, about.</summary>
    public const int Views = 22;

    /// <summary>The layout of agents in a square, <paramref name="side"/> to a side; 9 for 19 x 19 pixels.</summary>
    public static SheafLayout Layout(int side)
    {
        var lattice = new Lattice((2 * side) + 1, (2 * side) + 1, patch: 3, stride: 2);
        return SheafLayout.Uniform(lattice.Agents, 10, Lattice.Directions, 5, lattice.Joints);
    }

    /// <summary>Which of the maps each agent of each sample uses.</summary>
    public static int[] Owners(SheafLayout layout, int samples)
    {
        var rng = new Rng(7);
        return [.. Enumerable.Range(0, samples * layout.Graph.Vertices).Select(_ => rng.Below(Views))];
    }
}
