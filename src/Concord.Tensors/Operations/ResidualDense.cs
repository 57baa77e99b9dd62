using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A dense layer behind its activation, scaled: y = s · f(x) W, and + x where it skips.</summary>
public static unsafe class ResidualDense
{
    /// <summary>s · f(x) W (+ x), row by row.</summary>
    /// <param name="x">[…, in], read as rows of <c>in</c> numbers.</param>
    /// <param name="kernel">W [in, out].</param>
    /// <param name="activation">f.</param>
    /// <param name="scale">s.</param>
    /// <param name="skip">Whether x is added; in and out must then be equal.</param>
    /// <returns>[rows, out].</returns>
    public static Tensor Apply(Tensor x, Tensor kernel, Activation activation, float scale, bool skip)
    {
        var tape = x.Tape;
        int rows = x.Shape.Rows, depth = x.Shape.Columns, columns = kernel.Shape.Columns;
        Require.Shape(kernel.Shape, [depth, columns], "The kernel of a residual layer");
        Require.That(!skip || depth == columns, "The kernel of a residual layer", "must be square", kernel.Shape);

        var active = tape.Empty([rows, depth]);
        Activations.Map(activation, x.Data, active.Data, active.Shape.Size);
        Vectors.Scale(active.Data, scale, active.Shape.Size);
        var y = tape.Empty([rows, columns]);
        Gemm.Multiply(
            new(active.Data, depth, 1), new(kernel.Data, columns, 1), y.Data, columns,
            skip ? x.Data : null, columns, new(rows, depth, columns));
        if (tape.Record<ResidualDensePullback>(y, x.Tracked || kernel.Tracked) is { } back)
        {
            (back.X, back.Kernel, back.Active) = (x, kernel, active);
            (back.Activation, back.Scale, back.Skip) = (activation, scale, skip);
        }
        return y;
    }

    // x̄ += s f'(x) ∘ (ȳ Wᵀ), and ȳ where it skips;  W̄ += (s f(x))ᵀ ȳ.
    private sealed class ResidualDensePullback : Pullback
    {
        public Tensor X = null!, Kernel = null!, Active = null!;
        public Activation Activation;
        public float Scale;
        public bool Skip;

        public override void Run()
        {
            var tape = Output.Tape;
            int rows = X.Shape.Rows, depth = X.Shape.Columns, columns = Kernel.Shape.Columns;
            var toX = X.Tracked ? X.Adjoint() : null;
            var toKernel = Kernel.Tracked ? Kernel.Adjoint() : null;
            var mark = tape.Here;
            var g = Output.AdjointData;
            if (toKernel != null)
                Gemm.Multiply(
                    new(Active.Data, 1, depth), new(g, columns, 1), toKernel, columns, toKernel, columns,
                    new(depth, rows, columns));
            if (toX != null)
            {
                var slope = tape.Take(rows * depth);
                Gemm.Multiply(
                    new(g, columns, 1), new(Kernel.Data, 1, columns), slope, depth, null, 0,
                    new(rows, columns, depth));
                Activations.MapBack(Activation, X.Data, slope, slope, rows * depth);
                Vectors.AddScaled(toX, slope, Scale, rows * depth);
                if (Skip)
                    Vectors.AddScaled(toX, g, 1, rows * depth);
            }
            tape.Rewind(mark);
        }
    }
}
