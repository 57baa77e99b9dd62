using System.Numerics.Tensors;
using Concord.Sheaves;
using Concord.Tensors.LinearAlgebra;
using Tensor = Concord.Tensors.Tensor;

namespace Concord.Coordination;

/// <summary>The z-update by an inner iteration that is run to convergence: conjugate gradients within a solve.</summary>
/// <remarks>
/// With w = √ρ a coordinate, y = w ∘ (t − z) is the shortest solution of E δ w⁻¹ y = E δ t for hard consensus, where E
/// divides rows by their lengths, and minimises γ ‖δ w⁻¹ y − δ t‖² + ‖y‖² for soft. Both by <see cref="Lsqr"/>, which is
/// conjugate gradients on the normal equations in a stable form, in double precision. A hard step begins where the
/// multipliers of the last one are.
/// </remarks>
internal sealed class ConvergedConsensus(EdgeMeasure measure, float? pull) : IConsensus
{
    // Single-precision results have seven digits; these are two more.
    private const double Tolerance = 1e-9;
    private readonly double[]?[] _offsets = new double[measure.Sheaf.Samples][];
    private readonly Solver?[] _solvers = new Solver[measure.Sheaf.Samples];
    private float[] _penalty = [];

    /// <inheritdoc/>
    public BoundSheaf Sheaf => measure.Sheaf;

    /// <inheritdoc/>
    public float? Pull => pull;

    /// <inheritdoc/>
    public IConsensus Over(BoundSheaf sheaf) => new ConvergedConsensus(new EdgeMeasure(sheaf), pull);

    /// <inheritdoc/>
    public Tensor Agree(Tensor target, Tensor previous, Tensor penalty)
    {
        Sheaf.RequireState(target, "The target of a consensus step");
        if (!penalty.Values.SequenceEqual(_penalty))
        {
            _penalty = penalty.Values.ToArray();
            Array.Clear(_solvers);
        }
        var z = Sheaf.Tape.Empty(target.Shape);
        var state = Sheaf.Layout.StateSize;
        var t = new double[state];
        for (var b = 0; b < Sheaf.Samples; b++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(target.Values.Slice(b * state, state), t);
            var solver = _solvers[b] ??= MakeSolver(b, state);
            solver.Step(t, _offsets[b] ??= new double[state], Tolerance);
            TensorPrimitives.ConvertTruncating<double, float>(t, z.Values.Slice(b * state, state));
        }
        return z;
    }

    private Solver MakeSolver(int sample, int state)
    {
        var map = measure.Map(sample);
        var columns = new double[state];
        for (var i = 0; i < state; i++)
            columns[i] = _penalty.Length == 1 && pull == null
                ? 1
                : 1 / Math.Sqrt(_penalty[_penalty.Length == 1 ? 0 : (sample * state) + i]);
        var rows = pull is { } soft
            ? [.. Enumerable.Repeat(Math.Sqrt(soft), map.Rows)]
            : EdgeMeasure.Inverse(map, i => columns[i]);
        return new Solver(map, rows, columns, pull != null);
    }

    private sealed class Solver(Coboundary map, double[] rows, double[] columns, bool soft)
    {
        private readonly ScaledCoboundary _scaled = new(map, rows, columns);
        private readonly double[] _right = new double[map.Rows], _y = new double[map.Columns];

        /// <summary>Replaces t by z; the offset t − z of the last step is where a hard step begins.</summary>
        public void Step(double[] t, double[] offset, double tolerance)
        {
            if (!double.IsFinite(TensorPrimitives.Norm<double>(t)))
            {
                t.AsSpan().Fill(double.NaN);
                return;
            }
            var size = TensorPrimitives.Norm<double>(t);
            if (!soft)
                TensorPrimitives.Subtract(t, offset, t);
            map.Times(t, _right);
            TensorPrimitives.Multiply(_right, rows, _right);
            // Rows are of length one in w ∘ t, whose units are those of 1 / columns.
            var gap = TensorPrimitives.Norm<double>(_right);
            var enough = tolerance * size / columns.Max();
            if (gap == 0 || (!soft && gap <= enough))
                return;
            if (soft)
                Lsqr.Solve(_scaled, _right, _y, damping: 1, tolerance: 1e-12);
            else
                Lsqr.Solve(_scaled, _right, _y, tolerance: Math.Clamp(enough / gap, 1e-14, 1e-6));
            TensorPrimitives.Multiply(_y, columns, _y);
            TensorPrimitives.Subtract(t, _y, t);
            if (!soft)
                TensorPrimitives.Add(offset, _y, offset);
        }
    }
}
