using System.Numerics.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>Minimises ½ xᵀ(Q + R)x + (q − R v)ᵀx subject to bounds on A x, again and again for new v.</summary>
/// <remarks>
/// The dual active-set method (Goldfarb and Idnani 1983) in double precision. With Q + R = C Cᵀ and y = Cᵀx the program
/// is the projection of a point on a polyhedron; its rows are then made as long as 1, so the units of costs, rows and
/// coordinates do not matter. x comes from the equations of the rows that are held, refined in the units of the program
/// (Wilkinson). The rows that are held stay from call to call, so a proposal near the last one costs one step.
/// </remarks>
internal sealed class QpSolver
{
    // Where the numbers of a program, rounded to single precision, can make rows dependent or bounds contradict.
    private const double Rounding = 2.5e-7;
    private const double Exact = 1e-12, Violation = 1e-10, LooseViolation = 1e-7;
    private const double WrongSign = 1e-11, Noise = 1e-13, Nothing = 1e-14;
    private const int Refinements = 2;
    private readonly Matrix _curvature, _rows, _units;
    private readonly double[] _slope, _lower, _upper, _lengths, _x, _y, _gradient;
    private readonly double[] _bounds, _multipliers, _sizes, _step, _coefficients;
    private readonly float[] _price;
    private readonly int[] _sides;
    private readonly bool[] _held, _redundant;
    private readonly WorkingSet _set;
    private Cholesky? _cost;
    private double _reach;

    public QpSolver(QuadraticProgram program)
    {
        _curvature = Matrix.From(program.Curvature);
        _rows = Matrix.From(program.Rows);
        _slope = [.. program.Slope];
        _lower = [.. program.Lower];
        _upper = [.. program.Upper];
        int n = _slope.Length, m = _lower.Length;
        (_x, _y, _gradient, _price) = (new double[n], new double[n], new double[n], new float[n]);
        (_bounds, _multipliers, _sizes, _step, _coefficients) =
            (new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_lengths, _sides, _held, _redundant) = (new double[m], new int[m], new bool[m], new bool[m]);
        _units = new Matrix(m, n);
        _set = new WorkingSet(n);
    }

    /// <summary>How many sets of rows were held until the last answer was found.</summary>
    public int LastSteps { get; private set; }

    /// <summary>The answer to a proposal; false where the constraints contradict each other.</summary>
    /// <exception cref="InvalidOperationException">Rounding left no digits to decide by.</exception>
    public bool TrySolve(ReadOnlySpan<float> proposal, ReadOnlySpan<float> rho, Span<float> answer)
    {
        if (_cost == null || !AgentRows.Equal(_price, rho))
            Price(rho);
        for (var i = 0; i < _gradient.Length; i++)
            _gradient[i] = _slope[i] - ((double)_price[i] * proposal[i]);
        var patience = 50 + (10 * (_slope.Length + _lower.Length));
        for (LastSteps = 1; LastSteps <= 3 * patience; LastSteps++)
        {
            Settle();
            // Only rounding can make rows come and go for so long; then it is let pass.
            var isLate = LastSteps > patience;
            var row = MostViolated(isLate ? LooseViolation : Violation, isLate ? Noise * _reach : 0);
            if (row < 0)
                return Write(answer);
            if (_lengths[row] == 0 || !Hold(row))
                return false;
        }
        throw NoDigits();
    }

    private static InvalidOperationException NoDigits() => new(
        "An agent's quadratic program must be solvable in double precision, but its constraints are too nearly "
        + "dependent, or its numbers too large.");

    // Factors the cost anew and measures the rows by it; rows that are held stay so.
    private void Price(ReadOnlySpan<float> rho)
    {
        for (var i = 0; i < _price.Length; i++)
            _price[i] = rho[rho.Length == 1 ? 0 : i];
        _cost = Convexity.Factor(_curvature, _price)
            ?? throw new ArgumentException("The penalty ρ must be positive and finite.");
        for (var i = 0; i < _lengths.Length; i++)
        {
            var unit = _units.Row(i);
            _rows.Row(i).CopyTo(unit);
            _cost.SolveLower(unit);
            _lengths[i] = TensorPrimitives.Norm<double>(unit);
            if (_lengths[i] > 0)
                TensorPrimitives.Divide(unit, _lengths[i], unit);
        }
        int[] held = [.. _set.Rows];
        _set.Clear();
        Array.Clear(_held);
        foreach (var row in held)
            if (!(_set.Split(_units.Row(row), _coefficients) is var length && length < Exact))
                Add(row);
    }

    private void Add(int row)
    {
        _set.Add(row, _units.Row(row));
        _held[row] = true;
        Array.Clear(_redundant);
    }

    private void LetGo(int place)
    {
        _held[_set.Rows[place]] = false;
        _multipliers.AsSpan(place + 1).CopyTo(_multipliers.AsSpan(place));
        _set.RemoveAt(place, _units);
        Array.Clear(_redundant);
    }

    // x of the rows that are held; rows that hold it back from nothing are let go, one after the other.
    private void Settle()
    {
        for (; ; )
        {
            Solve();
            var (worst, place) = (0.0, -1);
            for (var k = 0; k < _set.Count; k++)
            {
                var along = _sides[_set.Rows[k]] * _multipliers[k];
                if (along < -WrongSign * _sizes[k] && along < worst)
                    (worst, place) = (along, k);
            }
            if (place < 0)
                return;
            LetGo(place);
        }
    }

    // (Q + R) x + g = Σ λ a and a · x = bound for the rows that are held, with what is left over solved for again.
    private void Solve()
    {
        Array.Clear(_x);
        Array.Clear(_multipliers);
        Array.Clear(_sizes);
        for (var round = 0; round <= Refinements; round++)
        {
            for (var i = 0; i < _y.Length; i++)
                _y[i] = -_gradient[i] - (_price[i] * _x[i]) - TensorPrimitives.Dot<double>(_curvature.Row(i), _x);
            for (var k = 0; k < _set.Count; k++)
            {
                var i = _set.Rows[k];
                TensorPrimitives.MultiplyAdd(_rows.Row(i), _multipliers[k] / _lengths[i], _y, _y);
                _bounds[k] = (Bound(i) - TensorPrimitives.Dot<double>(_rows.Row(i), _x)) / _lengths[i];
            }
            _cost!.SolveLower(_y);
            var from = TensorPrimitives.Norm<double>(_y);
            _set.Project(_y, _bounds, _step);
            if (round == 0)
                _reach = Math.Max(from, TensorPrimitives.Norm<double>(_y));
            _cost.SolveUpper(_y);
            TensorPrimitives.Add<double>(_x, _y, _x);
            for (var k = 0; k < _set.Count; k++)
            {
                _multipliers[k] += _step[k];
                _sizes[k] = Math.Max(_sizes[k], Math.Abs(_step[k]));
            }
        }
    }

    private double Bound(int row) => _sides[row] < 0 ? _upper[row] : _lower[row];

    // The row that x violates by most, an equality before others; −1 for none.
    private int MostViolated(double tolerance, double floor)
    {
        var (worst, row, isEquality) = (0.0, -1, false);
        for (var i = 0; i < _lower.Length; i++)
        {
            if (_held[i] || _redundant[i])
                continue;
            var value = TensorPrimitives.Dot<double>(_rows.Row(i), _x);
            var (gap, bound) = value < _lower[i] ? (_lower[i] - value, _lower[i]) : (value - _upper[i], _upper[i]);
            if (!(gap > 0) || gap <= tolerance * (Math.Abs(bound) + Terms(i)))
                continue;
            var distance = _lengths[i] > 0 ? gap / _lengths[i] : double.PositiveInfinity;
            var equal = _lower[i] == _upper[i];
            if (distance <= floor || (isEquality && !equal) || (isEquality == equal && distance <= worst))
                continue;
            (worst, row, isEquality) = (distance, i, equal);
        }
        return row;
    }

    // Σ |a_j x_j|, beside which the rounding of a row's value is judged.
    private double Terms(int row)
    {
        var sum = 0.0;
        var entries = _rows.Row(row);
        for (var j = 0; j < _x.Length; j++)
            sum += Math.Abs(entries[j] * _x[j]);
        return sum;
    }

    // Holds a violated row at its bound, after letting go what it pushes x away from; false for a contradiction.
    private bool Hold(int row)
    {
        var value = TensorPrimitives.Dot<double>(_rows.Row(row), _x);
        var side = value < _lower[row] ? 1 : -1;
        var bound = side > 0 ? _lower[row] : _upper[row];
        var violation = side * (bound - value);
        var gap = violation / _lengths[row];
        for (; ; )
        {
            var length = _set.Split(_units.Row(row), _coefficients);
            var (dependence, rest) = Dependence(row);
            if (dependence > Exact && length <= Nothing * (1 + TensorPrimitives.SumOfMagnitudes<double>(Coefficients)))
                dependence = Exact;
            var isRounding = dependence > Exact && dependence <= Rounding;
            if (isRounding && violation <= Rounding * (Math.Abs(bound) + Terms(row)))
                return _redundant[row] = true;
            var isDependent = dependence <= Rounding;
            var whole = isDependent ? double.PositiveInfinity : gap / (length * length);
            var (part, place) = Blocking(side);
            if (whole <= part && !isDependent)
            {
                _sides[row] = _lower[row] == _upper[row] ? 0 : side;
                Add(row);
                return true;
            }
            if (place < 0)
                return !Contradicts(row, side * bound, side, rest) && (_redundant[row] = true);
            for (var k = 0; k < _set.Count; k++)
                _multipliers[k] -= side * part * _coefficients[k];
            gap -= isDependent ? 0 : part * length * length;
            LetGo(place);
        }
    }

    // How far a row's multiplier can grow until that of a row that is held is zero, and which one.
    private (double Part, int Place) Blocking(int side)
    {
        var least = Exact * Largest(Coefficients);
        var (part, place) = (double.PositiveInfinity, -1);
        for (var k = 0; k < _set.Count; k++)
        {
            var along = _sides[_set.Rows[k]] * side * _coefficients[k];
            if (along <= least)
                continue;
            var steps = Math.Max(0, _sides[_set.Rows[k]] * _multipliers[k]) / along;
            if (steps < part)
                (part, place) = (steps, k);
        }
        return (part, place);
    }

    // Of a row beside the combination of those held: the largest share of an entry that is left of its terms, and the
    // change that this can make to the row's value at x. A coefficient that is rounding may spoil an entry that only
    // its row has, so without the small ones it is tried again.
    private (double Share, double Change) Dependence(int row)
    {
        var whole = Beside(row);
        if (whole.Share <= Exact)
            return whole;
        Coefficients.CopyTo(_step);
        var least = 4 * Rounding * Largest(Coefficients);
        foreach (ref var coefficient in Coefficients)
            coefficient = Math.Abs(coefficient) <= least ? 0 : coefficient;
        var part = Beside(row);
        if (part.Share <= Rounding)
            return part;
        _step.AsSpan(0, _set.Count).CopyTo(_coefficients);
        return whole;
    }

    private (double Share, double Change) Beside(int row)
    {
        var (share, rest) = (0.0, 0.0);
        for (var j = 0; j < _x.Length; j++)
        {
            var left = _rows[row, j] / _lengths[row];
            var size = Math.Abs(left);
            for (var k = 0; k < _set.Count; k++)
            {
                var term = _coefficients[k] * _rows[_set.Rows[k], j] / _lengths[_set.Rows[k]];
                left -= term;
                size += Math.Abs(term);
            }
            if (size > 0)
                share = Math.Max(share, Math.Abs(left) / size);
            rest += Math.Abs(left * _x[j]);
        }
        return (share, rest);
    }

    private Span<double> Coefficients => _coefficients.AsSpan(0, _set.Count);

    private static double Largest(ReadOnlySpan<double> numbers) =>
        numbers.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(numbers));

    // Whether the bounds of the rows held imply that a dependent row misses its bound, by more than rounding.
    private bool Contradicts(int row, double bound, int side, double rest)
    {
        double gap = bound / _lengths[row], size = Math.Abs(gap);
        for (var k = 0; k < _set.Count; k++)
        {
            var implied = _coefficients[k] * Bound(_set.Rows[k]) / _lengths[_set.Rows[k]];
            gap -= side * implied;
            size += Math.Abs(implied);
        }
        return gap > (Rounding * size) + (2 * rest);
    }

    // Bounds on single coordinates hold to the last bit.
    private bool Write(Span<float> answer)
    {
        for (var k = 0; k < _set.Count; k++)
        {
            var i = _set.Rows[k];
            var gap = Math.Abs(TensorPrimitives.Dot<double>(_rows.Row(i), _x) - Bound(i));
            if (!(gap <= (1e-6 * (Math.Abs(Bound(i)) + Terms(i))) + (Noise * _reach * _lengths[i])))
                throw NoDigits();
        }
        for (var i = 0; i < _lower.Length; i++)
            if (_rows.Row(i) is var row && row.IndexOfAnyExcept(0) is var j and >= 0
                && !row[(j + 1)..].ContainsAnyExcept(0))
            {
                var (first, second) = (_lower[i] / row[j], _upper[i] / row[j]);
                _x[j] = Math.Max(Math.Min(_x[j], Math.Max(first, second)), Math.Min(first, second));
            }
        for (var i = 0; i < answer.Length; i++)
            answer[i] = (float)_x[i];
        return true;
    }
}
