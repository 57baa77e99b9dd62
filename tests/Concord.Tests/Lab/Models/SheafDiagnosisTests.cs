using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class SheafDiagnosisTests
{
    [Fact]
    public void Products_and_decomposition_find_the_same_eigenvalue_and_the_index_holds()
    {
        var model = new MazeSheafModel(new MazeSheafOptions { Hidden = 16, VertexStalk = 4, EdgeStalk = 3, Rank = 2 });
        using var weights = model.Parameters.Draw(new Rng(3));
        var maze = (MazeSuites.Test with { Size = GridSize.Of(9, 9), LeastSteps = 4 }).Draw(1)[0];
        var views = new MazeViews();
        views.Read(MazeViews.LatticeOf(maze.Size), 1, maze.Tokens.Span, []);

        var found = SheafDiagnosis.Of(model, weights, views, views.Lattice);

        var values = found.Values.ToDictionary(fact => fact.Name, fact => fact.Value);
        using var tape = new Tape(recording: false);
        tape.Bind(model.Parameters, weights);
        var sheaf = model.Prepare(tape, views, out _).Consensus.Sheaf;
        Assert.Equal(values["largest_eigenvalue"], SheafDiagnosis.Largest(sheaf), 1e-3 * values["largest_eigenvalue"]);
        Assert.Equal((4 * views.Agents) - (3 * views.Joints.Count), values["dim_h0"] - values["dim_h1"]);
        var graph = Assert.Single(found.Graphs);
        Assert.Equal(values["dim_h1"], 3 * graph.Edges.Sum(edge => edge.Value), 1e-6);
        Assert.Equal(views.Agents, graph.Vertices.Count);
    }

    [Theory]
    [InlineData(MapKind.Identity, 4, 4, "")]
    [InlineData(MapKind.Learned, 3, 0, "")]
    [InlineData(MapKind.Learned, 1, 8, "_at_least")]
    public void Of_a_state_too_large_to_decompose_a_small_H0_is_found_by_products(
        MapKind maps, int edgeStalk, int sections, string more)
    {
        var model = new MazeSheafModel(
            new MazeSheafOptions { Hidden = 16, VertexStalk = 4, EdgeStalk = edgeStalk, Maps = maps, Rank = 0 });
        using var weights = model.Parameters.Draw(new Rng(3));
        var maze = (MazeSuites.Test with { Size = GridSize.Of(9, 9), LeastSteps = 4 }).Draw(1)[0];
        var views = new MazeViews();
        views.Read(MazeViews.LatticeOf(maze.Size), 1, maze.Tokens.Span, []);
        Dictionary<string, double> Values(int mostNumbers) =>
            SheafDiagnosis.Of(model, weights, views, views.Lattice, mostNumbers).Values
                .ToDictionary(fact => fact.Name, fact => fact.Value);

        Dictionary<string, double> decomposed = Values(1000), multiplied = Values(0);

        Assert.Equal(sections, multiplied[$"dim_h0{more}"]);
        foreach (var name in new[] { "dim_h0", "dim_h1" })
            if (more == "")
                Assert.Equal(decomposed[name], multiplied[name]);
            else
                Assert.InRange(multiplied[name + more], 0, decomposed[name]);
    }
}
