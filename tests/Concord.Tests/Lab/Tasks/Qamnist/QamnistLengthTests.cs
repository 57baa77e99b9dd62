using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Qamnist;
using Concord.Learning;
using Concord.Tensors;
using Concord.Tests.Lab.Models;
using Concord.Tests.Tensors.Storage;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Qamnist;

/// <summary>Questions whose lengths are drawn, and questions longer than those of training.</summary>
public sealed class QamnistLengthTests
{
    private static readonly QamnistExperiment s_drawn = new()
    {
        Images = 20,
        Tile = 3,
        DrawnLengths = true,
        Options = new ThoughtOptions<ThoughtViews>(QamnistQuestions.Asks(new(3, 2), repeats: 1))
        {
            Sizes = new ThinkerSizes
            {
                Neurons = 16, Width = 8, Heads = 2, Memory = 3, NeuronHidden = 2, PairsOut = 8, PairsAction = 8,
                Ticks = 11,
            },
        },
    };

    [Fact]
    public void All_lengths_occur_and_samples_read_together_share_that_of_the_first()
    {
        var samples = (WholeSamples)s_drawn.ToTrain().Samples;
        var (reader, alone) = (samples.Open(3), samples.Open(1));
        var seen = new Dictionary<QamnistSize, int>();
        for (var first = 0; first < 300; first += 3)
        {
            // In whichever order they are put.
            foreach (var place in new[] { 2, 0, 1 })
                reader.Put(place, first + place, variant: 0);
            var views = reader.Read(3);
            var size = QamnistQuestions.SizeOf(views.Question);
            seen[size] = seen.GetValueOrDefault(size) + 1;
            Assert.Equal(views.Question, alone.Loaded(first).Question);
            Assert.Equal(views.Inputs()[..views.Question.Inputs], alone.Loaded(first).Inputs());
            Assert.Equal(3 * views.Question.Inputs, views.Inputs().Length);
        }
        Assert.Equal(
            ["1x1", "1x2", "2x1", "2x2", "3x1", "3x2"], seen.Keys.Select(size => $"{size}").Order());
        Assert.All(seen.Values, count => Assert.InRange(count, 6, 32));
    }

    [Fact]
    public void Steps_are_the_same_to_the_last_bit_on_one_thread_and_on_two()
    {
        (float[] Weights, float[] Gradient) Trained(int threads)
        {
            var study = s_drawn.Open();
            using var workers = new Workers(threads);
            using var state = new TrainingState(study.Parameters, new Rng(1));
            using var trainer = new Trainer(study.Learner(16, new Rng(2)), new AdamW(), state, workers);
            for (var step = 0; step < 3; step++)
            {
                var result = trainer.Step();
                Assert.True(result.Finite);
                Assert.InRange(result.Loss, 1, 10);
                Assert.InRange(result.GradientNorm, 1e-3, 1e3);
            }
            return (state.Weights.Span.ToArray(), trainer.Gradient.ToArray());
        }

        var (one, two) = (Trained(1), Trained(2));
        Assert.Equal(one.Gradient, two.Gradient);
        Assert.Equal(one.Weights, two.Weights);
    }

    [Fact]
    public void Scores_and_the_diagnosis_know_the_same_lengths()
    {
        var study = s_drawn.Open();
        using var weights = study.Start(3);
        using var workers = new Workers(2);
        SuiteScore Score(int count, string? size = null) =>
            study.Score(weights, new Examination("test", count, 11) { Size = size }, workers);

        var found = ThoughtExperiment.Diagnose(study, weights, count: 100);
        Assert.Equal(Score(100)["accuracy"], found.Values.Single(value => value.Name == "accuracy").Value, 1e-12);
        Assert.Equal(3, found.Figures[0].Lines[0].Points.Count);

        var grid = QamnistGrid.Of(study, weights, count: 20);
        var (lines, right) = (grid.Figures[0].Lines, Score(20, "4x2")["accuracy"]);
        Assert.Equal(["1 digit", "2 digits", "3 digits", "4 digits", "5 digits"], lines.Select(line => line.Name));
        Assert.Equal((2.0, right), lines[3].Points[1]);
        Assert.Equal(right, grid.Values.Single(value => value.Name == "accuracy_4x2").Value);
        Assert.Equal(25, grid.Values.Count);
        Assert.InRange(Score(8, "10x10")["accuracy"], 0, 1);
    }

    [Fact]
    public void Plans_keep_the_option_and_those_without_it_have_fixed_lengths()
    {
        var task = new QamnistTask();
        using var folder = new TemporaryFolder();
        Plan Read(Plan plan)
        {
            File.WriteAllBytes(folder.File("plan.json"), plan.ToJson());
            return Plan.Read(folder.File("plan.json"));
        }

        var paper = task.Presets[0].Plan(task.Models[0].Experiment);
        Assert.Equal(paper, Read(paper));
        Assert.True(((QamnistExperiment)paper.Experiment).DrawnLengths);
        Assert.Contains("\"drawn_lengths\": true", File.ReadAllText(folder.File("plan.json")));
        var lengths = task.Settings.Single(setting => setting.Name == "lengths");
        var plan = paper with { Experiment = lengths.Apply(paper.Experiment, "fixed") };
        Assert.False(((QamnistExperiment)Read(plan).Experiment).DrawnLengths);
        Assert.DoesNotContain("drawn_lengths", File.ReadAllText(folder.File("plan.json")));
        Says("The choice of lengths must be one of fixed, drawn, but is dawn; the nearest is drawn.",
            () => lengths.Apply(paper.Experiment, "dawn"));
    }

    [Theory]
    [InlineData("6", "A question's size must be digits by operations, as in 6x3, but is 6.")]
    [InlineData("6x3x1", "A question's size must be digits by operations, as in 6x3, but is 6x3x1.")]
    [InlineData("x", "A question's size must be digits by operations, as in 6x3, but is x.")]
    [InlineData("0x3", "The number of digits must lie between 1 and 50, but is 0.")]
    [InlineData("3x51", "The number of operations must lie between 1 and 50, but is 51.")]
    public void Text_that_is_no_size_is_refused(string size, string sentence)
    {
        Says(sentence, () => new QamnistTask().CheckSize(size));
        Says(sentence, () => s_drawn.ToScore(new Examination("test", 5, 11) { Size = size }));
    }

    private static void Says(string sentence, Action act) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
}
