using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>What a vertex hears from its neighbours where every pair of neighbours goes through a network.</summary>
/// <remarks>
/// The messages of relational networks (Santoro et al. 2017; Palm et al. 2018). Far more is computed than is left in
/// the end, so pairs are taken block by block, small enough for a core's cache, and the way back computes a block again
/// instead of finding it stored. Sums over a receiver's pairs run in the order of the table, those over all pairs block
/// by block, each as <c>Gemm</c> and <c>Vectors</c> state.
/// </remarks>
public static unsafe class Relations
{
    // With a hundred numbers a layer a block is some 60 KiB a layer; a whole number of the product kernel's rows.
    private const int BlockPairs = 160;

    /// <summary>A layer of the network: x W + b, cut at zero.</summary>
    /// <param name="Kernel">W [in, out].</param>
    /// <param name="Bias">b [out].</param>
    public readonly record struct Layer(Tensor Kernel, Tensor Bias);

    /// <summary>y[r] = Σ over the neighbours s of r of f₂(f₁(relu(own[r] + other[s]))).</summary>
    /// <param name="own">[receivers, n], what a receiver brings into each of its pairs.</param>
    /// <param name="other">[senders, n], what a sender brings.</param>
    /// <param name="neighbours">
    /// For each receiver its senders' row numbers, receiver by receiver. Kept until the tape is reset.
    /// </param>
    /// <param name="each">How many neighbours a receiver has.</param>
    /// <param name="first">f₁ with relu(x W + b), from n to m numbers.</param>
    /// <param name="second">f₂ likewise, from m to o numbers.</param>
    /// <returns>[receivers, o].</returns>
    /// <exception cref="ArgumentException">Unfit shapes, too few neighbours, or one that is no sender.</exception>
    public static Tensor Sum(Tensor own, Tensor other, int[] neighbours, int each, Layer first, Layer second)
    {
        int rows = own.Shape.Rows, n = own.Shape.Columns, pairs = rows * Require.Positive(each);
        int m = first.Kernel.Shape.Columns, o = second.Kernel.Shape.Columns;
        Require.That(other.Shape.Columns == n, "What senders bring", $"must have rows of {n}", other.Shape);
        Require.Shape(first.Kernel.Shape, [n, m], "The first kernel");
        Require.Shape(first.Bias.Shape, [m], "The first bias");
        Require.Shape(second.Kernel.Shape, [m, o], "The second kernel");
        Require.Shape(second.Bias.Shape, [o], "The second bias");
        Require.That(
            neighbours.Length >= pairs, "The neighbours", $"must have at least {pairs} entries", neighbours.Length);
        foreach (var sender in neighbours.AsSpan(0, pairs))
            Require.Within(sender, 0, other.Shape.Rows - 1, "A neighbour");

        var tape = own.Tape;
        var x = new Arguments(own, other, neighbours, each, first, second);
        var y = tape.Zeros([rows, o]);
        var mark = tape.Here;
        var network = new Network(x);
        for (var row = 0; row < rows; row += network.Rows)
        {
            var count = Math.Min(network.Rows, rows - row);
            network.Compute(row, count);
            for (var i = 0; i < count; i++)
                Vectors.AddRows(network.Last + (i * each * o), each, o, y.Data + ((row + i) * o));
        }
        tape.Rewind(mark);
        if (tape.Record<RelationsPullback>(y, x.Tracked) is { } back)
            back.X = x;
        return y;
    }

    private readonly record struct Arguments(
        Tensor Own, Tensor Other, int[] Neighbours, int Each, Layer First, Layer Second)
    {
        public bool Tracked =>
            Own.Tracked || Other.Tracked || First.Kernel.Tracked || First.Bias.Tracked
            || Second.Kernel.Tracked || Second.Bias.Tracked;
    }

    // The network and room for a block of pairs, taken from the tape; what each layer gives stands there afterwards.
    private readonly ref struct Network
    {
        private readonly Arguments _x;
        private readonly float* _first, _second;

        public Network(Arguments x)
        {
            var tape = x.Own.Tape;
            _x = x;
            Rows = Math.Max(1, BlockPairs / x.Each);
            _first = Packed(x.First.Kernel);
            _second = Packed(x.Second.Kernel);
            Met = tape.Take(Rows * x.Each * x.Own.Shape.Columns);
            Middle = tape.Take(Rows * x.Each * x.First.Kernel.Shape.Columns);
            Last = tape.Take(Rows * x.Each * x.Second.Kernel.Shape.Columns);
        }

        /// <summary>Receivers of a block.</summary>
        public int Rows { get; }

        /// <summary>[pairs, n], [pairs, m] and [pairs, o] after their cuts at zero.</summary>
        public float* Met { get; }

        public float* Middle { get; }

        public float* Last { get; }

        public void Compute(int row, int count)
        {
            int n = _x.Own.Shape.Columns, pairs = count * _x.Each;
            for (var p = 0; p < pairs; p++)
            {
                var own = _x.Own.Data + ((row + (p / _x.Each)) * n);
                var other = _x.Other.Data + (_x.Neighbours[(row * _x.Each) + p] * n);
                for (var i = 0; i < n; i += Vectors.Width)
                    Vectors.StorePart(
                        ReluFunction.Value(Vector512.Load(own + i) + Vector512.Load(other + i)),
                        Met + (p * n) + i, n - i);
            }
            Apply(_x.First, _first, Met, Middle, pairs);
            Apply(_x.Second, _second, Middle, Last, pairs);
        }

        private static float* Packed(Tensor kernel)
        {
            int depth = kernel.Shape[0], columns = kernel.Shape.Columns;
            var packed = kernel.Tape.Take(Gemm.PackedSize(depth, columns));
            Gemm.Pack(new(kernel.Data, columns, 1), depth, columns, packed);
            return packed;
        }

        private static void Apply(Layer layer, float* packed, float* from, float* to, int pairs)
        {
            int depth = layer.Kernel.Shape[0], columns = layer.Kernel.Shape.Columns;
            Gemm.MultiplyPacked(
                new(from, depth, 1), packed, to, columns, layer.Bias.Data, 0, new(pairs, depth, columns));
            Pointwise.Map<ReluFunction>(to, to, pairs * columns);
        }
    }

    // Block by block: G₂ is ȳ of a pair's receiver where f₂ is not cut, G₁ = G₂ W₂ᵀ where f₁ is not, G = G₁ W₁ᵀ where
    // the pair's sum is not. Kernels and biases as in a dense layer; a row of G goes to its receiver and its sender.
    private sealed class RelationsPullback : Pullback
    {
        public Arguments X;

        public override void Run()
        {
            var tape = Output.Tape;
            int rows = Output.Shape.Rows, n = X.Own.Shape.Columns, o = Output.Shape.Columns;
            var toOwn = X.Own.Tracked ? X.Own.Adjoint() : null;
            var toOther = X.Other.Tracked ? X.Other.Adjoint() : null;
            Ask(X.First);
            Ask(X.Second);
            var mark = tape.Here;
            var network = new Network(X);
            float* first = Turned(X.First.Kernel), second = Turned(X.Second.Kernel);
            var toMiddle = tape.Take(network.Rows * X.Each * X.First.Kernel.Shape.Columns);
            var toMet = tape.Take(network.Rows * X.Each * n);
            for (var row = 0; row < rows; row += network.Rows)
            {
                int count = Math.Min(network.Rows, rows - row), pairs = count * X.Each;
                network.Compute(row, count);
                for (var p = 0; p < pairs; p++)
                {
                    var last = network.Last + (p * o);
                    Pointwise.MapBack<ReluFunction>(last, Output.AdjointData + ((row + (p / X.Each)) * o), last, o);
                }
                Back(X.Second, second, network.Middle, network.Last, toMiddle, pairs);
                Back(X.First, first, network.Met, toMiddle, toMet, pairs);
                for (var p = 0; p < pairs; p++)
                {
                    if (toOwn != null)
                        Vectors.AddScaled(toOwn + ((row + (p / X.Each)) * n), toMet + (p * n), 1, n);
                    if (toOther != null)
                        Vectors.AddScaled(toOther + (X.Neighbours[(row * X.Each) + p] * n), toMet + (p * n), 1, n);
                }
            }
            tape.Rewind(mark);
        }

        // Adjoints are made before memory is taken that is given back.
        private static void Ask(Layer layer)
        {
            if (layer.Kernel.Tracked)
                layer.Kernel.Adjoint();
            if (layer.Bias.Tracked)
                layer.Bias.Adjoint();
        }

        private static float* Turned(Tensor kernel)
        {
            int depth = kernel.Shape[0], columns = kernel.Shape.Columns;
            var packed = kernel.Tape.Take(Gemm.PackedSize(columns, depth));
            Gemm.Pack(new(kernel.Data, 1, columns), columns, depth, packed);
            return packed;
        }

        private static void Back(Layer layer, float* turned, float* read, float* g, float* toRead, int pairs)
        {
            int depth = layer.Kernel.Shape[0], columns = layer.Kernel.Shape.Columns;
            if (layer.Kernel.Tracked)
                Gemm.Multiply(
                    new(read, 1, depth), new(g, columns, 1), layer.Kernel.Adjoint(), columns,
                    layer.Kernel.Adjoint(), columns, new(depth, pairs, columns));
            if (layer.Bias.Tracked)
                Vectors.AddRows(g, pairs, columns, layer.Bias.Adjoint());
            Gemm.MultiplyPacked(new(g, columns, 1), turned, toRead, depth, null, 0, new(pairs, columns, depth));
            Pointwise.MapBack<ReluFunction>(read, toRead, toRead, pairs * depth);
        }
    }
}
