using Concord.Tensors;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>How long a question of QAMNIST is; all samples of a batch share it, so that their ticks match.</summary>
public readonly record struct QamnistSize
{
    /// <summary>The most digits, and the most operations.</summary>
    public const int Most = 50;

    /// <summary>Makes a size.</summary>
    /// <param name="digits">How many digits are shown, 1 to 50.</param>
    /// <param name="operations">How many additions and subtractions are asked for, 1 to 50.</param>
    /// <exception cref="ArgumentException">One of them is out of range.</exception>
    public QamnistSize(int digits, int operations)
    {
        Digits = Require.Within(digits, 1, Most, "The number of digits");
        Operations = Require.Within(operations, 1, Most, "The number of operations");
    }

    /// <summary>How many digits are shown.</summary>
    public int Digits { get; }

    /// <summary>How many additions and subtractions are asked for.</summary>
    public int Operations { get; }

    /// <summary>Draws a size: both numbers from 1 up, all as likely.</summary>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="most">The most digits and the most operations.</param>
    public static QamnistSize Draw(Rng random, QamnistSize most)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new QamnistSize(1 + random.Below(most.Digits), 1 + random.Below(most.Operations));
    }

    /// <summary>Reads a size such as 6x3.</summary>
    /// <exception cref="ArgumentException">Not two whole numbers, or one of them is out of range.</exception>
    public static QamnistSize Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (parts, operations) = (text.Split('x'), 0);
        Require.That(
            int.TryParse(parts[0], out var digits) && parts.Length == 2 && int.TryParse(parts[1], out operations),
            "A question's size", "must be digits by operations, as in 6x3", text);
        return new QamnistSize(digits, operations);
    }

    /// <summary>Digits by operations, as in 6x3.</summary>
    public override string ToString() => $"{Digits}x{Operations}";
}
