using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Sorting;
using Concord.Learning;
using Concord.Tensors;
using Concord.Tests.Lab.Models;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sorting;

public sealed class SortingTaskTests
{
    private const int Ticks = 8;

    private static readonly SortingExperiment s_small = new()
    {
        Options = new ThoughtOptions<ThoughtViews>(SortingNumbers.Asks(3))
        {
            Sizes = new ThinkerSizes { Neurons = 32, Memory = 4, NeuronHidden = 4, PairsOut = 32, Ticks = Ticks },
        },
    };

    [Fact]
    public void A_few_hundred_steps_teach_to_sort_three()
    {
        using var workers = new Workers(1);
        var study = s_small.Open();
        using var state = new TrainingState(study.Start(1));
        var plan = new Plan
        {
            Experiment = s_small,
            Seed = 1,
            Batch = 32,
            Optimizer = new AdamW { Rate = 5e-3f, Decay = 0, Warmup = 20 },
        };
        using var trainer = study.Trainer(plan, state, workers);
        var test = new Examination("test", 200, Ticks);
        Assert.InRange(study.Score(state.Weights, test, workers)["solved"], 0, 0.4);
        for (var step = 0; step < 400; step++)
            trainer.Step();
        var after = study.Score(state.Weights, test, workers);
        Assert.InRange(after["solved"], 0.8, 1);
        Assert.InRange(after["accuracy"], after["solved"], 1);

        var found = ThoughtExperiment.Diagnose(study, state.Weights, count: 200);
        Assert.Equal(after["accuracy"], found.Values.Single(value => value.Name == "accuracy").Value, 1e-12);
        Assert.Equal(after["solved"], found.Values.Single(value => value.Name == "solved").Value, 1e-12);
        var said = found.Figures.Single(figure => figure.Name == "said_at").Lines[0].Points;
        Assert.Equal(said.OrderBy(point => point.Y), said);
    }

    [Fact]
    public void The_state_is_what_all_ticks_say_and_a_film_reads_it_tick_by_tick()
    {
        var study = (AgentStudy<ThoughtViews>)s_small.Open();
        using var weights = study.Parameters.Draw(new Rng(3));
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var views = s_small.ToTrain().Samples.Open(2).Loaded(0);
        var (seen, last) = (new List<float[]>(), new Tensor[1]);
        study.Model.Run(tape, views, Ticks, last, new AgentWatch(
            views, Ticks, (_, _, after) => seen.Add(after.X.Values.ToArray()), null, tile: 0));
        Assert.Equal(Enumerable.Range(1, Ticks).Select(tick => tick * 4), seen.Select(state => state.Length));
        Assert.Equal(last[0].Values.ToArray(), seen[^1]);
        Assert.All(seen, state => Assert.Equal(seen[^1][..state.Length], state));

        var film = new SortingTask().Film(study, weights, new Showing(Ticks, Seed: 1)
        {
            Input = "0.5, -1\n2"u8.ToArray(),
        });
        Assert.Equal([1, 0, 2], film.Input);
        Assert.Equal([0, 1, 2], film.Target);
        Assert.Equal(Ticks, film.Final);
        Assert.StartsWith("After 8 ticks ", ThoughtText.Verdict(film));
    }

    [Fact]
    public void The_paper_s_plan_has_as_many_parameters_as_the_original()
    {
        var task = new SortingTask();
        var paper = task.Presets[0].Plan(task.Models[0].Experiment).Experiment;
        Assert.Equal(897_197, paper.Open().Parameters.Count);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Says("The ticks to sort in must be at least 3, one for each number, but is 2.", () => ((SortingExperiment)
            new SortingTask().Settings.Single(setting => setting.Name == "iterations").Apply(s_small, "2")).ToTrain());
        Says("The number of numbers to sort must be 3, which the model is made for, but is 4.",
            () => s_small.ToScore(new Examination("test", 5, Ticks) { Size = "4" }));
        using var workers = new Workers(1);
        var study = s_small.Open();
        using var weights = study.Start(1);
        Says("--halt-at must come with a task whose answer is said in one tick, but that of sorting is spelled.",
            () => study.Score(weights, new Examination("test", 5, Ticks) { HaltAt = 0.8f }, workers));
    }

    [Theory]
    [InlineData("0.5 -1.25 2")]
    [InlineData("\uFEFF0.5, -1.25, 2\r\n")]
    [InlineData("0.5;\u22121.25;2")]
    [InlineData("0.5\t-1.25\u00A02\u001A")]
    [InlineData("[0.5,\r-1.25,\r+2.0]")]
    public void Numbers_are_read_whatever_stands_between_them(string text) => Assert.Equal(
        [0.5f, -1.25f, 2f], SortingText.Parse(System.Text.Encoding.UTF8.GetBytes(text), "here", 3));

    [Theory]
    [InlineData("1,5 2,5 3,5", "here: a number must have a point before its decimals, but 1,5 has a comma.")]
    [InlineData("1,5; 2; 3", "here: a number must have a point before its decimals, but 1,5 has a comma.")]
    [InlineData("1 2 1e99", "here: a list must be of numbers, but its word 3 is 1e99.")]
    [InlineData("1 2", "here: a list must have 3 numbers, as the model was made for, but has 2.")]
    [InlineData("1 x 2", "here: a list must be of numbers, but its word 2 is x.")]
    [InlineData("1 2 1.0", "here: the numbers of a list must differ, but 1.0 is there twice.")]
    public void Text_that_is_no_list_is_refused(string text, string sentence) => Assert.Equal(
        sentence,
        Assert.Throws<InvalidDataException>(
            () => SortingText.Parse(System.Text.Encoding.UTF8.GetBytes(text), "here", 3)).Message);

    private static void Says(string sentence, Action act) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
}
