using Concord.Tensors;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>What a model is given at a tick.</summary>
public enum QamnistLook
{
    /// <summary>Nothing: it is to answer.</summary>
    Nothing,

    /// <summary>The picture of a digit to attend to; the number says the how manieth of those shown, from 0.</summary>
    Digit,

    /// <summary>A word that names a digit; the number says the how manieth of those shown, from 0.</summary>
    Index,

    /// <summary>A word that says what to do; the number is that of a <see cref="QamnistOperator"/>.</summary>
    Operator,
}

/// <summary>What is done with the next digit.</summary>
public enum QamnistOperator
{
    /// <summary>It is added.</summary>
    Plus = 0,

    /// <summary>It is taken off.</summary>
    Minus = 1,
}

/// <summary>What a model is given at one tick.</summary>
/// <param name="Look">Which kind of thing.</param>
/// <param name="Number">Which of its kind; 0 for nothing.</param>
public readonly record struct QamnistTick(QamnistLook Look, int Number);

/// <summary>Digits that are shown one after the other, and then a sum of some of them that is asked for.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines": the digits are gone when the question comes, so the model
/// has to remember them. After every operation the value is taken modulo 10.
/// </remarks>
public sealed record QamnistSample
{
    internal QamnistSample(int[] images, byte[] digits, int[] indices, QamnistOperator[] operators)
    {
        (Images, Digits, Indices, Operators) = (images, digits, indices, operators);
        var value = (int)digits[indices[0]];
        for (var i = 0; i < operators.Length; i++)
            value += digits[indices[i + 1]] * (operators[i] == QamnistOperator.Plus ? 1 : -1);
        Answer = ((value % 10) + 10) % 10;
    }

    /// <summary>The number of each digit's picture in <see cref="QamnistSamples.Images"/>.</summary>
    public IReadOnlyList<int> Images { get; }

    /// <summary>What each picture shows, 0 to 9.</summary>
    public IReadOnlyList<byte> Digits { get; }

    /// <summary>Which digits are reckoned with, by their order from 0; one more than operators.</summary>
    public IReadOnlyList<int> Indices { get; }

    /// <summary>What is done with each digit but the first.</summary>
    public IReadOnlyList<QamnistOperator> Operators { get; }

    /// <summary>The digit that is asked for.</summary>
    public int Answer { get; }

    /// <summary>
    /// What is given at each tick: the digits, then index, operator, index, …, index, then nothing.
    /// </summary>
    /// <param name="repeats">For how many ticks each digit and each word is given; the paper has 1 and 10.</param>
    /// <param name="answering">For how many ticks nothing is given in the end; the paper has 1 and 10.</param>
    public IReadOnlyList<QamnistTick> Script(int repeats, int answering)
    {
        Require.Within(repeats, 1, 1000);
        Require.Within(answering, 1, 1000);
        var given = new List<QamnistTick>();
        for (var digit = 0; digit < Digits.Count; digit++)
            given.Add(new(QamnistLook.Digit, digit));
        given.Add(new(QamnistLook.Index, Indices[0]));
        for (var i = 0; i < Operators.Count; i++)
        {
            given.Add(new(QamnistLook.Operator, (int)Operators[i]));
            given.Add(new(QamnistLook.Index, Indices[i + 1]));
        }
        return
        [
            .. given.SelectMany(tick => Enumerable.Repeat(tick, repeats)),
            .. Enumerable.Repeat(default(QamnistTick), answering),
        ];
    }
}
