using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Sorting;

/// <summary>Standard normal numbers and the order that sorts them, smallest first.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines", where the model says one place or a blank at every tick, in
/// whatever rhythm it likes. Sample i is drawn from the seed's stream i.
/// </remarks>
public static class SortingNumbers
{
    /// <summary>The seed of the numbers to train on.</summary>
    public const ulong TrainSeed = 0;

    /// <summary>The seed of the numbers to test on.</summary>
    public const ulong TestSeed = 1000;

    /// <summary>How many numbers the paper sorts.</summary>
    public const int PaperCount = 30;

    /// <summary>How many numbers are sorted unless more are asked for; they are learned in minutes.</summary>
    public const int UsualCount = 10;

    private const ulong ToTrain = 1, ToTest = 2;
    private const int Most = 1024;

    /// <summary>What is shown and asked: numbers, and the places of the smallest, the next, and so on.</summary>
    /// <param name="numbers">How many numbers, 2 to 1024.</param>
    public static Question Asks(int numbers) => new()
    {
        Sight = SightKind.Whole,
        Answer = AnswerKind.Spelled,
        Width = Require.Within(numbers, 2, Most, "The number of numbers to sort"),
        Places = numbers,
        Classes = numbers,
    };

    /// <summary>Numbers to train on.</summary>
    public static WholeSamples Train(int numbers, int count) => Samples(numbers, count, TrainSeed, ToTrain);

    /// <summary>Numbers to test on; whatever the seed, they are not drawn from a stream of training.</summary>
    public static WholeSamples Test(int numbers, int count, ulong seed = TestSeed) =>
        Samples(numbers, count, seed, ToTest);

    /// <summary>Draws one sample; how many numbers it has is the length of the spans.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="inputs">Filled with numbers of mean 0 and variance 1.</param>
    /// <param name="targets">Filled with the place of the smallest number, then of the next, counted from 0.</param>
    public static void Draw(Rng random, Span<float> inputs, Span<int> targets)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref var input in inputs)
            input = (float)random.Normal();
        Order(inputs, targets);
    }

    /// <summary>The order that sorts numbers.</summary>
    /// <param name="inputs">The numbers.</param>
    /// <param name="targets">Filled as <see cref="Draw"/> does.</param>
    public static void Order(ReadOnlySpan<float> inputs, Span<int> targets)
    {
        Require.Length<int>(targets, Require.Within(inputs.Length, 2, Most));
        Span<float> sorted = stackalloc float[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
            targets[i] = i;
        inputs.CopyTo(sorted);
        sorted.Sort(targets);
    }

    private static WholeSamples Samples(int numbers, int count, ulong seed, ulong purpose) =>
        new(Asks(numbers), count, () =>
        {
            Rng samples = new Rng(seed).Split(purpose), stream = new(0);
            return (sample, inputs, targets) =>
            {
                samples.SplitInto((ulong)sample, stream);
                Draw(stream, inputs, targets);
            };
        });
}
