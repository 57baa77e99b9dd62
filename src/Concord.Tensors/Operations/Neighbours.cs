using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>What a vertex makes of its neighbours' messages: the largest or the mean of each coordinate.</summary>
/// <remarks>
/// A sender leaves one message of m numbers in each of its slots. For each receiver a table says which messages reach
/// it; a receiver that none reaches gets zeros. Messages are taken in the order of the table.
/// </remarks>
public static unsafe class Neighbours
{
    /// <summary>The source of a slot that no message reaches.</summary>
    public const int None = -1;

    /// <summary>The largest of the messages; its gradient goes to the maxima, in equal shares.</summary>
    /// <param name="values">[rows, slots · m], the messages.</param>
    /// <param name="sources">
    /// For each row and slot, row-major, the message that arrives: sender row · slots + sender slot, or
    /// <see cref="None"/>. Kept until the tape is reset.
    /// </param>
    /// <param name="slots">How many slots a row has.</param>
    /// <returns>[rows, m].</returns>
    /// <exception cref="ArgumentException">
    /// Columns that the slots do not divide, too few sources, or one that is no message.
    /// </exception>
    public static Tensor Max(Tensor values, int[] sources, int slots)
    {
        var y = Result(values, sources, slots);
        int m = y.Shape.Columns;
        for (var r = 0; r < y.Shape.Rows; r++)
            for (var j = 0; j < m; j += Vectors.Width)
            {
                Vector512<float> best = default;
                var met = false;
                foreach (var source in sources.AsSpan(r * slots, slots))
                {
                    if (source == None)
                        continue;
                    var message = Vector512.Load(values.Data + (source * m) + j);
                    best = met ? Vector512.Max(best, message) : message;
                    met = true;
                }
                Vectors.StorePart(best, y.Data + (r * m) + j, m - j);
            }
        if (values.Tape.Record<MaxPullback>(y, values.Tracked) is { } back)
            (back.Values, back.Sources, back.Slots) = (values, sources, slots);
        return y;
    }

    /// <summary>The mean of the messages.</summary>
    /// <inheritdoc cref="Max"/>
    public static Tensor Mean(Tensor values, int[] sources, int slots)
    {
        var y = Result(values, sources, slots);
        int m = y.Shape.Columns;
        for (var r = 0; r < y.Shape.Rows; r++)
        {
            var count = Vector512.Create(Math.Max(1f, CountOf(sources, r, slots)));
            for (var j = 0; j < m; j += Vectors.Width)
            {
                var sum = Vector512<float>.Zero;
                foreach (var source in sources.AsSpan(r * slots, slots))
                    if (source != None)
                        sum += Vector512.Load(values.Data + (source * m) + j);
                Vectors.StorePart(sum / count, y.Data + (r * m) + j, m - j);
            }
        }
        if (values.Tape.Record<MeanPullback>(y, values.Tracked) is { } back)
            (back.Values, back.Sources, back.Slots) = (values, sources, slots);
        return y;
    }

    private static Tensor Result(Tensor values, int[] sources, int slots)
    {
        var shape = values.Shape;
        int m = shape.Columns / Require.Positive(slots, "The number of slots"), count = shape.Rows * slots;
        Require.That(m * slots == shape.Columns, "The messages", $"must have {slots} of one size in a row", shape);
        Require.That(sources.Length >= count, "The sources", $"must have at least {count} entries", sources.Length);
        foreach (var source in sources.AsSpan(0, count))
            Require.Within(source, None, count - 1, "A source");
        return values.Tape.Empty([shape.Rows, m]);
    }

    private static int CountOf(int[] sources, int row, int slots)
    {
        var count = 0;
        foreach (var source in sources.AsSpan(row * slots, slots))
            count += source == None ? 0 : 1;
        return count;
    }

    private sealed class MaxPullback : Pullback
    {
        public Tensor Values = null!;
        public int[] Sources = null!;
        public int Slots;

        public override void Run()
        {
            var to = Values.Adjoint();
            var m = Output.Shape.Columns;
            for (var r = 0; r < Output.Shape.Rows; r++)
                for (var j = 0; j < m; j += Vectors.Width)
                    Share(r, j, to, m);
        }

        private void Share(int row, int j, float* to, int m)
        {
            var sources = Sources.AsSpan(row * Slots, Slots);
            var best = Vector512.Load(Output.Data + (row * m) + j);
            var equal = Vector512<float>.Zero;
            foreach (var source in sources)
                if (source != None)
                    equal += WhereBest(source, Vector512<float>.One);
            var share = Vector512.Load(Output.AdjointData + (row * m) + j) / equal;
            foreach (var source in sources)
                if (source != None)
                {
                    var at = to + (source * m) + j;
                    Vectors.StorePart(Vector512.Load(at) + WhereBest(source, share), at, m - j);
                }

            Vector512<float> WhereBest(int source, Vector512<float> value) => Vector512.ConditionalSelect(
                Vector512.Equals(Vector512.Load(Values.Data + (source * m) + j), best), value, Vector512<float>.Zero);
        }
    }

    private sealed class MeanPullback : Pullback
    {
        public Tensor Values = null!;
        public int[] Sources = null!;
        public int Slots;

        public override void Run()
        {
            var to = Values.Adjoint();
            var m = Output.Shape.Columns;
            for (var r = 0; r < Output.Shape.Rows; r++)
            {
                var share = 1f / CountOf(Sources, r, Slots);
                foreach (var source in Sources.AsSpan(r * Slots, Slots))
                    if (source != None)
                        Vectors.AddScaled(to + (source * m), Output.AdjointData + (r * m), share, m);
            }
        }
    }
}
