namespace Concord.Tests.Reference;

/// <summary>A fixed number of conjugate gradient steps, as the release of Sheaf-ADMM takes them.</summary>
public static class ConjugateSteps
{
    private const double Guard = 1e-8;

    /// <summary>The z after T steps towards (γ L + μ) z = μ t for one sample.</summary>
    /// <param name="coboundary">δ, dense; L = δᵀδ.</param>
    /// <param name="pull">γ.</param>
    /// <param name="anchor">μ.</param>
    /// <param name="target">t.</param>
    /// <param name="start">Where the steps begin.</param>
    /// <param name="steps">T.</param>
    public static double[] Solve(
        double[,] coboundary, double pull, double anchor, double[] target, double[] start, int steps)
    {
        var adjoint = Matrices.Transposed(coboundary);
        double[] System(double[] x) =>
            Entries.Combine(Matrices.Apply(adjoint, Matrices.Apply(coboundary, x)), pull, x, anchor);

        var z = start;
        var r = Entries.Combine(target, anchor, System(z), -1);
        var p = r;
        var squared = Matrices.Dot(r, r);
        for (var k = 0; k < steps; k++)
        {
            var product = System(p);
            var alpha = squared / (Matrices.Dot(p, product) + Guard);
            z = Entries.Combine(z, 1, p, alpha);
            r = Entries.Combine(r, 1, product, -alpha);
            var next = Matrices.Dot(r, r);
            var beta = next / (squared + Guard);
            p = Entries.Combine(r, 1, p, beta);
            squared = next;
        }
        return z;
    }
}
