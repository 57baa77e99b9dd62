namespace Concord.Tests.Reference;

/// <summary>The consensus steps for one sample, by the definition, in double precision.</summary>
public static class ConsensusSteps
{
    /// <summary>(γL + diag ρ) z = ρ ∘ t by elimination.</summary>
    public static double[] ExactSoft(double[,] coboundary, double pull, double[] rho, double[] target)
    {
        var system = Matrices.Product(Matrices.Transposed(coboundary), coboundary);
        for (var i = 0; i < target.Length; i++)
            for (var j = 0; j < target.Length; j++)
                system[i, j] = (pull * system[i, j]) + (i == j ? At(rho, i) : 0);
        return LinearSystem.Solve(system, Entries.Multiply(Spread(rho, target.Length), target))!;
    }

    /// <summary>Descent with Nesterov's momentum on (γ/2) zᵀLz + (ρ/2)‖z − t‖²; without a pull on ½ zᵀLz.</summary>
    public static double[] Nesterov(
        double[,] coboundary, double? pull, double[] rho, double[] target, double rate, double momentum, int steps)
    {
        var transposed = Matrices.Transposed(coboundary);
        double[] z = [.. target], m = new double[z.Length];
        for (var k = 0; k < steps; k++)
        {
            var gradient = Matrices.Apply(transposed, Matrices.Apply(coboundary, z));
            if (pull is { } gamma)
                gradient = [.. gradient.Select((g, i) => (gamma * g) + (At(rho, i) * (z[i] - target[i])))];
            m = Entries.Combine(gradient, 1, m, momentum);
            z = [.. z.Select((value, i) => value - (rate * (gradient[i] + (momentum * m[i]))))];
        }
        return z;
    }

    /// <summary>Conjugate gradient steps for multipliers on the edges, from zero; z from the multipliers.</summary>
    public static double[] EdgeSpace(double[,] coboundary, double? pull, double[] rho, double[] target, int steps)
    {
        var transposed = Matrices.Transposed(coboundary);
        var weights = pull == null && rho.Length == 1
            ? [1.0]
            : rho.Select(price => (pull ?? 1) / price).ToArray();
        double[] Weighted(double[] x) => Entries.Multiply(Spread(weights, x.Length), x);
        double[] System(double[] y)
        {
            var around = Matrices.Apply(coboundary, Weighted(Matrices.Apply(transposed, y)));
            return pull == null ? around : Entries.Combine(around, 1, y, 1);
        }
        var edges = coboundary.GetLength(0);
        var lambda = Conjugate(System, Matrices.Apply(coboundary, target), new double[edges], [1.0], steps);
        return Entries.Combine(target, 1, Weighted(Matrices.Apply(transposed, lambda)), -1);
    }

    /// <summary>Conjugate gradient steps where every coordinate has its price, soft, or hard with a small μ.</summary>
    public static double[] Priced(
        double[,] coboundary, double pull, double? small, double[] rho, double[] target, int steps)
    {
        var transposed = Matrices.Transposed(coboundary);
        double[] System(double[] z) =>
            [.. Matrices.Apply(transposed, Matrices.Apply(coboundary, z)).Select((l, i) => small is { } mu
                ? (pull * l / rho[i]) + (mu * z[i])
                : (pull * l) + (rho[i] * z[i]))];
        double[] right = [.. target.Select((t, i) => (small ?? rho[i]) * t)];
        return Conjugate(System, right, target, small == null ? [1.0] : rho, steps);
    }

    private static double[] Conjugate(
        Func<double[], double[]> system, double[] right, double[] start, double[] metric, int steps)
    {
        const double Guard = 1e-8;
        double Dot(double[] a, double[] b) => Matrices.Dot(a, Entries.Multiply(Spread(metric, b.Length), b));

        var x = start;
        var r = Entries.Combine(right, 1, system(x), -1);
        var p = r;
        var squared = Dot(r, r);
        for (var k = 0; k < steps; k++)
        {
            var product = system(p);
            var alpha = squared / (Dot(p, product) + Guard);
            x = Entries.Combine(x, 1, p, alpha);
            r = Entries.Combine(r, 1, product, -alpha);
            var next = Dot(r, r);
            p = Entries.Combine(r, 1, p, next / (squared + Guard));
            squared = next;
        }
        return x;
    }

    private static double At(double[] numbers, int i) => numbers[numbers.Length == 1 ? 0 : i];

    private static double[] Spread(double[] numbers, int count) =>
        numbers.Length == count ? numbers : [.. Enumerable.Repeat(numbers[0], count)];
}
