using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Parity;

/// <summary>Random strings of ±1 and, at each position, whether the −1 so far are odd in number.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines". String i is drawn from the seed's stream i, so nothing is
/// stored and the first n are the same however many there are.
/// </remarks>
public static class ParityStrings
{
    /// <summary>The seed of the strings to train on.</summary>
    public const ulong TrainSeed = 0;

    /// <summary>The seed of the strings to test on.</summary>
    public const ulong TestSeed = 1000;

    /// <summary>The paper's length.</summary>
    public const int UsualLength = 64;

    private const ulong ToTrain = 1, ToTest = 2;

    /// <summary>What is shown and asked: a string, and a parity at each of its positions.</summary>
    /// <param name="length">Positions of a string, 1 to 4096.</param>
    public static Question Asks(int length) => new()
    {
        Sight = SightKind.Sequence,
        Width = Require.Within(length, 1, 4096, "The length of a string"),
        Places = length,
        Classes = 2,
    };

    /// <summary>Strings to train on.</summary>
    public static WholeSamples Train(int length, int count) => Samples(length, count, TrainSeed, ToTrain);

    /// <summary>Strings to test on; whatever the seed, they are not drawn from a stream of training.</summary>
    public static WholeSamples Test(int length, int count, ulong seed = TestSeed) =>
        Samples(length, count, seed, ToTest);

    /// <summary>Draws one string; its length is that of the spans.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="inputs">Filled with ±1, both as likely.</param>
    /// <param name="targets">Filled with 1 where the −1 up to and with this one are odd in number, else 0.</param>
    public static void Draw(Rng random, Span<float> inputs, Span<int> targets)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref var input in inputs)
            input = random.Bit() == 1 ? -1f : 1f;
        Follow(inputs, targets);
    }

    /// <summary>The parities of a string.</summary>
    /// <param name="inputs">The string; what is below 0 counts as −1.</param>
    /// <param name="targets">Filled as <see cref="Draw"/> does.</param>
    public static void Follow(ReadOnlySpan<float> inputs, Span<int> targets)
    {
        Require.Length<int>(targets, inputs.Length);
        var parity = 0;
        for (var i = 0; i < inputs.Length; i++)
            targets[i] = parity ^= inputs[i] < 0 ? 1 : 0;
    }

    private static WholeSamples Samples(int length, int count, ulong seed, ulong purpose) =>
        new(Asks(length), count, () =>
        {
            Rng strings = new Rng(seed).Split(purpose), stream = new(0);
            return (sample, inputs, targets) =>
            {
                strings.SplitInto((ulong)sample, stream);
                Draw(stream, inputs, targets);
            };
        });
}
