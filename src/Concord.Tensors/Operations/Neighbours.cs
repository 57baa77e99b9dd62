using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>What a vertex makes of its neighbours' messages: the largest or the mean of each coordinate.</summary>
/// <remarks>
/// A sender leaves one message of m numbers in each of its slots; <see cref="MessageRoutes"/> say which of them reach
/// whom. A receiver that none reaches gets zeros. Messages are taken in the order of the routes.
/// </remarks>
public static unsafe class Neighbours
{
    /// <summary>The source of an arrival that does not come.</summary>
    public const int None = -1;

    /// <summary>The largest of the messages; its gradient goes to the maxima, in equal shares.</summary>
    /// <param name="values">[rows, slots · m], the messages.</param>
    /// <param name="routes">Who hears which; kept until the tape is reset.</param>
    /// <returns>[rows, m].</returns>
    /// <exception cref="ArgumentException">
    /// Columns that the slots do not divide, too few sources, or one that is no message.
    /// </exception>
    public static Tensor Max(Tensor values, MessageRoutes routes)
    {
        var y = Result(values, routes);
        int m = y.Shape.Columns;
        for (var r = 0; r < y.Shape.Rows; r++)
            for (var j = 0; j < m; j += Vectors.Width)
            {
                Vector512<float> best = default;
                var met = false;
                foreach (var source in routes.To(r))
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
            (back.Values, back.Routes) = (values, routes);
        return y;
    }

    /// <summary>The mean of the messages.</summary>
    /// <inheritdoc cref="Max"/>
    public static Tensor Mean(Tensor values, MessageRoutes routes)
    {
        var y = Result(values, routes);
        int m = y.Shape.Columns;
        for (var r = 0; r < y.Shape.Rows; r++)
        {
            var count = Vector512.Create(Math.Max(1f, CountOf(routes.To(r))));
            for (var j = 0; j < m; j += Vectors.Width)
            {
                var sum = Vector512<float>.Zero;
                foreach (var source in routes.To(r))
                    if (source != None)
                        sum += Vector512.Load(values.Data + (source * m) + j);
                Vectors.StorePart(sum / count, y.Data + (r * m) + j, m - j);
            }
        }
        if (values.Tape.Record<MeanPullback>(y, values.Tracked) is { } back)
            (back.Values, back.Routes) = (values, routes);
        return y;
    }

    private static Tensor Result(Tensor values, MessageRoutes routes)
    {
        var (sources, slots, arrivals) = routes;
        var shape = values.Shape;
        int m = shape.Columns / Require.Positive(slots, "The number of slots"), count = shape.Rows * arrivals;
        Require.That(m * slots == shape.Columns, "The messages", $"must have {slots} of one size in a row", shape);
        Require.Positive(arrivals, "The number of arrivals");
        Require.That(sources.Length >= count, "The sources", $"must have at least {count} entries", sources.Length);
        foreach (var source in sources.AsSpan(0, count))
            Require.Within(source, None, (shape.Rows * slots) - 1, "A source");
        return values.Tape.Empty([shape.Rows, m]);
    }

    private static int CountOf(ReadOnlySpan<int> sources)
    {
        var count = 0;
        foreach (var source in sources)
            count += source == None ? 0 : 1;
        return count;
    }

    private sealed class MaxPullback : Pullback
    {
        public Tensor Values = null!;
        public MessageRoutes Routes = null!;

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
            var sources = Routes.To(row);
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
        public MessageRoutes Routes = null!;

        public override void Run()
        {
            var to = Values.Adjoint();
            var m = Output.Shape.Columns;
            for (var r = 0; r < Output.Shape.Rows; r++)
            {
                var share = 1f / CountOf(Routes.To(r));
                foreach (var source in Routes.To(r))
                    if (source != None)
                        Vectors.AddScaled(to + (source * m), Output.AdjointData + (r * m), share, m);
            }
        }
    }
}
