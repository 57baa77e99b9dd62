using System.Numerics.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>Where a sheaf with held vertices comes to rest, and what strain is left on its edges.</summary>
/// <remarks>
/// The Hodge split of Seely 2025: b = (b − r*) + r*, orthogonal, the first part removable by activity, the second
/// harmonic, which no activity can remove. Learning on an edge needs both: a load on it and an active source.
/// </remarks>
/// <param name="Coboundary">δ with all its columns.</param>
/// <param name="States">[samples, state]: held values, and z* = −Gb, with G = D⁺, at the free vertices.</param>
/// <param name="Demands">[samples, edge numbers]: b, the error with all free vertices at zero.</param>
/// <param name="Residuals">[samples, edge numbers]: r* = Hb, the harmonic part of b.</param>
/// <param name="IsExact">Whether all least squares problems were solved as far as rounding allows.</param>
public sealed record Equilibrium(
    Coboundary Coboundary, Matrix States, Matrix Demands, Matrix Residuals, bool IsExact)
{
    /// <summary>The mean over samples of ½‖r*‖².</summary>
    public double Energy => Residuals.Norm() * Residuals.Norm() / (2 * Residuals.Rows);

    /// <summary>The harmonic load of each edge: the root mean square over samples of ‖(Hb)_e‖.</summary>
    public double[] Loads() => Sizes(Residuals, Coboundary.EdgeStarts);

    /// <summary>
    /// The diffusive activation of each vertex: the root mean square over samples of ‖(Gb)_v‖, of the values held at
    /// vertices that are held.
    /// </summary>
    public double[] Activations() => Sizes(States, Coboundary.StateStarts);

    /// <summary>Per edge its load times the activation of its second vertex, from which a prediction is made.</summary>
    public double[] Overlaps()
    {
        double[] loads = Loads(), activations = Activations();
        return [.. loads.Select((load, e) => load * activations[Coboundary.Edges[e].V])];
    }

    /// <summary>
    /// dE/dMapV of one edge, the gradient for a prediction's weights: the mean over samples of −(r*)_e s_vᵀ.
    /// </summary>
    /// <remarks>That is (Hb)_e (Gb)_vᵀ where v is free and −(Hb)_e xᵀ where it is held at x.</remarks>
    public Matrix Gradient(int edge)
    {
        var source = Coboundary.Edges[edge].V;
        var gradient = new Matrix(Coboundary.EdgeStalks[edge], Coboundary.VertexStalks[source]);
        for (var sample = 0; sample < States.Rows; sample++)
        {
            var residual = Coboundary.On(Residuals.Row(sample), edge);
            var state = Coboundary.At(States.Row(sample), source);
            for (var i = 0; i < gradient.Rows; i++)
                TensorPrimitives.MultiplyAdd(
                    state, -residual[i] / States.Rows, gradient.Row(i), gradient.Row(i));
        }
        return gradient;
    }

    private static double[] Sizes(Matrix samples, int[] starts)
    {
        var sizes = new double[starts.Length - 1];
        for (var sample = 0; sample < samples.Rows; sample++)
            for (var k = 0; k < sizes.Length; k++)
                sizes[k] += TensorPrimitives.SumOfSquares<double>(samples.Row(sample)[starts[k]..starts[k + 1]]);
        return [.. sizes.Select(sum => Math.Sqrt(sum / samples.Rows))];
    }
}
