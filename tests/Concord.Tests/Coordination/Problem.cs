using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Reference;
using Concord.Tests.Sheaves;

namespace Concord.Tests.Coordination;

/// <summary>Quadratic agents over a sample sheaf, whose best answer is known exactly.</summary>
internal sealed class Problem
{
    private readonly Sheaf _sheaf;
    private readonly float[] _curvature, _slope;

    /// <summary>Curvatures between 0.5 and 2.5 and slopes drawn from a seed.</summary>
    public Problem(string sheaf, ulong seed = 1)
    {
        _sheaf = SampleSheaves.All[sheaf];
        var rng = new Rng(seed);
        _curvature = [.. Enumerable.Range(0, State).Select(_ => (float)(0.5 + (2 * rng.Uniform())))];
        _slope = [.. Enumerable.Range(0, State).Select(_ => (float)(2 * rng.Normal()))];
    }

    public int State => _sheaf.Layout.StateSize;

    public BoundSheaf On(Tape tape) => _sheaf.On(tape);

    public DiagonalAgents Agents(Tape tape, bool tracked = false) =>
        new(tape.Input(_curvature, [1, State], tracked), tape.Input(_slope, [1, State], tracked));

    /// <summary>x = z = u = 0.</summary>
    public AdmmState Start(Tape tape, float rho = 1) => AdmmState.From(tape.Zeros([1, State]), Penalty.Same(tape, rho));

    /// <summary>The x that minimises Σ f + (γ/2) xᵀLx: (Q + γL) x = −q.</summary>
    public double[] SoftAnswer(double pull)
    {
        var system = SampleSheaves.Dense(_sheaf).Laplacian();
        for (var i = 0; i < State; i++)
            for (var j = 0; j < State; j++)
                system[i, j] = (pull * system[i, j]) + (i == j ? _curvature[i] : 0);
        return LinearSystem.Solve(system, [.. _slope.Select(q => -(double)q)])!;
    }

    /// <summary>
    /// The section that minimises Σ f: with an orthonormal basis B of the sections, BᵀQB y = −Bᵀq and x = B y.
    /// </summary>
    public double[] HardAnswer()
    {
        var spectrum = new Spectrum(SampleSheaves.Dense(_sheaf).Laplacian());
        var zero = 1e-6 * spectrum.Values.Append(1e-30).Max();
        int[] flat = [.. Enumerable.Range(0, State).Where(c => spectrum.Values[c] <= zero)];
        var system = new double[flat.Length, flat.Length];
        var right = new double[flat.Length];
        for (var a = 0; a < flat.Length; a++)
            for (var i = 0; i < State; i++)
            {
                right[a] -= spectrum.Vectors[i, flat[a]] * _slope[i];
                for (var b = 0; b < flat.Length; b++)
                    system[a, b] += spectrum.Vectors[i, flat[a]] * _curvature[i] * spectrum.Vectors[i, flat[b]];
            }
        var y = LinearSystem.Solve(system, right)!;
        double Coordinate(int i) => Enumerable.Range(0, flat.Length).Sum(a => spectrum.Vectors[i, flat[a]] * y[a]);
        return [.. Enumerable.Range(0, State).Select(Coordinate)];
    }

    public static double Distance(ReadOnlySpan<float> a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < b.Length; i++)
            sum += Math.Pow(a[i] - b[i], 2);
        return Math.Sqrt(sum);
    }
}
