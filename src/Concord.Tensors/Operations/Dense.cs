using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A dense layer: y = f(x W + b).</summary>
public static unsafe class Dense
{
    /// <summary>f(x W + b), row by row.</summary>
    /// <param name="x">[…, in], read as rows of <c>in</c> numbers.</param>
    /// <param name="kernel">W [in, out].</param>
    /// <param name="bias">b [out], or null for none.</param>
    /// <param name="activation">f.</param>
    /// <returns>[rows, out].</returns>
    public static Tensor Apply(Tensor x, Tensor kernel, Tensor? bias, Activation activation = Activation.None)
    {
        var tape = x.Tape;
        int rows = x.Shape.Rows, depth = x.Shape.Columns, columns = kernel.Shape.Columns;
        Require.Shape(kernel.Shape, [depth, columns], "The kernel of a dense layer");
        if (bias != null)
            Require.Shape(bias.Shape, [columns], "The bias of a dense layer");

        var linear = tape.Empty([rows, columns]);
        var start = bias == null ? null : bias.Data;
        var packed = kernel.Packing == null ? null : kernel.Packing.Forward(kernel.Data, depth, columns);
        if (packed == null)
            Gemm.Multiply(
                new(x.Data, depth, 1), new(kernel.Data, columns, 1), linear.Data, columns, start, 0,
                new(rows, depth, columns));
        else
            Gemm.MultiplyPacked(
                new(x.Data, depth, 1), packed, linear.Data, columns, start, 0, new(rows, depth, columns));
        var y = linear;
        if (activation != Activation.None)
        {
            y = tape.Empty(linear.Shape);
            Activations.Map(activation, linear.Data, y.Data, linear.Shape.Size);
        }
        var wanted = x.Tracked || kernel.Tracked || bias is { Tracked: true };
        if (tape.Record<DensePullback>(y, wanted) is { } back)
        {
            (back.X, back.Kernel, back.Bias) = (x, kernel, bias);
            (back.Linear, back.Activation) = (linear, activation);
        }
        return y;
    }

    // With G = f'(x W + b) ∘ ȳ:  x̄ += G Wᵀ,  W̄ += xᵀ G,  b̄ += the sum of G's rows.
    private sealed class DensePullback : Pullback
    {
        public Tensor X = null!, Kernel = null!, Linear = null!;
        public Tensor? Bias;
        public Activation Activation;

        public override void Run()
        {
            var tape = Output.Tape;
            int rows = X.Shape.Rows, depth = X.Shape.Columns, columns = Kernel.Shape.Columns;
            var toX = X.Tracked ? X.Adjoint() : null;
            var toKernel = Kernel.Tracked ? Kernel.Adjoint() : null;
            var toBias = Bias is { Tracked: true } ? Bias.Adjoint() : null;
            var mark = tape.Here;
            var g = Output.AdjointData;
            if (Activation != Activation.None)
            {
                g = tape.Take(rows * columns);
                Activations.MapBack(Activation, Linear.Data, Output.AdjointData, g, rows * columns);
            }
            if (toX != null)
                AddToX(toX, g, rows, depth, columns);
            if (toKernel != null)
                Gemm.Multiply(
                    new(X.Data, 1, depth), new(g, columns, 1), toKernel, columns, toKernel, columns,
                    new(depth, rows, columns));
            if (toBias != null)
                Vectors.AddRows(g, rows, columns, toBias);
            tape.Rewind(mark);
        }

        private void AddToX(float* to, float* g, int rows, int depth, int columns)
        {
            var packed = Kernel.Packing == null ? null : Kernel.Packing.Back(Kernel.Data, depth, columns);
            if (packed == null)
                Gemm.Multiply(
                    new(g, columns, 1), new(Kernel.Data, 1, columns), to, depth, to, depth, new(rows, columns, depth));
            else
                Gemm.MultiplyPacked(new(g, columns, 1), packed, to, depth, to, depth, new(rows, columns, depth));
        }
    }
}
