using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Qamnist;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>A model that sees digits, then hears which of them to add and subtract, and says the result.</summary>
public sealed record QamnistExperiment()
    : ThoughtExperiment(new ThoughtOptions<ThoughtViews>(Usual) { Sizes = UsualSizes })
{
    /// <summary>Two digits and one operation, a tick each.</summary>
    internal static Question Usual { get; } = QamnistQuestions.Asks(new(digits: 2, operations: 1), repeats: 1);

    /// <summary>A quarter of the paper's neurons; the ticks are those of digits, question and answer.</summary>
    internal static ThinkerSizes UsualSizes { get; } = new()
    {
        Pairing = Pairing.Random, Memory = 6, NeuronHidden = 8, Ticks = Usual.Silence + 3,
    };

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "qamnist";

    /// <summary>Where the images come from.</summary>
    public DigitSource Source { get; init; } = new();

    /// <summary>How many images to train on; null: all there are, or 10,000 where they are drawn.</summary>
    public int? Images { get; init => field = value is { } count ? Require.Within(count, 1, 1_000_000) : null; }

    /// <summary>How many questions to train on; they are drawn on the way, so many cost no memory.</summary>
    public int Questions { get; init => field = Require.Within(value, 1, 100_000_000); } = 10_000_000;

    /// <summary>
    /// Whether a question has 1 to so many digits and operations, as many as the others of its tile, instead of all as
    /// many as the model's question.
    /// </summary>
    /// <remarks>The paper draws both for every batch; a tile is the part of one that a thread works on.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DrawnLengths { get; init; }

    internal override string Of => Source.About;

    /// <summary>This experiment with another question, and as many ticks to answer in as before.</summary>
    internal QamnistExperiment With(QamnistSize size, int repeats)
    {
        var asked = QamnistQuestions.Asks(size, repeats);
        var more = asked.Silence - Question.Silence;
        var options = Options is ThinkingOptions<ThoughtViews> { Ticks: var ticks }
            ? Options.WithIterations(ticks + more)
            : null;
        return this with { Options = (options ?? Options).WithQuestion(asked) ?? Options };
    }

    private protected override WholeSamples Samples(Action<double>? progress)
    {
        if (Options is ThinkingOptions<ThoughtViews> { Ticks: var ticks })
            Require.That(
                ticks > Question.Silence, "The ticks to answer a question in",
                $"must be more than {Question.Silence}, which digits and question take", ticks);
        return QamnistQuestions.Train(Question, Questions, Source.ToTrain(Images, progress), DrawnLengths);
    }

    private protected override WholeSamples Samples(Examination examination)
    {
        Require.That(examination.Suite == "test", "The suite of qamnist", "must be test", examination.Suite);
        var seed = examination.Seed ?? QamnistQuestions.TestSeed;
        var digits = Source.ToTest(QamnistTask.TestImages, seed);
        return examination.Size is { } size
            ? QamnistQuestions.Test(
                QamnistQuestions.Resize(Question, QamnistSize.Parse(size)), examination.Count, digits, seed)
            : QamnistQuestions.Test(Question, examination.Count, digits, seed, DrawnLengths);
    }
}
