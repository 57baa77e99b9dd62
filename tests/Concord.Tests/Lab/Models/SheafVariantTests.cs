using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Runs;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Sudoku;
using Concord.Learning;
using Concord.Tensors;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Models;

/// <summary>The ablations of the paper as options of the three models, named as on the command line.</summary>
public sealed class SheafVariantTests
{
    private static readonly Dictionary<string, Experiment> _small = new()
    {
        ["maze"] = new MazeExperiment
        {
            Side = 7,
            LeastSteps = 4,
            Mazes = 20,
            Options = new MazeSheafOptions { Hidden = 8, VertexStalk = 4, EdgeStalk = 3, Rank = 2 }.WithIterations(4),
        },
        ["digits"] = new DigitExperiment
        {
            Source = new DigitSource { Canvas = 20 },
            Images = 20,
            Options = new DigitSheafOptions { Hidden = 8, VertexStalk = 4, EdgeStalk = 3, Rank = 2, Iterations = 4 },
        },
        ["sudoku"] = new SudokuExperiment
        {
            Boards = 20,
            Generator = new SudokuGenerator { LeastGivens = 60, MostGivens = 75 },
            Options = new SudokuSheafOptions { EdgeStalk = 3, Channels = 8, Blocks = 1, Hidden = 8, Iterations = 4 },
        },
    };

    private static readonly string[] _variants =
    [
        "iterations=0 eval-iterations=0", "iterations=1", "rank=0", "maps=identity", "costs=quadratic", "costs=fixed",
        "consensus=nesterov", "rank=3 consensus=nesterov costs=fixed", "edge-stalk=6", "rank=0 edge-stalk=6",
    ];

    public static TheoryData<string, string> Variants
    {
        get
        {
            var data = new TheoryData<string, string> { { "sudoku", "maps=selectors" } };
            foreach (var task in _small.Keys)
                foreach (var variant in _variants)
                    data.Add(task, variant);
            return data;
        }
    }

    [Theory, MemberData(nameof(Variants))]
    public void Every_variant_learns_is_scored_and_is_plain_data(string task, string variant)
    {
        var experiment = Changed(_small[task], variant);
        var study = experiment.Open();
        using var workers = new Workers(1);
        using var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(
            study.Learner(8, new Rng(2)), new AdamW { Rate = 1e-2f, Warmup = 5 }, state, workers);
        var first = trainer.Step();
        for (var step = 1; step < 25; step++)
            Assert.True(trainer.Step().Finite);
        Assert.True(first.GradientNorm > 0);
        Assert.InRange(trainer.Differentiate().Loss, 0, 0.98 * first.Loss);

        var suite = Catalog.Task(task).Suites[0].Name;
        var iterations = Math.Min(4, study.IterationsToEvaluate);
        var score = study.Score(state.Average, new Examination(suite, 2, iterations), workers);
        Assert.All(score.Values, value => Assert.InRange(value.Value, 0, 1));

        using var folder = new TemporaryFolder();
        var plan = new Plan { Experiment = experiment, Steps = 1 };
        File.WriteAllBytes(folder.File("plan.json"), plan.ToJson());
        Assert.Equal(plan, Plan.Read(folder.File("plan.json")));
    }

    [Theory]
    [InlineData("maze", "", 181_859)]
    [InlineData("maze", "rank=0", 181_859 - 512 - (257 * 8 * 4 * 15))]
    [InlineData("maze", "maps=identity", 181_859 - 512 - (257 * 8 * 4 * 15) - (8 * 5 * 10))]
    [InlineData("maze", "costs=quadratic", 181_859 - (2 * 2570))]
    [InlineData("maze", "costs=fixed", 181_859 - (4 * 2570) + 1)]
    [InlineData("maze", "consensus=nesterov", 181_859 + 1)]
    [InlineData("digits", "", 1_081_835)]
    [InlineData("digits", "rank=0", 1_081_835 - 512 - (257 * 8 * 8 * 56))]
    [InlineData("digits", "maps=identity", 1_081_835 - 512 - (257 * 8 * 8 * 56) - (24 * 32))]
    [InlineData("digits", "costs=quadratic", 1_081_835)]
    [InlineData("digits", "costs=fixed", 1_081_835 - (2 * 257 * 32) + 1)]
    [InlineData("sudoku", "", 543_025)]
    [InlineData("sudoku", "rank=4", 2_029_233)]
    [InlineData("sudoku", "maps=identity", 543_025 - (9 * 32 * 288))]
    [InlineData("sudoku", "maps=selectors", 543_025 - (9 * 32 * 288))]
    [InlineData("sudoku", "costs=quadratic", 543_025)]
    [InlineData("sudoku", "costs=fixed", 543_025 - (2 * 129 * 288) + 1)]
    public void What_a_variant_leaves_out_is_not_among_its_parameters(string task, string variant, int count) =>
        Assert.Equal(count, Changed(Catalog.Task(task).Models[0].Experiment, variant).Open().Parameters.Count);

    [Theory]
    [InlineData("maze", "consensus=nesterov costs=quadratic", "eta_raw")]
    [InlineData("digits", "consensus=nesterov costs=quadratic", "eta_raw")]
    [InlineData("sudoku", "consensus=nesterov costs=quadratic", "eta_raw")]
    [InlineData("maze", "costs=fixed", "beta_raw")]
    [InlineData("digits", "costs=fixed", "beta_raw")]
    [InlineData("sudoku", "costs=fixed", "beta_raw")]
    public void Learned_numbers_have_the_gradient_of_differences(string task, string variant, string name)
    {
        var study = Changed(_small[task], variant).Open();
        using var workers = new Workers(1);
        using var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(study.Learner(8, new Rng(2)), new AdamW(), state, workers);
        var entry = study.Parameters.Entries.Single(parameter => parameter.Name == name);
        double Loss(float change)
        {
            state.Weights.Span[entry.Offset] = change;
            return trainer.Differentiate().Loss;
        }

        // Exact for polynomials of degree four; costs are smooth here, so that no difference crosses a kink.
        const float H = 0.02f;
        var expected = ((8 * (Loss(H) - Loss(-H))) - (Loss(2 * H) - Loss(-2 * H))) / (12 * H);
        Loss(0);
        Assert.Equal(expected, trainer.Gradient[entry.Offset], 0.005 * Math.Abs(expected));
        Assert.True(Math.Abs(expected) > 1e-3, $"The gradient of {name} is too small to tell: {expected:g3}.");
    }

    [Fact]
    public void Without_iterations_agents_answer_from_the_state_they_begin_with()
    {
        var model = new MazeSheafModel(((MazeSheafOptions)((MazeExperiment)_small["maze"]).Options).WithIterations(0));
        using var weights = model.Parameters.Draw(new Rng(1));
        using var tape = new Tape();
        tape.Bind(model.Parameters, weights);
        var views = new MazeViews();
        var maze = MazeSuites.Test.Resized(GridSize.Of(7, 7)).Draw(1)[0];
        views.Read(MazeViews.LatticeOf(maze.Size), 1, maze.Tokens.Span, []);
        model.Prepare(tape, views, out var start);
        var last = new Tensor[1];
        model.Run(tape, views, iterations: 0, last);
        Assert.Equal(start.X.Values, last[0].Values);
    }

    [Theory]
    [InlineData("maze", "maps=identity consensus=nesterov costs=fixed")]
    [InlineData("digits", "rank=0 consensus=nesterov")]
    [InlineData("sudoku", "maps=selectors consensus=nesterov costs=fixed")]
    public void A_training_step_of_a_variant_allocates_nothing(string task, string variant)
    {
        var study = Changed(_small[task], variant).Open();
        using var workers = new Workers(1);
        using var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(study.Learner(8, new Rng(2)), new AdamW(), state, workers);
        for (var i = 0; i < 40; i++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++)
            trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("maze", "maps=identity rank=4", "The rank of maps that are not learned must be 0, but is 4.")]
    [InlineData("sudoku", "maps=selectors rank=4", "The rank of maps that are not learned must be 0, but is 4.")]
    [InlineData(
        "digits", "maps=identity stalk=16",
        "The edge stalk d_e of identity maps must be the vertex stalk d_v, 16, but is 32.")]
    [InlineData(
        "maze", "maps=selectors",
        "What agents on a lattice compare must be learned or identity, but is selectors, which need states made of "
        + "cells.")]
    [InlineData(
        "maze", "consensus=nesterov cg-steps=3",
        "T must be an option of agents that agree by conjugate gradients, but is 3 for others.")]
    [InlineData("maze", "maps=id", "The value must be one of learned, identity, selectors, but is id.")]
    [InlineData("maze", "costs=", "The value must be one of full, quadratic, fixed, but is .")]
    [InlineData("maze", "iterations=-1", "LeastIterations must lie between 0 and 10000, but is -1.")]
    public void Options_that_contradict_each_other_are_refused(string task, string variant, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(
            () => Changed(Catalog.Task(task).Models[0].Experiment, variant).Open()).Message);

    [Fact]
    public void The_baseline_refuses_what_only_sheaves_have()
    {
        var baseline = Catalog.Task("maze").Models.Single(model => model.Name == "mpnn").Experiment;
        Assert.Equal(
            "That option is not one of the model mpnn.",
            Assert.Throws<ArgumentException>(() => Changed(baseline, "maps=identity")).Message);
    }

    [Fact]
    public void A_plan_of_a_variant_says_by_which_command_it_is_made()
    {
        var task = Catalog.Task("maze");
        var experiment = Changed(task.Models[0].Experiment, "maps=identity costs=fixed iterations=0 eval-iterations=0");
        Assert.Equal(
            "concord train maze --maps identity --costs fixed --iterations 0 --eval-iterations 0 --seed 2",
            PlanCommand.Find(task.Presets[0].Plan(experiment) with { Seed = 2 }));
    }

    /// <summary>An experiment with settings such as <c>maps=identity rank=0</c>, in the order of its task.</summary>
    private static Experiment Changed(Experiment experiment, string variant)
    {
        var words = variant.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            word => word.Split('=')[0], word => word.Split('=')[1]);
        foreach (var setting in Catalog.Task(experiment.Task).Settings)
            if (words.Remove(setting.Name, out var value))
                experiment = setting.Apply(experiment, value);
        Assert.Empty(words);
        return experiment;
    }
}
