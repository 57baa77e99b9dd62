using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class SheafSpectrumTests
{
    [Fact]
    public void The_largest_eigenvalue_is_that_of_the_dense_Laplacian()
    {
        var model = new MazeSheafModel(new MazeSheafOptions { Hidden = 16 });
        using var weights = model.Parameters.Draw(new Rng(3));
        var maze = MazeSuites.Test.Draw(1)[0];
        var views = new MazeViews();
        views.Read(MazeViews.LatticeOf(maze.Size), 1, maze.Tokens.Span, []);

        var dense = MazeSheafSpectrum.Measure(model, weights).ToDictionary(fact => fact.Name, fact => fact.Value);
        var other = SheafSpectrum.Measure(model, weights, views).ToDictionary(fact => fact.Name, fact => fact.Value);

        Assert.Equal(dense["penalty"], other["penalty"]);
        Assert.Equal(dense["largest_eigenvalue"], other["largest_eigenvalue"], 1e-3 * dense["largest_eigenvalue"]);
        var squares = dense.Where(fact => fact.Key.StartsWith("map_norm")).Sum(fact => fact.Value * fact.Value);
        Assert.Equal(Math.Sqrt(squares), other["map_norm"], 1e-4);
    }
}
