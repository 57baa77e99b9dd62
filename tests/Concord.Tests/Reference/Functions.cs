using Concord.Tensors.Operations;

namespace Concord.Tests.Reference;

/// <summary>The functions of one number that networks use, in double precision.</summary>
public static class Functions
{
    /// <summary>The function with this name.</summary>
    public static Func<double, double> Of(Activation activation) => activation switch
    {
        Activation.Gelu => Gelu,
        Activation.Softplus => Softplus,
        Activation.Sigmoid => Sigmoid,
        Activation.Tanh => Math.Tanh,
        Activation.Relu => x => Math.Max(x, 0),
        Activation.Silu => x => x * Sigmoid(x),
        _ => x => x,
    };

    /// <summary>Its derivative.</summary>
    public static Func<double, double> SlopeOf(Activation activation) => activation switch
    {
        Activation.Gelu => GeluSlope,
        Activation.Softplus => Sigmoid,
        Activation.Sigmoid => x => Sigmoid(x) * Sigmoid(-x),
        Activation.Tanh => x => 4 * Sigmoid(2 * x) * Sigmoid(-2 * x),
        Activation.Relu => x => x > 0 ? 1 : 0,
        Activation.Silu => x => Sigmoid(x) + (x * Sigmoid(x) * Sigmoid(-x)),
        _ => _ => 1,
    };

    /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), by 1 + tanh y = 2 σ(2y) so that no digits cancel.</summary>
    public static double Gelu(double x) => x * Sigmoid(2 * GeluInner(x));

    /// <summary>log(1 + eˣ).</summary>
    public static double Softplus(double x)
    {
        if (x > 0)
            return x + Softplus(-x);
        var e = Math.Exp(x);
        return e < 1e-5 ? e - (e * e / 2) + (e * e * e / 3) : Math.Log(1 + e);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double GeluInner(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));

    private static double GeluSlope(double x)
    {
        var y = 2 * GeluInner(x);
        var innerSlope = 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x));
        return Sigmoid(y) + (x * Sigmoid(y) * Sigmoid(-y) * innerSlope);
    }
}
