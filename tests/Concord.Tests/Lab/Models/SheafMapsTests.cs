using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Sudoku;
using Concord.Sheaves;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Models;

/// <summary>Maps that are not learned, against what their names say.</summary>
public sealed class SheafMapsTests
{
    private const int Stalk = 18, Samples = 2;

    [Theory]
    [InlineData("maze")]
    [InlineData("sudoku")]
    public void Identity_maps_compare_whole_states_edge_by_edge(string task)
    {
        IReadOnlyList<Joint> joints = task == "maze" ? new Lattice(7, 7, 3, 2).Joints : SudokuGraph.Joints;
        // Three of a Sudoku's edges join the same row and box: each counts.
        Compare(MapKind.Identity, joints, [task == "maze" ? Lattice.Directions : SudokuGraph.Side, 2, Stalk],
            (z, joint, i) => z(joint.U, i) - z(joint.V, i), numbers: Stalk);
    }

    [Fact]
    public void Selectors_compare_the_cell_that_two_agents_share() =>
        Compare(MapKind.Selectors, SudokuGraph.Joints, [SudokuGraph.Side, 2, Stalk],
            (z, joint, i) => z(joint.U, (2 * joint.SlotU) + i) - z(joint.V, (2 * joint.SlotV) + i), numbers: 2);

    private static void Compare(
        MapKind kind, IReadOnlyList<Joint> joints, Shape shape,
        Func<Func<int, int, float>, Joint, int, float> difference, int numbers)
    {
        var maps = new SheafMaps(new Parameters(), kind, shape, Start.Zero);
        var views = new Views(joints);
        using var tape = new Tape(recording: false);
        var sheaf = maps.Bind(maps.Lay(views.Agents, joints), tape.Zeros([1, 1]), views);
        var rng = new Rng(4);
        float[] states = [.. Enumerable.Range(0, views.Rows * Stalk).Select(_ => (float)rng.Normal())];
        var disagreement = sheaf.Coboundary(tape.Input(states, [Samples, views.Agents * Stalk])).Values;
        Assert.Equal(Samples * joints.Count * numbers, disagreement.Length);
        var at = 0;
        for (var sample = 0; sample < Samples; sample++)
            foreach (var joint in joints)
                for (var i = 0; i < numbers; i++)
                    Assert.Equal(
                        difference((agent, j) => states[(((sample * views.Agents) + agent) * Stalk) + j], joint, i),
                        disagreement[at++], 1e-6f);
    }

    private sealed class Views : AgentViews
    {
        public Views(IReadOnlyList<Joint> joints)
        {
            (Samples, Joints) = (SheafMapsTests.Samples, joints);
            Agents = 1 + joints.Max(joint => Math.Max(joint.U, joint.V));
        }

        public override int Agents { get; }

        public override IReadOnlyList<Joint> Joints { get; }

        public override int Classes => 1;

        public override int Distinct => Rows;
    }
}
