using System.Numerics.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>Minimises ½ xᵀ(Q + R)x + (q − R v)ᵀx subject to bounds on A x, again and again for new v.</summary>
/// <remarks>
/// Alternating directions as in OSQP (Stellato et al. 2020, algorithm 1, with its over-relaxation and its change of the
/// inner penalty from the residuals; the certificate of §3.4 for contradicting constraints), in double precision. x,
/// the row values and the multipliers stay from call to call, so that a proposal near the last one costs a few steps.
/// </remarks>
internal sealed class QpSolver
{
    private const double Sigma = 1e-6, Relaxation = 1.6, Tolerance = 1e-9, Equality = 1e3;
    private const int StepLimit = 50_000, CheckEvery = 10;
    private readonly Matrix _curvature, _rows;
    private readonly double[] _slope, _lower, _upper, _x, _values, _multipliers, _change;
    private readonly double[] _next, _perRow, _perState, _rho;
    private readonly float[] _price;
    private double _innerPenalty = 0.1;
    private Cholesky? _factor;

    public QpSolver(QuadraticProgram program)
    {
        _curvature = Matrix.From(program.Curvature);
        _rows = Matrix.From(program.Rows);
        _slope = [.. program.Slope];
        _lower = [.. program.Lower];
        _upper = [.. program.Upper];
        int n = _slope.Length, m = _lower.Length;
        (_x, _next, _perState, _price) = (new double[n], new double[n], new double[n], new float[n]);
        (_values, _multipliers, _change, _perRow, _rho) =
            (new double[m], new double[m], new double[m], new double[m], new double[m]);
    }

    /// <summary>The answer to a proposal; false where the constraints contradict each other.</summary>
    /// <exception cref="InvalidOperationException">The inner iteration did not settle.</exception>
    public bool TrySolve(ReadOnlySpan<float> proposal, ReadOnlySpan<float> rho, Span<float> answer)
    {
        if (_factor == null || !AgentRows.Equal(_price, rho))
            Factor(rho);
        var slope = new double[_slope.Length];
        for (var i = 0; i < slope.Length; i++)
            slope[i] = _slope[i] - ((double)_price[i] * proposal[i]);
        for (var step = 1; step <= StepLimit; step++)
        {
            Step(slope);
            if (step % CheckEvery != 0)
                continue;
            var (primal, dual) = Residuals(slope, out var primalScale, out var dualScale);
            if (primal <= Tolerance * (1 + primalScale) && dual <= Tolerance * (1 + dualScale))
            {
                for (var i = 0; i < answer.Length; i++)
                    answer[i] = (float)_x[i];
                return true;
            }
            if (Contradicts())
                return false;
            if (step % (10 * CheckEvery) == 0)
                Balance(primal / Math.Max(primalScale, 1e-10), dual / Math.Max(dualScale, 1e-10));
        }
        throw new InvalidOperationException(
            "An agent's quadratic program did not settle: scale its costs and constraints to moderate numbers.");
    }

    private void Factor(ReadOnlySpan<float> rho)
    {
        for (var i = 0; i < _price.Length; i++)
            _price[i] = rho[rho.Length == 1 ? 0 : i];
        var system = _curvature.Copy();
        for (var i = 0; i < system.Rows; i++)
            system[i, i] += _price[i] + Sigma;
        for (var i = 0; i < _rho.Length; i++)
            _rho[i] = _innerPenalty * (_lower[i] == _upper[i] ? Equality : 1);
        _rows.AddGramTo(system, _rho);
        _factor = Cholesky.TryOf(system) ?? throw new ArgumentException("The penalty ρ must be positive and finite.");
    }

    // (Q + R + σ + AᵀPA) x̃ = σ x − s + Aᵀ(P z − y);  z ← the bounds' nearest to z̃ + y/P;  y ← y + P (z̃ − z)
    private void Step(double[] slope)
    {
        for (var i = 0; i < _rho.Length; i++)
            _perRow[i] = (_rho[i] * _values[i]) - _multipliers[i];
        _rows.TransposedTimes(_perRow, _next);
        for (var i = 0; i < _next.Length; i++)
            _next[i] += (Sigma * _x[i]) - slope[i];
        _factor!.Solve(_next);
        _rows.Times(_next, _perRow);
        for (var i = 0; i < _x.Length; i++)
            _x[i] = (Relaxation * _next[i]) + ((1 - Relaxation) * _x[i]);
        for (var i = 0; i < _rho.Length; i++)
        {
            var relaxed = (Relaxation * _perRow[i]) + ((1 - Relaxation) * _values[i]);
            var wish = relaxed + (_multipliers[i] / _rho[i]);
            _values[i] = Math.Clamp(wish, _lower[i], _upper[i]);
            _change[i] = _rho[i] * (relaxed - _values[i]);
            _multipliers[i] += _change[i];
        }
    }

    // ‖Ax − z‖ and ‖(Q + R)x + s + Aᵀy‖, largest entries, and the sizes of the terms they are differences of.
    private (double Primal, double Dual) Residuals(double[] slope, out double primalScale, out double dualScale)
    {
        double primal = 0, dual = 0;
        primalScale = dualScale = 0;
        _rows.Times(_x, _perRow);
        for (var i = 0; i < _perRow.Length; i++)
        {
            primal = Math.Max(primal, Math.Abs(_perRow[i] - _values[i]));
            primalScale = Math.Max(primalScale, Math.Max(Math.Abs(_perRow[i]), Math.Abs(_values[i])));
        }
        _curvature.Times(_x, _next);
        _rows.TransposedTimes(_multipliers, _perState);
        for (var i = 0; i < _x.Length; i++)
        {
            var curved = _next[i] + (_price[i] * _x[i]);
            dual = Math.Max(dual, Math.Abs(curved + slope[i] + _perState[i]));
            var terms = Math.Max(Math.Abs(curved), Math.Max(Math.Abs(slope[i]), Math.Abs(_perState[i])));
            dualScale = Math.Max(dualScale, terms);
        }
        return (primal, dual);
    }

    // A change d of the multipliers with Aᵀd = 0 and upper·d₊ + lower·d₋ < 0 proves that no x meets all bounds.
    private bool Contradicts()
    {
        var size = _change.Length == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(_change));
        if (size <= 1e-12)
            return false;
        _rows.TransposedTimes(_change, _perState);
        var support = 0.0;
        for (var i = 0; i < _change.Length; i++)
            support += Math.Abs(_change[i]) <= 1e-9 * size ? 0 : _change[i] * (_change[i] > 0 ? _upper[i] : _lower[i]);
        return Math.Abs(TensorPrimitives.MaxMagnitude<double>(_perState)) <= 1e-7 * size && support <= -1e-7 * size;
    }

    private void Balance(double primal, double dual)
    {
        var factor = Math.Sqrt(Math.Max(primal, 1e-14) / Math.Max(dual, 1e-14));
        if (factor is > 0.2 and < 5)
            return;
        _innerPenalty = Math.Clamp(_innerPenalty * factor, 1e-6, 1e6);
        Factor(_price);
    }
}
