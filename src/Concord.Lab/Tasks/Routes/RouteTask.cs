using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Concord.Thought;
using static Concord.Lab.Setting;

namespace Concord.Lab.Tasks.Routes;

/// <summary>Sees a picture of a maze and says the steps from start to goal.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines". The model is given no positions, so it has to build a
/// picture of the maze in itself and walk there.
/// </remarks>
public sealed class RouteTask : ITask
{
    /// <inheritdoc/>
    public string Name => "route";

    /// <inheritdoc/>
    public string Goal => "say the steps from start to goal through a picture of a maze: up, down, left, right, wait";

    /// <inheritdoc/>
    public double ScoreOfGuessing => 0.5;

    /// <inheritdoc/>
    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        new("ctm", "neurons with histories of their own think in ticks and read by their synchrony",
            new RouteExperiment()),
        new("lstm", "the usual way to compute over time: a long short-term memory that looks with attention",
            new RouteExperiment
            {
                Options = new LstmOptions<ThoughtViews>(RouteExperiment.Usual)
                {
                    Backbone = BackboneKind.Residual(layers: 18, stages: 1), Lookahead = 5, Rounds = 20,
                },
            }) { IsBaseline = true },
        new("feed-forward", "a residual network that looks once, without ticks",
            new RouteExperiment
            {
                Options = new FeedForwardOptions<ThoughtViews>(RouteExperiment.Usual)
                {
                    Backbone = BackboneKind.Residual(layers: 18, stages: 1), Lookahead = 5,
                },
            }) { IsBaseline = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("paper", "15x15 mazes, routes to 50 steps, batch 64, 100,000 steps, as the paper's ablation",
            experiment => ThoughtPlans.Paper(experiment, rate: 1e-4f, steps: 100_000, warmup: 5000)),
        new("short", "11x11 mazes, routes to 30 steps, batch 64, 20,000 steps, cooling down: within an hour",
            experiment => ThoughtPlans.Short(
                ((RouteExperiment)experiment with { Tile = 16 })
                    .Asking(RouteImages.Asks(GridSize.Of(11, 11), steps: 30)),
                steps: 20_000, cooling: 6000)),
        new("tiny", "9x9 mazes, routes to 16 steps: minutes, to see that everything works", experiment =>
            ThoughtPlans.Tiny(
                ((RouteExperiment)experiment with { Mazes = 5000 })
                    .Asking(RouteImages.Asks(GridSize.Of(9, 9), steps: 16)),
                rate: 1e-3f) with { Steps = 600, ScoreCount = 100, CheckpointEvery = 100 }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        ThoughtExperiment.Asking(
            "train-size", "The side", "side of the mazes to train on, odd (15)",
            (question, side) => RouteImages.Asks(GridSize.Of(side, side), question.Places)),
        ThoughtExperiment.Asking(
            "route", "The number of steps", "steps of a route that are asked for (50)",
            (question, steps) => RouteImages.Asks(GridSize.Of(question.Height, question.Width), steps)),
        new("mazes", "how many mazes to train on, before turning them (50000)",
            (e, v) => (RouteExperiment)e with { Mazes = Whole(v, "The number of mazes") }),
        new("tile", "mazes one thread works on at a time (32)",
            (e, v) => (RouteExperiment)e with { Tile = Whole(v, "The tile") }),
        ModelSettings.Hidden<ThoughtViews>("hidden numbers of every neuron's own model, 0 for none (8)"),
        .. ModelSettings.Iterations<ThoughtViews>("the model's ticks", "the same"),
        .. ThoughtSettings.Of<ThoughtViews>(RouteExperiment.UsualSizes),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SuiteEntry> Suites { get; } =
        [new("test", "new mazes of the training size, or of another: 15, 19, 39, 99", RouteSuites.TestSeed)];

    /// <inheritdoc/>
    public string? Shipped(string model) => model == "ctm" ? "route.safetensors" : null;

    /// <inheritdoc/>
    public void CheckSize(string size) => GridSize.Parse(size);

    /// <inheritdoc/>
    public Film Film(IStudy study, Block weights, Showing showing) =>
        RouteFilm.Shoot((AgentStudy<ThoughtViews>)study, weights, showing);

    /// <inheritdoc/>
    public Diagnosis Diagnose(IStudy study, Block weights)
    {
        var thought = ThoughtExperiment.Diagnose(study, weights);
        if (((AgentStudy<ThoughtViews>)study).Model is not ThoughtModel<ThoughtViews> model)
            return thought;
        var far = RouteFar.Of(model, weights, count: 100);
        return new([.. thought.Values, .. far.Values]) { Figures = [.. thought.Figures, .. far.Figures] };
    }
}
