using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Parity;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>A model that says the running parity of strings of one length.</summary>
public sealed record ParityExperiment()
    : ThoughtExperiment(
        new ThoughtOptions<ThoughtViews>(ParityStrings.Asks(ParityStrings.UsualLength)) { Sizes = UsualSizes })
{
    /// <summary>A quarter of the paper's neurons, enough for short strings.</summary>
    internal static ThinkerSizes UsualSizes { get; } = new() { Pairing = Pairing.Random };

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "parity";

    /// <summary>How many strings to train on; they are drawn on the way, so many cost no memory.</summary>
    public int Strings { get; init => field = Require.Within(value, 1, 100_000_000); } = 1_000_000;

    private int Length
    {
        get
        {
            Require.That(
                Question == ParityStrings.Asks(Question.Width), "The question of the task parity",
                "must be the parity of two classes at every position of a sequence", Question);
            return Question.Width;
        }
    }

    private protected override WholeSamples Samples(Action<double>? progress) => ParityStrings.Train(Length, Strings);

    private protected override WholeSamples Samples(Examination examination)
    {
        Require.That(examination.Suite == "test", "The suite of parity", "must be test", examination.Suite);
        if (examination.Size is { } size)
            Require.That(
                ParityTask.ParseLength(size) == Length, "The length of a string",
                $"must be {Length}, which the model is made for", size);
        return ParityStrings.Test(Length, examination.Count, examination.Seed ?? ParityStrings.TestSeed);
    }
}
