using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Learning;
using Concord.Tensors;
using static Concord.Lab.Setting;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Fills a Sudoku of which every agent sees a row, a column or a box.</summary>
/// <remarks>
/// From Seely et al. 2026, "Learning Multi-Agent Coordination via Sheaf-ADMM", section 4.4 of the method.
/// </remarks>
public sealed class SudokuTask : ITask
{
    /// <inheritdoc/>
    public string Name => "sudoku";

    /// <inheritdoc/>
    public string Goal => "fill a 9x9 Sudoku; every agent sees a row, a column or a box";

    /// <inheritdoc/>
    public double ScoreOfGuessing => 0;

    /// <inheritdoc/>
    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        new("sheaf-admm", "rows, columns and boxes with learned costs agree on the cells they share",
            new SudokuExperiment()),
        new("mpnn", "gated recurrent message passing between the same rows, columns and boxes",
            new SudokuExperiment { Options = new SudokuMessageOptions() }) { IsBaseline = true },
        new("rrn", "a recurrent relational network: cells tell those they must differ from what they hold",
            new SudokuExperiment { Options = new SudokuRelationalOptions() }) { IsBaseline = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "100,000 puzzles of 30 to 40 givens, batch 128, 31,250 steps", experiment => new Plan
        {
            Experiment = experiment,
            Steps = 31_250,
            // The release trains message passing at the lower rate.
            Optimizer = new AdamW
            {
                Rate = experiment.Kind is SudokuMessageOptions ? 3e-4f : 1.7e-3f,
                Decay = 1e-7f,
            },
        }),
        new("swift", "half the stalks and batch, 8,500 steps, cooling down: what ships", experiment => new Plan
        {
            Experiment = Sized(experiment, sheaf => sheaf with { EdgeStalk = 16 }),
            Steps = 8500,
            Batch = 64,
            ScoreEvery = 250,
            Optimizer = new AdamW { Rate = 1.7e-3f, Decay = 1e-7f, CoolFrom = 6000, CoolFor = 2500 },
        }),
        new("tiny", "50 to 60 givens, a small model: minutes, to see that everything works", experiment => new Plan
        {
            Experiment = Sized(experiment, sheaf => sheaf with
            {
                EdgeStalk = 16,
                Channels = 64,
                Hidden = 128,
                Iterations = 10,
                IterationsToEvaluate = 20,
            }) with { Generator = new() { LeastGivens = 50, MostGivens = 60 }, Boards = 5000 },
            Steps = 2000,
            Batch = 32,
            ScoreEvery = 200,
            ScoreSuite = "givens50",
            ScoreCount = 100,
            CheckpointEvery = 200,
            Optimizer = new AdamW { Rate = 2e-3f, Warmup = 50, Average = 0.98f },
        }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new("least-givens", "fewest cells given in training (30)",
            (e, v) => With(e, g => g with { LeastGivens = Whole(v, "The fewest givens") })),
        new("most-givens", "most cells given in training (40)",
            (e, v) => With(e, g => g with { MostGivens = Whole(v, "The most givens") })),
        new("boards", "how many puzzles to train on (100000)",
            (e, v) => (SudokuExperiment)e with { Boards = Whole(v, "The number of puzzles") }),
        new("tile", "puzzles one thread works on at a time (4)",
            (e, v) => (SudokuExperiment)e with { Tile = Whole(v, "The tile") }),
        ModelSettings.Hidden<SudokuViews>("width of the decoder (256), or of all layers of rrn (96)"),
        ModelSettings.Channels<SudokuViews>("numbers by which the encoder describes a cell (128)"),
        .. SheafSettings.Of(
            new SudokuSheafOptions(), "numbers an agent holds of each cell; d_v is nine times as many"),
        .. ModelSettings.Iterations<SudokuViews>("sheaf-admm, mpnn: 20; rrn: 16", "sheaf-admm, mpnn: 50; rrn: 32"),
        .. MessageSettings.Of(new SudokuMessageOptions()),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [.. SudokuSuites.All.Select(suite => new SuiteEntry(suite.Name, suite.About, suite.Seed))];

    /// <inheritdoc/>
    public string? Shipped(string model) => model == "sheaf-admm" ? "sudoku.safetensors" : null;

    /// <inheritdoc/>
    public void CheckSize(string size) => Require.That(size == "9x9", "The size of a Sudoku", "must be 9x9", size);

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        SudokuFilm.Shoot((AgentStudy<SudokuViews>)study, weights, showing);

    /// <inheritdoc/>
    public Diagnosis Diagnose(IStudy study, Block weights)
    {
        if (((AgentStudy<SudokuViews>)study).Model is not SheafModel<SudokuViews> model)
            return Diagnosis.None;
        var views = new SudokuViews();
        views.Read(1, SudokuSuites.All[0].Boards(1).Puzzle(0), []);
        return SheafDiagnosis.Of(model, weights, views);
    }

    private static SudokuExperiment Sized(Experiment experiment, Func<SudokuSheafOptions, SudokuSheafOptions> change)
    {
        var sudoku = (SudokuExperiment)experiment;
        return sudoku.Options is SudokuSheafOptions sheaf ? sudoku with { Options = change(sheaf) } : sudoku;
    }

    private static SudokuExperiment With(Experiment experiment, Func<SudokuGenerator, SudokuGenerator> change)
    {
        var sudoku = (SudokuExperiment)experiment;
        return sudoku with { Generator = change(sudoku.Generator) };
    }
}
