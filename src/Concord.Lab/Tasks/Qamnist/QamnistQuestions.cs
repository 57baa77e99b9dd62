using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>Questions about digits as they are shown to a model: the images, then the question's symbols.</summary>
/// <remarks>
/// A symbol is the number of a digit, by its order from 0, or −1 or −2 for plus and minus. Question i is drawn from the
/// seed's stream i, so the first n are the same however many there are. Where lengths are drawn, those that are read
/// together all have as many digits and operations, drawn by the number of the first: 1 to as many as asked for.
/// </remarks>
public static class QamnistQuestions
{
    /// <summary>The seed of the questions to train on.</summary>
    public const ulong TrainSeed = 0;

    /// <summary>The seed of the questions to test on.</summary>
    public const ulong TestSeed = 1000;

    private const ulong ToTrain = 1, ToTest = 2;

    // No question has this number.
    private const ulong Lengths = ulong.MaxValue;

    /// <summary>What is shown and asked.</summary>
    /// <param name="size">How many digits and operations.</param>
    /// <param name="repeats">For how many ticks each digit and each symbol is shown.</param>
    public static Question Asks(QamnistSize size, int repeats) => new()
    {
        Sight = SightKind.Image,
        Height = QamnistSamples.Side,
        Width = QamnistSamples.Side,
        Places = 1,
        Classes = DigitGenerator.Classes,
        Script = new() { Images = size.Digits, Symbols = (2 * size.Operations) + 1, Repeats = repeats },
    };

    /// <summary>How many digits and operations a question shows.</summary>
    /// <exception cref="ArgumentException">It is no question of this task.</exception>
    public static QamnistSize SizeOf(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.Script is { } script)
        {
            var size = new QamnistSize(script.Images, script.Symbols / 2);
            if (question == Asks(size, script.Repeats))
                return size;
        }
        throw new ArgumentException(
            "The question of the task qamnist must be a digit, asked for behind digits and a sum of some of them, but "
            + $"is {question}.");
    }

    /// <summary>A question shown as another is, of another size.</summary>
    /// <exception cref="ArgumentException">The other is no question of this task.</exception>
    public static Question Resize(Question question, QamnistSize size)
    {
        SizeOf(question);
        return Asks(size, question.Script!.Repeats);
    }

    /// <summary>Questions to train on.</summary>
    public static WholeSamples Train(Question question, int count, DigitSet digits, bool drawnLengths = false) =>
        Samples(question, drawnLengths, count, digits, new Rng(TrainSeed).Split(ToTrain));

    /// <summary>Questions to test on; whatever the seed, they are not drawn from a stream of training.</summary>
    public static WholeSamples Test(
        Question question, int count, DigitSet digits, ulong seed = TestSeed, bool drawnLengths = false) =>
        Samples(question, drawnLengths, count, digits, new Rng(seed).Split(ToTest));

    /// <summary>Writes what is shown.</summary>
    /// <param name="samples">Where the pictures are.</param>
    /// <param name="sample">The question.</param>
    /// <param name="inputs">The pictures one after the other, then the symbols.</param>
    public static void Write(QamnistSamples samples, QamnistSample sample, Span<float> inputs)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(sample);
        var (images, operators) = (sample.Images, sample.Operators);
        Require.Length(inputs, (images.Count * QamnistSamples.Pixels) + (2 * operators.Count) + 1);
        for (var i = 0; i < images.Count; i++)
            samples.Write(images[i], inputs.Slice(i * QamnistSamples.Pixels, QamnistSamples.Pixels));
        var symbols = inputs[(images.Count * QamnistSamples.Pixels)..];
        symbols[0] = sample.Indices[0];
        for (var i = 0; i < operators.Count; i++)
            (symbols[(2 * i) + 1], symbols[(2 * i) + 2]) = (-1 - (int)operators[i], sample.Indices[i + 1]);
    }

    // All threads split the same generator, which changes nothing in it.
    private static WholeSamples Samples(
        Question question, bool drawnLengths, int count, DigitSet digits, Rng questions)
    {
        var (most, samples, lengths) = (SizeOf(question), new QamnistSamples(digits), questions.Split(Lengths));
        return new(question, count, () =>
        {
            var stream = new Rng(0);
            return (number, inputs, targets) =>
            {
                questions.SplitInto((ulong)number, stream);
                var sample = samples.Draw(stream, SizeOf(inputs.Length));
                Write(samples, sample, inputs);
                targets[0] = sample.Answer;
            };
        })
        {
            Drawn = !drawnLengths
                ? null
                : first => Resize(question, QamnistSize.Draw(lengths.Split((ulong)first), most)),
        };
    }

    // There are fewer symbols than an image has pixels.
    private static QamnistSize SizeOf(int inputs) =>
        new(inputs / QamnistSamples.Pixels, inputs % QamnistSamples.Pixels / 2);
}
