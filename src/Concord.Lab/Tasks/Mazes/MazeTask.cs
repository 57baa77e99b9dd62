using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Learning;
using Concord.Tensors;
using static Concord.Lab.Setting;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>Marks the shortest path through a maze of which every agent sees nine pixels.</summary>
/// <remarks>
/// From Seely et al. 2026, "Learning Multi-Agent Coordination via Sheaf-ADMM", section 4.2 of the method.
/// </remarks>
public sealed class MazeTask : ITask
{
    /// <inheritdoc/>
    public string Name => "maze";

    /// <inheritdoc/>
    public string Goal => "mark the shortest path from start to goal; every agent sees 3x3 pixels";

    /// <inheritdoc/>
    public double ScoreOfGuessing => 0;

    /// <inheritdoc/>
    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        new("sheaf-admm", "agents with learned costs and maps agree by ADMM over a sheaf", new MazeExperiment()),
        new("mpnn", "the usual way: gated recurrent message passing on the same lattice",
            new MazeExperiment { Options = new MazeMessageOptions() }) { IsBaseline = true },
        new("nca", "a neural cellular automaton: one small rule, applied by half of the cells at a time",
            new MazeExperiment { Options = new MazeAutomatonOptions() }) { IsBaseline = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "19x19 mazes, batch 128, 31,250 steps, as in the paper", experiment => new Plan
        {
            Experiment = experiment,
            Steps = 31_250,
        }),
        new("tiny", "9x9 mazes, a small model: minutes, to see that everything works", experiment => new Plan
        {
            Experiment = Tiny((MazeExperiment)experiment),
            Steps = 600,
            Batch = 32,
            ScoreEvery = 200,
            ScoreSize = "9",
            ScoreCount = 100,
            CheckpointEvery = 100,
            Optimizer = new AdamW { Rate = 1e-3f, Warmup = 50, Average = 0.98f },
        }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new("train-size", "side of the mazes to train on, odd (19)",
            (e, v) => (MazeExperiment)e with { Side = Whole(v, "The side") }),
        new("least-steps", "least steps from start to goal in training (18)",
            (e, v) => (MazeExperiment)e with { LeastSteps = Whole(v, "The least path") }),
        new("mazes", "how many mazes to train on, before turning them (10000)",
            (e, v) => (MazeExperiment)e with { Mazes = Whole(v, "The number of mazes") }),
        new("tile", "mazes one thread works on at a time (8, or as many as have 650 agents)",
            (e, v) => (MazeExperiment)e with { Tile = Whole(v, "The tile") }),
        ModelSettings.Hidden<MazeViews>("width of encoder and decoder (256), or of the rule of nca (128)"),
        ModelSettings.Channels<MazeViews>("numbers that describe a cell (nca: 32; sheaf-admm on Sudokus: 128)"),
        .. SheafSettings.Of(new MazeSheafOptions()),
        .. ModelSettings.Iterations<MazeViews>("sheaf-admm, nca: drawn from 15 to 40 anew; mpnn: 40", "100"),
        .. MessageSettings.Of(new MazeMessageOptions()),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [.. MazeSuites.All.Select(s => new SuiteEntry(
            s.Name, $"{s.Size} mazes, at least {s.LeastSteps} steps from start to goal", s.Seed))];

    /// <inheritdoc/>
    public string? Shipped(string model) => model == "sheaf-admm" ? "maze.safetensors" : null;

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        MazeFilm.Shoot((AgentStudy<MazeViews>)study, weights, showing);

    /// <inheritdoc/>
    public void CheckSize(string size) => GridSize.Parse(size);

    /// <inheritdoc/>
    public Diagnosis Diagnose(IStudy study, Block weights)
    {
        if (((AgentStudy<MazeViews>)study).Model is not SheafModel<MazeViews> model)
            return Diagnosis.None;
        var maze = MazeSuites.Test.Draw(1)[0];
        var views = new MazeViews();
        views.Read(MazeViews.LatticeOf(maze.Size), 1, maze.Tokens.Span, []);
        return SheafDiagnosis.Of(model, weights, views, views.Lattice);
    }

    private static MazeExperiment Tiny(MazeExperiment experiment) => experiment with
    {
        Side = 9,
        LeastSteps = 6,
        Mazes = 1000,
        Options = experiment.Options switch
        {
            MazeSheafOptions sheaf =>
                sheaf with { Hidden = 128, LeastIterations = 10, MostIterations = 24, IterationsToEvaluate = 40 },
            MazeMessageOptions message => message with { Hidden = 128, Rounds = 20, RoundsToEvaluate = 40 },
            MazeAutomatonOptions automaton => automaton with
            {
                Hidden = 64,
                DecoderHidden = 128,
                LeastSteps = 10,
                MostSteps = 24,
                StepsToEvaluate = 40,
            },
            var other => other,
        },
    };
}
