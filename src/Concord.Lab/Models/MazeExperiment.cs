using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A maze model and the mazes it trains on.</summary>
public sealed record MazeExperiment() : AgentExperiment<MazeViews>(new MazeSheafOptions())
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "maze";

    /// <summary>Height and width of the mazes to train on, odd.</summary>
    public int Side { get; init => field = GridSize.Of(value, value).Height; } = 19;

    /// <summary>The least number of steps from start to goal in training.</summary>
    public int LeastSteps { get; init => field = Require.Within(value, 1, 1_000_000); } = 18;

    /// <summary>How many mazes to train on; each comes in its eight symmetric variants.</summary>
    public int Mazes { get; init => field = Require.Within(value, 1, 1_000_000); } = MazeTrainingSet.UsualCount;

    /// <summary>
    /// Mazes that one thread works on at a time, of the same batch; null: eight, or as many as have 650 agents.
    /// </summary>
    public int? Tile { get; init => field = value is { } tile ? Require.Within(tile, 1, 1024) : null; }

    internal override (ITrainingSamples<MazeViews> Samples, int Tile) ToTrain(Action<double>? progress = null)
    {
        var source = MazeSuites.Train with { Size = GridSize.Of(Side, Side), LeastSteps = LeastSteps };
        return (new MazeSamples(MazeTrainingSet.Create(source, Mazes, progress)), Tile ?? TileFor(source.Size));
    }

    internal override (Func<IGrader<MazeViews>> Grader, int Tile, Examination Held) ToScore(Examination examination)
    {
        var suite = MazeSuites.Find(examination.Suite);
        if (examination.Size is { } size)
            suite = suite.Resized(GridSize.Parse(size));
        var mazes = suite.Draw(examination.Count, examination.Seed);
        var lattice = MazeViews.LatticeOf(suite.Size);
        return (() => new MazeGrader(mazes, lattice), TileFor(suite.Size), examination);
    }

    // What a tile keeps for the way back grows with its agents and should not outgrow the caches.
    private static int TileFor(GridSize size) => Math.Clamp(650 / MazeViews.LatticeOf(size).Agents, 1, 8);
}
