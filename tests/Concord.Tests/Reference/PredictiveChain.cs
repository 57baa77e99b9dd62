namespace Concord.Tests.Reference;

/// <summary>
/// Predictive coding of one sample in double precision, equation by equation: a chain of residual layers.
/// </summary>
/// <remarks>
/// Seely and Gould 2026, Algorithm 1: f_i(h) = s_i W_i φ(h), and + h in the middle layers; the first layer reads x as
/// it is.
/// </remarks>
public sealed class PredictiveChain(
    double[][,] weights, double[] scales, Func<double, double> activation, Func<double, double> slope)
{
    private int Depth => weights.Length;

    /// <summary>What layer i predicts from the activity below it.</summary>
    public double[] Predict(int i, double[] h)
    {
        var f = Matrices.Apply(weights[i], i == 0 ? h : [.. h.Select(activation)]);
        return [.. f.Select((value, k) => (scales[i] * value) + (Skips(i) ? h[k] : 0))];
    }

    /// <summary>Jᵀ e of layer i at the activity below it.</summary>
    public double[] Credit(int i, double[] h, double[] e)
    {
        var back = Matrices.Apply(Matrices.Transposed(weights[i]), e);
        return [.. back.Select((value, k) => (scales[i] * value * slope(h[k])) + (Skips(i) ? e[k] : 0))];
    }

    /// <summary>∂loss/∂W of every layer for one sample by the chain rule, and the forward pass's loss.</summary>
    public (double[][,] Gradient, double Loss) BackPropagate(double[] x, double[] y)
    {
        var h = Forward(x);
        var error = Entries.Combine(y, 1, h[^1], -1);
        var loss = error.Sum(e => 0.5 * e * e);
        var gradient = new double[Depth][,];
        for (var i = Depth - 1; i >= 0; i--)
        {
            gradient[i] = Outer(i, error, i == 0 ? x : h[i - 1]);
            if (i > 0)
                error = Credit(i, h[i - 1], error);
        }
        return (gradient, loss);
    }

    /// <summary>What the weights learn after T cycles from the forward pass and multipliers of zero.</summary>
    public double[][,] Relax(
        double[] x, double[] y, int cycles, double eta, double alpha, double rho, int inner = 1, double leak = 0,
        bool postDual = false)
    {
        double[][] h = [.. Forward(x)[..^1]];
        double[][] lambda = [.. h.Select(value => new double[value.Length])];
        for (var t = 1; t <= cycles; t++)
        {
            (h, var next) = Cycle(x, y, h, lambda, eta, alpha, rho, inner, leak);
            if (t < cycles || postDual)
                lambda = next;
        }
        var last = Errors(x, y, h, lambda, rho);
        return [.. last.Select((e, i) => Outer(i, e, i == 0 ? x : h[i - 1]))];
    }

    /// <summary>K steps of all activities at once, then one of the multipliers.</summary>
    public (double[][] H, double[][] Lambda) Cycle(
        double[] x, double[] y, double[][] h, double[][] lambda, double eta, double alpha, double rho = 1,
        int inner = 1, double leak = 0)
    {
        for (var k = 0; k < inner; k++)
        {
            var e = Errors(x, y, h, lambda, rho);
            h = [.. h.Select((value, i) =>
                Entries.Combine(value, 1, Entries.Combine(e[i], 1, Credit(i + 1, value, e[i + 1]), -1), -eta))];
        }
        return (h, [.. h.Select((value, i) => Entries.Combine(
            lambda[i], 1 - leak, Entries.Combine(value, 1, Predict(i, i == 0 ? x : h[i - 1]), -1), alpha))]);
    }

    /// <summary>
    /// How all errors move with all hidden activities about a sample's forward pass: rows for the constraints, I at
    /// their own layer and −J at the one below, then rows of −J for the output.
    /// </summary>
    public double[,] Jacobian(double[] x)
    {
        var h = Forward(x);
        int[] starts = [.. Enumerable.Range(0, Depth + 1).Select(i => h.Take(i).Sum(value => value.Length))];
        var jacobian = new double[starts[^1], starts[^2]];
        for (var i = 0; i < Depth; i++)
            for (var k = 0; k < h[i].Length; k++)
            {
                if (i < Depth - 1)
                    jacobian[starts[i] + k, starts[i] + k] = 1;
                if (i == 0)
                    continue;
                var unit = new double[h[i].Length];
                unit[k] = 1;
                foreach (var (j, value) in Credit(i, h[i - 1], unit).Index())
                    jacobian[starts[i] + k, starts[i - 1] + j] = -value;
            }
        return jacobian;
    }

    // λ + ρ r of every constraint, and y − f of the output.
    private double[][] Errors(double[] x, double[] y, double[][] h, double[][] lambda, double rho)
    {
        var errors = new double[Depth][];
        for (var i = 0; i < h.Length; i++)
            errors[i] = Entries.Combine(
                lambda[i], 1, Entries.Combine(h[i], 1, Predict(i, i == 0 ? x : h[i - 1]), -1), rho);
        errors[^1] = Entries.Combine(y, 1, Predict(Depth - 1, h[^1]), -1);
        return errors;
    }

    private double[][] Forward(double[] x)
    {
        var h = new double[Depth][];
        for (var i = 0; i < Depth; i++)
            h[i] = Predict(i, i == 0 ? x : h[i - 1]);
        return h;
    }

    // −s e φ(h)ᵀ, in the shape [out, in].
    private double[,] Outer(int i, double[] e, double[] h)
    {
        var outer = new double[e.Length, h.Length];
        for (var r = 0; r < e.Length; r++)
            for (var c = 0; c < h.Length; c++)
                outer[r, c] = -scales[i] * e[r] * (i == 0 ? h[c] : activation(h[c]));
        return outer;
    }

    private bool Skips(int i) => i > 0 && i < Depth - 1;
}
