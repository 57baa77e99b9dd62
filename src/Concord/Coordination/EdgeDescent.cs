using System.Numerics.Tensors;
using Concord.Sheaves;

namespace Concord.Coordination;

/// <summary>
/// Conjugate gradients in double precision, run to convergence, for y that minimises ‖A y − E δ t‖² + damping ‖y‖².
/// </summary>
/// <remarks>
/// The damping is 0 or 1. A = E δ W with diagonal E and W, by conjugate gradients on the normal equations (CGLS; Björck
/// 1996, §7.4.1). Without damping W y is the part of t beside the sections. Directions that A shrinks to less than the
/// tolerance of sections count as sections, since maps rounded to single precision agree around a cycle no better.
/// </remarks>
internal sealed class EdgeDescent(Coboundary map, double[] rows, double[] columns, double damping)
{
    // Single-precision results have seven digits; these are two more.
    private const double Tolerance = 1e-9, Rounding = 1e-14;
    private const int StepsPerNumber = 8, LeastSteps = 100;
    private readonly double[] _r = new double[map.Rows], _q = new double[map.Rows], _edges = new double[map.Rows];
    private readonly double[] _s = new double[map.Columns], _p = new double[map.Columns];
    private readonly double[] _state = new double[map.Columns];
    private double _floor;

    /// <summary>Improves y from where it is.</summary>
    public void Solve(ReadOnlySpan<double> t, double[] y)
    {
        TensorPrimitives.Divide(t, columns, _state);
        var size = TensorPrimitives.Norm<double>(_state);
        map.Times(t, _r);
        TensorPrimitives.Multiply(_r, rows, _r);                            // r = E δ t − A y
        var steepest = Slope(y, start: true);
        Times(y, _q);
        TensorPrimitives.Subtract(_r, _q, _r);
        var slope = Slope(y);                                               // s = Aᵀ r − damping y
        _s.CopyTo(_p, 0);
        for (var step = 0; step < LeastSteps + (StepsPerNumber * _p.Length); step++)
        {
            // With damping 1 the error of y is at most the slope.
            var enough = damping > 0
                ? slope <= Math.Max(Tolerance * size, Rounding * steepest)
                : Gap <= Math.Max(Tolerance * size, 2 * _floor);
            if (enough || !(slope > 0))
                return;
            Times(_p, _q);
            double stretched = Square(_q), length = Square(_p), curvature = stretched + (damping * length);
            if (damping == 0 && stretched <= Sheaf.SectionTolerance * Sheaf.SectionTolerance * length)
            {
                _floor = Gap;
                return;
            }
            var alpha = slope * slope / curvature;
            TensorPrimitives.MultiplyAdd(_p, alpha, y, y);                  // y ← y + α p
            TensorPrimitives.MultiplyAdd(_q, -alpha, _r, _r);               // r ← r − α A p
            var next = Slope(y);
            TensorPrimitives.MultiplyAdd(_p, next / slope * (next / slope), _s, _p);    // p ← s + β p
            slope = next;
        }
    }

    private double Gap => TensorPrimitives.Norm<double>(_r);

    // s and its length; at the start y counts as zero.
    private double Slope(double[] y, bool start = false)
    {
        TensorPrimitives.Multiply(_r, rows, _edges);
        map.TransposedTimes(_edges, _s);
        TensorPrimitives.Multiply(_s, columns, _s);
        if (damping > 0 && !start)
            TensorPrimitives.MultiplyAdd(y, -damping, _s, _s);
        return TensorPrimitives.Norm<double>(_s);
    }

    private void Times(double[] y, double[] image)
    {
        TensorPrimitives.Multiply(y, columns, _state);
        map.Times(_state, image);
        TensorPrimitives.Multiply(image, rows, image);
    }

    private static double Square(double[] vector) => TensorPrimitives.SumOfSquares<double>(vector);
}
