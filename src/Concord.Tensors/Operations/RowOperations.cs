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

    /// <summary>Row r of the result is row <c>index[r]</c> of tensor <c>which[r]</c>.</summary>
    /// <param name="tensors">[…, n] each.</param>
    /// <param name="which">Tensor numbers; kept until the tape is reset, so do not change them before.</param>
    /// <param name="index">Row numbers; kept likewise.</param>
    /// <param name="count">How many entries count.</param>
    public static Tensor Pick(ReadOnlySpan<Tensor> tensors, int[] which, int[] index, int count)
    {
        Require.Positive(tensors.Length, "The number of tensors to pick from");
        Require.Within(count, 0, Math.Min(index.Length, which.Length));
        var tape = tensors[0].Tape;
        var n = tensors[0].Shape.Columns;
        var y = tape.Empty([count, n]);
        for (var r = 0; r < count; r++)
        {
            Require.Within(which[r], 0, tensors.Length - 1, "The number of a tensor to pick from");
            var x = tensors[which[r]];
            Require.That(x.Shape.Columns == n, "A tensor to pick from", $"must have {n} columns", x.Shape);
            Require.Within(index[r], 0, x.Shape.Rows - 1, "A row number");
            new ReadOnlySpan<float>(x.Data + (index[r] * n), n).CopyTo(new Span<float>(y.Data + (r * n), n));
        }
        var wanted = false;
        foreach (var tensor in tensors)
            wanted |= tensor.Tracked;
        if (tape.Record<PickPullback>(y, wanted) is { } back)
        {
            (back.Which, back.Index) = (which, index);
            if (back.Tensors.Length != tensors.Length)
                back.Tensors = new Tensor[tensors.Length];
            tensors.CopyTo(back.Tensors);
        }
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

    private sealed class PickPullback : Pullback
    {
        public Tensor[] Tensors = [];
        public int[] Which = null!, Index = null!;

        public override void Run()
        {
            var n = Output.Shape.Columns;
            for (var r = 0; r < Output.Shape.Rows; r++)
                if (Tensors[Which[r]] is { Tracked: true } x)
                    Vectors.AddScaled(x.Adjoint() + (Index[r] * n), Output.AdjointData + (r * n), 1, n);
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
