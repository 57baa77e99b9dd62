using Concord.Lab;
using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Sudoku;
using Concord.Learning;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

public sealed class MessageExperimentTests
{
    private static readonly DigitExperiment s_digits = new()
    {
        Images = 100,
        Source = new DigitSource { Canvas = 20 },
        Options = new DigitMessageOptions { Hidden = 16, Head = 16, State = 8, Message = 4, Rounds = 4 },
    };

    private static readonly SudokuExperiment s_sudoku = new()
    {
        Boards = 40,
        Tile = 3,
        Generator = new SudokuGenerator { LeastGivens = 60, MostGivens = 75 },
        Options = new SudokuMessageOptions
        {
            State = 36, Message = 4, Channels = 8, Blocks = 1, Hidden = 16, Rounds = 3,
        },
    };

    [Theory]
    [InlineData("digits")]
    [InlineData("sudoku")]
    public void Training_lowers_the_loss_and_allocates_nothing(string task)
    {
        var study = Small(task).Open();
        using var workers = new Workers(1);
        using var state = new TrainingState(study.Parameters, new Rng(1));
        using var trainer = new Trainer(
            study.Learner(20, new Rng(2)), new AdamW { Rate = 1e-2f, Warmup = 5 }, state, workers);
        var first = trainer.Step().Loss;
        for (var step = 1; step < 59; step++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var last = trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(last.Finite);
        Assert.InRange(last.Loss, 0, 0.8 * first);
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("sudoku")]
    public void One_and_two_threads_give_the_same_bits(string task)
    {
        float[] Trained(int threads)
        {
            var study = Small(task).Open();
            using var workers = new Workers(threads);
            using var state = new TrainingState(study.Parameters, new Rng(1));
            using var trainer = new Trainer(study.Learner(20, new Rng(2)), new AdamW(), state, workers);
            for (var step = 0; step < 4; step++)
                trainer.Step();
            return state.Weights.Span.ToArray();
        }

        Assert.Equal(Trained(1), Trained(2));
    }

    [Theory]
    [InlineData("digits", "clean", "accuracy")]
    [InlineData("sudoku", "test", "cell_accuracy")]
    public void Missing_agents_and_edges_are_scored_and_damage_to_memory_is_refused(
        string task, string suite, string measure)
    {
        var study = Small(task).Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(1);
        var whole = new Examination(suite, 7, 4);
        var cut = whole with { Disturbance = new Disturbance { CutEdges = 0.3, DropAgents = 0.3 } };
        Assert.InRange(study.Score(weights, whole, workers)[measure], 0, 1);
        Assert.InRange(study.Score(weights, cut, workers)[measure], 0, 1);

        var damaged = whole with { Disturbance = new Disturbance { Zero = MemoryPart.Dual } };
        var refusal = Assert.Throws<ArgumentException>(() => study.Score(weights, damaged, workers));
        Assert.Contains("but the model is mpnn", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_digit_is_called_without_what_missing_agents_see()
    {
        var lattice = DigitViews.LatticeOf(12, 12);
        var model = new DigitMessageModel(new() { Hidden = 16, Head = 16, State = 8, Message = 4 });
        using var weights = model.Parameters.Draw(new Rng(1));
        var rng = new Rng(2);
        float[] images = [.. Enumerable.Range(0, 2 * 144).Select(_ => (float)rng.Uniform())];

        var (before, watch) = Logits();
        Change(agent => watch.IsMissing(agent));
        Close(before, Logits().Logits);
        Change(agent => !watch.IsMissing(agent));
        Assert.NotEqual(before[0], Logits().Logits[0], 1e-4f);

        (float[] Logits, AgentWatch Watch) Logits()
        {
            var views = new DigitViews();
            views.Read(lattice, 2, images, []);
            using var tape = new Tape(recording: false);
            tape.Bind(model.Parameters, weights);
            var watch = new AgentWatch(views, 5, see: null, new Disturbance { DropAgents = 0.4, Seed = 3 }, tile: 0);
            Assert.InRange(Enumerable.Range(0, lattice.Agents).Count(watch.IsMissing), 2, lattice.Agents - 2);
            var last = new Tensor[1];
            model.Run(tape, views, 5, last, watch);
            return (model.Decode(tape, views, last[0]).Values.ToArray(), watch);
        }

        void Change(Func<int, bool> which)
        {
            foreach (var agent in Enumerable.Range(0, lattice.Agents).Where(which))
                for (var place = 0; place < DigitViews.Pixels; place++)
                    images[lattice.Pixel(agent, place)] = (float)rng.Uniform();
        }

        static void Close(float[] expected, float[] actual)
        {
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }

    private static Experiment Small(string task) => task == s_digits.Task ? s_digits : s_sudoku;
}
