using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>How far a signal gets through a chain of layers each of whose feedback loops turns by one angle.</summary>
/// <remarks>
/// A chain with orthogonal maps W forward and R(θ)Wᵀ back, both ends held: its Laplacian is orthogonally equivalent to
/// a tridiagonal matrix with 3, 4, …, 4, 3 on the diagonal and −2 cos(θ/2) beside it, once for each number of a stalk.
/// So what enters falls by the factor e^(−β) a layer, where cosh β = 1 / cos(θ/2), and β is about θ/2.
/// </remarks>
public static class Screening
{
    /// <summary>The eigenvalues of the tridiagonal matrix, the smallest first.</summary>
    /// <param name="layers">How many layers lie between the ends that are held.</param>
    /// <param name="angle">θ in radians, in [0, π].</param>
    public static IReadOnlyList<double> Spectrum(int layers, double angle)
    {
        var chain = new Matrix(Require.Positive(layers), layers);
        var beside = -2 * Math.Cos(Require.Within(angle, 0, Math.PI) / 2);
        for (var i = 0; i < layers; i++)
        {
            chain[i, i] = 4 - (i == 0 ? 1 : 0) - (i == layers - 1 ? 1 : 0);
            if (i > 0)
                chain[i, i - 1] = chain[i - 1, i] = beside;
        }
        return [.. SingularForm.Of(chain).Values.Reverse()];
    }

    /// <summary>β, the rate at which a signal decays, per layer; 0 at θ = 0, infinite at π.</summary>
    /// <param name="angle">θ in radians, in [0, π].</param>
    public static double Decay(double angle) => Require.Within(angle, 0, Math.PI) == Math.PI
        ? double.PositiveInfinity
        : Math.Acosh(1 / Math.Cos(angle / 2));

    /// <summary>1/β, the layers over which a signal falls to 1/e; about 2/θ for a small angle.</summary>
    /// <param name="angle">θ in radians, in [0, π].</param>
    public static double Reach(double angle) => 1 / Decay(angle);
}
