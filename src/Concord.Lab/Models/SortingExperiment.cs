using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Sorting;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>A model that says the order of numbers, one place after the other.</summary>
public sealed record SortingExperiment()
    : ThoughtExperiment(
        new ThoughtOptions<ThoughtViews>(SortingNumbers.Asks(SortingNumbers.UsualCount)) { Sizes = UsualSizes })
{
    /// <summary>A quarter of the paper's neurons and half its ticks, enough for ten numbers.</summary>
    internal static ThinkerSizes UsualSizes { get; } = new()
    {
        Neurons = 128, SynapseDepth = 4, Memory = 10, NeuronHidden = 4, Ticks = 25,
    };

    /// <summary>The paper's sizes, for thirty numbers.</summary>
    internal static ThinkerSizes PaperSizes { get; } = new()
    {
        Neurons = 512, SynapseDepth = 4, Memory = 25, NeuronHidden = 4, Ticks = 50,
    };

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "sorting";

    /// <summary>How many lists of numbers to train on; they are drawn on the way, so many cost no memory.</summary>
    public int Lists { get; init => field = Require.Within(value, 1, 100_000_000); } = 10_000_000;

    private int Numbers
    {
        get
        {
            Require.That(
                Question == SortingNumbers.Asks(Question.Width), "The question of the task sorting",
                "must be the order of all numbers, spelled", Question);
            return Question.Width;
        }
    }

    private protected override WholeSamples Samples(Action<double>? progress)
    {
        if (Options is ThinkingOptions<ThoughtViews> { Ticks: var ticks })
            Require.That(
                ticks >= Numbers, "The ticks to sort in", $"must be at least {Numbers}, one for each number", ticks);
        return SortingNumbers.Train(Numbers, Lists);
    }

    private protected override WholeSamples Samples(Examination examination)
    {
        Require.That(examination.Suite == "test", "The suite of sorting", "must be test", examination.Suite);
        if (examination.Size is { } size)
            SortingTask.CheckCount(size, Numbers);
        return SortingNumbers.Test(Numbers, examination.Count, examination.Seed ?? SortingNumbers.TestSeed);
    }
}
