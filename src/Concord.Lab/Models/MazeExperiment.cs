using System.Text.Json.Serialization;
using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Mazes;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A maze model and the mazes it trains on.</summary>
public sealed record MazeExperiment : Experiment
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "maze";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Model => Options.Name;

    /// <summary>The model's sizes and constants.</summary>
    public MazeModelOptions Options { get; init; } = new MazeSheafOptions();

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

    /// <inheritdoc/>
    public override IStudy Open() => new Study(this);

    /// <summary>The model laid out.</summary>
    internal sealed class Study(MazeExperiment experiment) : IStudy
    {
        public IAgentModel<MazeViews> Model { get; } = experiment.Options.Build();

        public Parameters Parameters => Model.Parameters;

        public int IterationsToEvaluate => Model.IterationsToEvaluate;

        public int? IterationsToTrain => Model.IterationsToTrain;

        public ILearner Learner(int batch, Rng rng)
        {
            var source = MazeSuites.Train with
            {
                Size = GridSize.Of(experiment.Side, experiment.Side),
                LeastSteps = experiment.LeastSteps,
            };
            var mazes = new MazeSamples(MazeTrainingSet.Create(source, experiment.Mazes));
            var tile = experiment.Tile ?? TileFor(MazeViews.LatticeOf(source.Size));
            return new SampleLearner<MazeViews>(Model, mazes, batch, tile, rng);
        }

        public IExaminer Examiner(Block weights, Examination examination, int threads)
        {
            Require.Within(examination.Iterations, 1, 1_000_000, "The number of iterations");
            var suite = MazeSuites.Find(examination.Suite);
            if (examination.Size is { } size)
                suite = suite.Resized(GridSize.Parse(size));
            var mazes = suite.Draw(examination.Count, examination.Seed);
            var lattice = MazeViews.LatticeOf(suite.Size);
            return new SampleExaminer<MazeViews>(
                Model, weights, examination, TileFor(lattice),
                Enumerable.Range(0, threads).Select(_ => new MazeGrader(mazes, lattice)));
        }

        // What a tile keeps for the way back grows with its agents and should not outgrow the caches.
        private static int TileFor(Lattice lattice) => Math.Clamp(650 / lattice.Agents, 1, 8);
    }
}

/// <summary>The options of one kind of maze model.</summary>
public abstract record MazeModelOptions
{
    /// <summary>The model's name in the catalogue.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Lays out the model.</summary>
    public abstract IAgentModel<MazeViews> Build();
}
