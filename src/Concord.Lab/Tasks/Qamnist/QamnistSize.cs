using Concord.Tensors;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>How long a question of QAMNIST is; all samples of a batch share it, so that their ticks match.</summary>
public readonly record struct QamnistSize
{
    /// <summary>The most digits, and the most operations.</summary>
    public const int Most = 50;

    private const int MostInTraining = 4;

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

    /// <summary>Draws a size to train on: one to four digits and one to four operations.</summary>
    public static QamnistSize Draw(Rng random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new QamnistSize(1 + random.Below(MostInTraining), 1 + random.Below(MostInTraining));
    }
}
