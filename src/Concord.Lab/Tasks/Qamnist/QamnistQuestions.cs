using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>Questions about digits as they are shown to a model: the images, then the question's symbols.</summary>
/// <remarks>
/// A symbol is the number of a digit, by its order from 0, or −1 or −2 for plus and minus. Question i is drawn from the
/// seed's stream i, so the first n are the same however many there are.
/// </remarks>
public static class QamnistQuestions
{
    /// <summary>The seed of the questions to train on.</summary>
    public const ulong TrainSeed = 0;

    /// <summary>The seed of the questions to test on.</summary>
    public const ulong TestSeed = 1000;

    private const ulong ToTrain = 1, ToTest = 2;

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

    /// <summary>Questions to train on.</summary>
    public static WholeSamples Train(Question question, int count, DigitSet digits) =>
        Samples(question, count, digits, TrainSeed, ToTrain);

    /// <summary>Questions to test on; whatever the seed, they are not drawn from a stream of training.</summary>
    public static WholeSamples Test(Question question, int count, DigitSet digits, ulong seed = TestSeed) =>
        Samples(question, count, digits, seed, ToTest);

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

    private static WholeSamples Samples(Question question, int count, DigitSet digits, ulong seed, ulong purpose)
    {
        var (size, samples) = (SizeOf(question), new QamnistSamples(digits));
        return new(question, count, () =>
        {
            Rng questions = new Rng(seed).Split(purpose), stream = new(0);
            return (number, inputs, targets) =>
            {
                questions.SplitInto((ulong)number, stream);
                var sample = samples.Draw(stream, size);
                Write(samples, sample, inputs);
                targets[0] = sample.Answer;
            };
        });
    }
}
