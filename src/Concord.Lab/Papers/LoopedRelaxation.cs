using System.Numerics.Tensors;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Lab.Papers;

/// <summary>What is done about errors that go round in loops and that no activity can remove.</summary>
public enum LoopCare
{
    /// <summary>Nothing: multipliers collect them cycle after cycle.</summary>
    None,

    /// <summary>Multipliers leak.</summary>
    Leak,

    /// <summary>
    /// Only the edges of a spanning tree from the input have multipliers; the others are a price alone.
    /// </summary>
    Spanning,

    /// <summary>Multipliers collect only what activities could remove: the errors less their harmonic part.</summary>
    Projection,
}

/// <summary>Inference by PC-ALM in a linear network that may have loops: T cycles instead of the exact rest.</summary>
/// <remarks>
/// A step is that of Seely and Gould 2026, Algorithm 1, on the sheaf of Seely 2025; the edges into the target are a
/// soft loss without multiplier. Where predictions contradict each other around a loop, the harmonic part of r never
/// goes to zero and λ ← λ + α r grows without end; <see cref="Care"/> says what is done about it. With α = 0 this is
/// predictive coding.
/// </remarks>
public sealed record LoopedRelaxation
{
    /// <summary>T, cycles of a step of learning.</summary>
    public int Cycles { get; init => field = Require.Within(value, 1, 1_000_000, "T"); } = 44;

    /// <summary>α, the step of multipliers.</summary>
    public double Alpha { get; init => field = Require.NotNegative(value, "α"); } = 1;

    /// <summary>What is done about loops.</summary>
    public LoopCare Care { get; init; }

    /// <summary>l, the share of a multiplier that leaks away per cycle, with <see cref="LoopCare.Leak"/>.</summary>
    public double Leak { get; init => field = Require.Within(value, 0.0, 1.0, "The leak"); } = 0.05;

    /// <summary>
    /// Activities after T cycles from those that follow from the input, and e = λ + r in place of the residuals, so
    /// that the gradient of weights is PC-ALM's.
    /// </summary>
    /// <param name="system">
    /// A network of predictions, its input, vertex 0, and its target, the last vertex, held.
    /// </param>
    /// <param name="states">[samples, state]; only held entries are read.</param>
    public Equilibrium Settle(RelativeSystem system, Matrix states)
    {
        var whole = system.Whole;
        if (!whole.Edges.All(edge => double.IsFinite(edge.MapV.Norm())))
            return Broken(whole, states.Rows);
        var constraints = new Constraints(system, Care);
        double[] slope = new double[whole.Columns], lambda = new double[whole.Rows], error = new double[whole.Rows];
        var eta = 1 / Cohomology.Of(system.Relative).Spectrum[^1];
        Matrix settled = states.Copy(), residuals = new(states.Rows, whole.Rows), errors = new(states.Rows, whole.Rows);
        for (var sample = 0; sample < states.Rows; sample++)
        {
            Span<double> state = settled.Row(sample), residual = residuals.Row(sample);
            constraints.Follow(state);
            Array.Clear(lambda);
            whole.Times(state, residual);
            for (var cycle = 1; cycle <= Cycles; cycle++)
            {
                TensorPrimitives.Add(lambda, residual, error);
                whole.TransposedTimes(error, slope);
                foreach (var i in system.FreeEntries)
                    state[i] -= eta * slope[i];
                whole.Times(state, residual);
                if (cycle < Cycles && Alpha > 0)
                    constraints.Accumulate(residual, lambda, Alpha, Care == LoopCare.Leak ? 1 - Leak : 1);
            }
            TensorPrimitives.Add(lambda, residual, errors.Row(sample));
        }
        return new Equilibrium(whole, settled, residuals, errors, IsExact: false);
    }

    // What is left of a network whose weights have diverged.
    private static Equilibrium Broken(Coboundary whole, int samples)
    {
        Matrix states = new(samples, whole.Columns), errors = new(samples, whole.Rows);
        for (var sample = 0; sample < samples; sample++)
        {
            states.Row(sample).Fill(double.NaN);
            errors.Row(sample).Fill(double.NaN);
        }
        return new Equilibrium(whole, states, errors, errors, IsExact: false);
    }

    // The edges that have multipliers, and what of their errors multipliers collect.
    private sealed class Constraints
    {
        private readonly Coboundary _whole;
        private readonly IReadOnlyList<int> _forward;
        private readonly int[] _edges;
        private readonly Matrix? _harmonic;
        private readonly double[] _collected;

        public Constraints(RelativeSystem system, LoopCare care)
        {
            _whole = system.Whole;
            var target = _whole.Graph.Vertices - 1;
            _forward = Graph.FirstEdges([.. _whole.Edges.Select(edge => (edge.V, edge.U))]);
            _edges = [.. (care == LoopCare.Spanning ? _forward : Enumerable.Range(0, _whole.Edges.Count))
                .Where(e => _whole.Edges[e].U != target)];
            var own = new Coboundary(
                system.Relative.VertexStalks, [.. _edges.Select(e => system.Relative.Edges[e])]);
            _collected = new double[own.Rows];
            if (care == LoopCare.Projection)
                _harmonic = Cohomology.Of(own).H1;
        }

        // Every activity as predicted from the input along first edges; the target is held.
        public void Follow(Span<double> state)
        {
            foreach (var e in _forward)
            {
                var edge = _whole.Edges[e];
                if (edge.U < _whole.Graph.Vertices - 1)
                    edge.MapV.Times(_whole.At(state, edge.V), _whole.At(state, edge.U));
            }
        }

        public void Accumulate(ReadOnlySpan<double> residual, double[] lambda, double alpha, double keep)
        {
            var at = 0;
            foreach (var e in _edges)
            {
                _whole.On(residual, e).CopyTo(_collected.AsSpan(at));
                at += _whole.EdgeStalks[e];
            }
            for (var k = 0; k < (_harmonic?.Rows ?? 0); k++)
            {
                var mode = _harmonic!.Row(k);
                TensorPrimitives.MultiplyAdd(
                    mode, -TensorPrimitives.Dot<double>(mode, _collected), _collected, _collected);
            }
            at = 0;
            foreach (var e in _edges)
            {
                var to = _whole.On(lambda.AsSpan(), e);
                TensorPrimitives.Multiply(to, keep, to);
                TensorPrimitives.MultiplyAdd(_collected.AsSpan(at, to.Length), alpha, to, to);
                at += to.Length;
            }
        }
    }
}
