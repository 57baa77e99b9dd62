using System.Numerics.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>Minimises ½ xᵀ(Q + R)x + (q − R v)ᵀx subject to bounds on A x, again and again for new v.</summary>
/// <remarks>
/// Alternating directions as in OSQP (Stellato et al. 2020, algorithm 1, with its over-relaxation and its change of the
/// inner penalty from the residuals; the certificate of §3.4 for contradicting constraints), in double precision. Once
/// the rows that hold with equality seem known, their equations are solved at once, and if what comes out is optimal it
/// is the answer (§4). The inner penalty changes at growing intervals, so that it cannot go back and forth for ever. x,
/// the row values and the multipliers stay from call to call: a proposal near the last one costs a few steps.
/// </remarks>
internal sealed class QpSolver
{
    private const double Sigma = 1e-6, Relaxation = 1.6, Tolerance = 1e-9, Equality = 1e3;
    private const int StepLimit = 200_000, CheckEvery = 10, FirstBalance = 50;
    private readonly Matrix _curvature, _rows;
    private readonly double[] _slope, _lower, _upper, _x, _values, _multipliers, _change;
    private readonly double[] _next, _perRow, _perState, _rho;
    private readonly float[] _price;
    private readonly int[] _sides, _sidesBefore;
    private double _innerPenalty = 0.1;
    private Cholesky? _factor, _cost;

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
        (_sides, _sidesBefore) = (new int[m], new int[m]);
    }

    /// <summary>How many inner steps the last answer took.</summary>
    public int LastSteps { get; private set; }

    /// <summary>The answer to a proposal; false where the constraints contradict each other.</summary>
    /// <exception cref="InvalidOperationException">The inner iteration did not settle.</exception>
    public bool TrySolve(ReadOnlySpan<float> proposal, ReadOnlySpan<float> rho, Span<float> answer)
    {
        if (_factor == null || !AgentRows.Equal(_price, rho))
            Price(rho);
        var slope = new double[_slope.Length];
        for (var i = 0; i < slope.Length; i++)
            slope[i] = _slope[i] - ((double)_price[i] * proposal[i]);
        double balanceAt = FirstBalance, interval = FirstBalance;
        for (var step = 1; step <= StepLimit; step++)
        {
            Step(slope);
            LastSteps = step;
            if (step % CheckEvery != 0)
                continue;
            var (primal, dual) = Residuals(slope, out var primalScale, out var dualScale);
            var settled = primal <= Tolerance * (1 + primalScale) && dual <= Tolerance * (1 + dualScale);
            if (settled || TryFinish(slope))
            {
                for (var i = 0; i < answer.Length; i++)
                    answer[i] = (float)_x[i];
                return true;
            }
            if (Contradicts())
                return false;
            if (step >= balanceAt)
            {
                Balance(primal / Math.Max(primalScale, 1e-10), dual / Math.Max(dualScale, 1e-10));
                balanceAt = step + (interval *= 1.3);
            }
        }
        throw new InvalidOperationException(
            "An agent's quadratic program did not settle: scale its costs and constraints to moderate numbers.");
    }

    private void Price(ReadOnlySpan<float> rho)
    {
        for (var i = 0; i < _price.Length; i++)
            _price[i] = rho[rho.Length == 1 ? 0 : i];
        _cost = Factor(0);
        FactorStep();
    }

    private void FactorStep()
    {
        for (var i = 0; i < _rho.Length; i++)
            _rho[i] = _innerPenalty * (_lower[i] == _upper[i] ? Equality : 1);
        _factor = Factor(Sigma, _rho);
    }

    private Cholesky Factor(double raised, params ReadOnlySpan<double> weights)
    {
        var system = _curvature.Copy();
        for (var i = 0; i < system.Rows; i++)
            system[i, i] += _price[i] + raised;
        if (weights.Length > 0)
            _rows.AddGramTo(system, weights);
        return Cholesky.TryOf(system) ?? throw new ArgumentException("The penalty ρ must be positive and finite.");
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
            // Exactly zero inside the bounds, so that its sign says which bound holds.
            var multiplier = wish == _values[i] ? 0 : _rho[i] * (wish - _values[i]);
            _change[i] = multiplier - _multipliers[i];
            _multipliers[i] = multiplier;
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

    // Solves for x as if the rows with a multiplier were equalities; true if bounds and signs say that this is optimal.
    private bool TryFinish(double[] slope)
    {
        var active = new List<int>();
        for (var i = 0; i < _sides.Length; i++)
        {
            _sides[i] = _lower[i] == _upper[i] ? 1 : Math.Sign(_multipliers[i]);
            if (_sides[i] != 0)
                active.Add(i);
        }
        var same = _sides.AsSpan().SequenceEqual(_sidesBefore);
        _sides.CopyTo(_sidesBefore, 0);
        return same && active.Count <= _x.Length && Finish(slope, active);
    }

    // With H = Q + R:  (A H⁻¹ Aᵀ) y = −b − A H⁻¹ s  for the active rows,  x = −H⁻¹ (s + Aᵀy).
    private bool Finish(double[] slope, List<int> active)
    {
        var solved = new Matrix(active.Count, slope.Length);
        var schur = new Matrix(active.Count, active.Count);
        double[] x = [.. slope], y = new double[active.Count];
        _cost!.Solve(x);
        for (var k = 0; k < active.Count; k++)
        {
            var row = _rows.Row(active[k]);
            var bound = _sides[active[k]] > 0 ? _upper[active[k]] : _lower[active[k]];
            row.CopyTo(solved.Row(k));
            _cost.Solve(solved.Row(k));
            y[k] = -bound - TensorPrimitives.Dot<double>(row, x);
            for (var j = 0; j <= k; j++)
                schur[k, j] = TensorPrimitives.Dot<double>(_rows.Row(active[j]), solved.Row(k));
        }
        if (Cholesky.TryOf(schur) is not { } factor)
            return false;
        factor.Solve(y);
        for (var k = 0; k < y.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(solved.Row(k), y[k], x, x);
            if (_lower[active[k]] < _upper[active[k]] && y[k] * _sides[active[k]] < -1e-12)
                return false;
        }
        TensorPrimitives.Negate(x, x);
        return Accept(x, y, active);
    }

    private bool Accept(double[] x, double[] y, List<int> active)
    {
        _rows.Times(x, _perRow);
        for (var i = 0; i < _perRow.Length; i++)
            if (_perRow[i] < _lower[i] - (Tolerance * (1 + Math.Abs(_lower[i])))
                || _perRow[i] > _upper[i] + (Tolerance * (1 + Math.Abs(_upper[i]))))
                return false;
        x.CopyTo(_x, 0);
        _perRow.CopyTo(_values, 0);
        Array.Clear(_multipliers);
        for (var k = 0; k < y.Length; k++)
            _multipliers[active[k]] = y[k];
        return true;
    }

    private void Balance(double primal, double dual)
    {
        var factor = Math.Sqrt(Math.Max(primal, 1e-14) / Math.Max(dual, 1e-14));
        if (factor is > 0.2 and < 5)
            return;
        _innerPenalty = Math.Clamp(_innerPenalty * Math.Clamp(factor, 0.1, 10), 1e-6, 1e6);
        FactorStep();
    }
}
