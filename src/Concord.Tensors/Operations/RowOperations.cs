using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>Moves whole rows: repeats them, joins them side by side or one under the other.</summary>
public static unsafe class RowOperations
{
    /// <summary>Row r of the result is row <c>index[r]</c> of x; a row may be taken often or never.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="index">
    /// Row numbers of x, or <see cref="Neighbours.None"/> for a row of zeros; kept until the tape is reset, so do not
    /// change them before.
    /// </param>
    /// <param name="count">How many entries of the index count.</param>
    public static Tensor Gather(Tensor x, int[] index, int count)
    {
        Require.Within(count, 0, index.Length);
        int rows = x.Shape.Rows, n = x.Shape.Columns;
        var y = x.Tape.Empty([count, n]);
        for (var r = 0; r < count; r++)
        {
            Require.Within(index[r], Neighbours.None, rows - 1, "A row number");
            var to = new Span<float>(y.Data + (r * n), n);
            if (index[r] == Neighbours.None)
                to.Clear();
            else
                new ReadOnlySpan<float>(x.Data + (index[r] * n), n).CopyTo(to);
        }
        if (x.Tape.Record<GatherPullback>(y, x.Tracked) is { } back)
            (back.X, back.Index) = (x, index);
        return y;
    }

    /// <summary>The rows of left and right side by side: [rows, n + m].</summary>
    public static Tensor Beside(Tensor left, Tensor right)
    {
        int rows = left.Shape.Rows, n = left.Shape.Columns, m = right.Shape.Columns;
        Require.That(right.Shape.Rows == rows, "The right operand", $"must have {rows} rows", right.Shape);
        var y = left.Tape.Empty([rows, n + m]);
        for (var r = 0; r < rows; r++)
        {
            var to = y.Data + (r * (n + m));
            new ReadOnlySpan<float>(left.Data + (r * n), n).CopyTo(new Span<float>(to, n));
            new ReadOnlySpan<float>(right.Data + (r * m), m).CopyTo(new Span<float>(to + n, m));
        }
        if (left.Tape.Record<BesidePullback>(y, left.Tracked || right.Tracked) is { } back)
            (back.Left, back.Right) = (left, right);
        return y;
    }

    private sealed class GatherPullback : Pullback
    {
        public Tensor X = null!;
        public int[] Index = null!;

        public override void Run()
        {
            var n = X.Shape.Columns;
            var to = X.Adjoint();
            for (var r = 0; r < Output.Shape.Rows; r++)
                if (Index[r] != Neighbours.None)
                    Vectors.AddScaled(to + (Index[r] * n), Output.AdjointData + (r * n), 1, n);
        }
    }

    private sealed class BesidePullback : Pullback
    {
        public Tensor Left = null!, Right = null!;

        public override void Run()
        {
            int n = Left.Shape.Columns, m = Right.Shape.Columns;
            for (var r = 0; r < Output.Shape.Rows; r++)
            {
                var from = Output.AdjointData + (r * (n + m));
                if (Left.Tracked)
                    Vectors.AddScaled(Left.Adjoint() + (r * n), from, 1, n);
                if (Right.Tracked)
                    Vectors.AddScaled(Right.Adjoint() + (r * m), from + n, 1, m);
            }
        }
    }
}
