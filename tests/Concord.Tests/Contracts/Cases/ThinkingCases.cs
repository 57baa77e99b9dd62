using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>What thinking in ticks is made of: attention, layers of single neurons, and traces of pairs.</summary>
internal static class ThinkingCases
{
    private static readonly int[] s_counts = [1, 5, 15, 16, 17, 33];

    public static IEnumerable<OperationCase> All { get; } =
    [
        Attended(samples: 1, tokens: 1, width: 1, heads: 1),
        Attended(2, 3, 8, 2),
        Attended(3, 17, 16, 1),
        Attended(1, 16, 34, 2),
        Attended(2, 49, 51, 3),
        Attended(5, 33, 12, 12),
        Remembered(samples: 1, memory: 1, recent: 1, hidden: 1, neurons: 1),
        Remembered(2, 5, 2, 3, 15),
        Remembered(3, 5, 5, 4, 17),
        Remembered(5, 10, 1, 5, 16),
        Remembered(1, 4, 3, 8, 33),
        Remembered(3, 3, 2, 9, 5),
        Gated(samples: 1, inputs: 1, hidden: 1, neurons: 1),
        Gated(3, 4, 1, 17),
        Gated(2, 8, 4, 16),
        Gated(5, 3, 6, 33),
        Gated(1, 9, 10, 15),
        .. s_counts.Select(count => Traced(3, 6, count, isFirst: false)),
        Traced(1, 1, 1, isFirst: true),
        Traced(2, 40, 17, isFirst: true),
        .. s_counts.Select(Kept),
        .. s_counts.Select(Rooted),
        .. s_counts.Select(Turned),
        .. s_counts.Append(49).Select(Shared),
        .. s_counts.SelectMany(Remembering),
    ];

    private static OperationCase Attended(int samples, int tokens, int width, int heads) => new(
        $"attention {samples}x{tokens}x{width} of {heads} heads",
        [Argument.Any(samples, width), Argument.Any(samples * tokens, width), Argument.Any(samples * tokens, width)],
        (tape, x) => Attention.Apply(x[0], Attention.Remember(x[1], x[2], samples, heads), out var _),
        x => Thinking.Attend(x[0], x[1], x[2], width, heads))
    {
        Misfits =
        [
            new(0, [samples, width + 1], "The query of an attention"),
            new(0, [samples + 1, width], "The query of an attention"),
            new(2, [(samples * tokens) + 1, width], "The values attended to"),
        ],
    };

    // The history of neurons: the start's last rows, then what is recent.
    private static OperationCase Remembered(int samples, int memory, int recent, int hidden, int neurons) => new(
        $"private gates of {recent} recent in {memory}, {samples} to {hidden}x{neurons}",
        [
            Argument.Any(memory, neurons), .. Enumerable.Repeat(Argument.Any(samples, neurons), recent),
            .. Weights(memory, hidden, neurons),
        ],
        (_, x) => PrivateGates.Apply(
            x[0], x.AsSpan(1, recent), x[recent + 1], x[recent + 2], x[recent + 3]),
        x => Thinking.PrivateGates(
            [
                .. x[0].Chunk(neurons).Skip(recent).Select(row => Repeated(row, samples)),
                .. x[1..(recent + 1)],
            ],
            x[recent + 1], x[recent + 2], x[recent + 3], neurons))
    {
        Misfits =
        [
            new(0, [memory, neurons + 1], "A recent input of neurons"),
            new(recent, [samples + 1, neurons + 1], "A recent input of neurons"),
            .. WeightMisfits(recent + 1, memory, hidden, neurons),
        ],
    };

    private static OperationCase Gated(int samples, int inputs, int hidden, int neurons) => new(
        $"private gates {samples}x{inputs} to {hidden}x{neurons}",
        [Argument.Any(samples, inputs, neurons), .. Weights(inputs, hidden, neurons)],
        (_, x) => PrivateGates.Apply(x[0], x[1], x[2], x[3]),
        x => Thinking.PrivateGates(
            [.. Enumerable.Range(0, inputs).Select(i => Input(x[0], i, inputs, neurons))], x[1], x[2], x[3], neurons))
    {
        Misfits =
        [
            new(0, [samples, inputs * neurons], "The inputs of neurons"),
            new(0, [samples, inputs, neurons + 1], "The kernel of neurons"),
            .. WeightMisfits(1, inputs, hidden, neurons),
        ],
    };

    private static double[] Repeated(double[] row, int times) =>
        [.. Enumerable.Repeat(row, times).SelectMany(numbers => numbers)];

    private static double[] Input(double[] x, int i, int inputs, int neurons) =>
        [.. x.Chunk(neurons).Where((_, row) => row % inputs == i).SelectMany(row => row)];

    private static Argument[] Weights(int inputs, int hidden, int neurons) =>
        [Argument.Any(inputs, 2 * hidden, neurons), Argument.Any(2 * hidden, neurons), Argument.Positive(1)];

    private static Misfit[] WeightMisfits(int at, int inputs, int hidden, int neurons) =>
    [
        new(at, [inputs + 1, 2 * hidden, neurons], "of neurons"),
        new(at, [inputs, 2 * hidden, neurons + 1], "The kernel of neurons"),
        new(at + 1, [(2 * hidden) + 1, neurons], "The bias of neurons"),
        new(at + 2, [2], "The temperature of neurons"),
    ];

    // Pairs of a column with itself, of the same columns twice, and of others; the last column is among them.
    private static OperationCase Traced(int rows, int n, int count, bool isFirst)
    {
        (int Left, int Right)[] all = [(n - 1, n - 1), (0, n - 1), (n - 1, 0), (0, n - 1), (0, 0)];
        var rng = new Rng(5);
        var pairs = Enumerable.Range(0, count)
            .Select(p => p < all.Length ? all[p] : (Left: rng.Below(n), Right: rng.Below(n))).ToList();
        var columns = new ColumnPairs([.. pairs.Select(p => p.Left)], [.. pairs.Select(p => p.Right)]);
        return new OperationCase(
            $"pair trace {rows}x{n} to {count}{(isFirst ? " at first" : "")}",
            [Argument.Any(rows, n), Argument.Any(rows, count), Argument.Positive(count)],
            (_, x) => PairTrace.Next(x[0], columns, isFirst ? null : x[1], x[2]),
            x => Thinking.PairTrace(x[0], n, pairs, isFirst ? null : x[1], x[2]))
        {
            Misfits =
            [
                new(2, [count + 1], "What pairs keep"),
                .. isFirst ? Array.Empty<Misfit>() : [new(1, [rows + 1, count], "What pairs gathered before")],
                .. n == 1 ? Array.Empty<Misfit>() : [new(0, [rows, n - 1], "column of a pair")],
            ],
        };
    }

    private static OperationCase Kept(int count) => new(
        $"what {count} pairs keep",
        [Argument.Positive(count)],
        (_, x) => PairTrace.Keep(x[0], 15),
        x => [.. x[0].Select(decay => Math.Exp(-decay))]);

    private static OperationCase Rooted(int count) => new(
        $"over root 3x{count}",
        [Argument.Any(3, count), Argument.Positive(count)],
        (_, x) => PairTrace.OverRoot(x[0], x[1]),
        x => Thinking.OverRoot(x[0], x[1]))
    {
        Misfits = [new(1, [count + 1], "The weight of pairs")],
    };

    private static OperationCase[] Remembering(int count)
    {
        Argument[] arguments = [Argument.Any(3, 4 * count), Argument.Any(3, count)];
        Misfit[] misfits =
        [
            new(0, [3, (4 * count) + 1], "The sums of a long short-term memory"),
            new(1, [2, count], "The sums of a long short-term memory"),
        ];
        return
        [
            new(
                $"LSTM remembers 3x{count}", arguments, (_, x) => LstmGates.Remember(x[0], x[1]),
                x => Thinking.Remember(x[0], x[1], count)) { Misfits = misfits },
            new(
                $"LSTM shows 3x{count}", arguments, (_, x) => LstmGates.Show(x[0], x[1]),
                x => Thinking.Show(x[0], x[1], count)) { Misfits = misfits },
        ];
    }

    private static OperationCase Turned(int count) => new(
        $"circles 3x{count}",
        [Argument.Any(3, count)],
        (_, x) => Circles.Apply(x[0]),
        x => Thinking.Circles(x[0], count));

    private static OperationCase Shared(int count) => new(
        $"softmax 3x{count}",
        [Argument.Any(3, count)],
        (_, x) => Softmax.Rows(x[0]),
        x => Layers.Softmax(x[0], count));
}
