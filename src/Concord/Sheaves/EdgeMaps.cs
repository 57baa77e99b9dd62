using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>An edge with its restriction maps in double precision: its ends agree where MapU s_u = MapV s_v.</summary>
/// <param name="U">The first vertex; where the edge is a prediction, the one that is predicted.</param>
/// <param name="MapU">[edge stalk, stalk of u].</param>
/// <param name="V">The second vertex; where the edge is a prediction, the one it is made from.</param>
/// <param name="MapV">[edge stalk, stalk of v].</param>
public sealed record EdgeMaps(int U, Matrix MapU, int V, Matrix MapV)
{
    /// <summary>Whether the edge says that <see cref="V"/> predicts <see cref="U"/>.</summary>
    public bool IsPrediction { get; private init; }

    /// <summary>A prediction from source to target, whose error is (δs)_e = s_target − W s_source.</summary>
    /// <remarks>
    /// A network of such edges is a linear predictive-coding network (Seely 2025, arXiv 2511.11092); where a network is
    /// not linear, W is the local Jacobian at the state about which one asks.
    /// </remarks>
    /// <param name="source">The vertex from which it is made.</param>
    /// <param name="weights">W, [stalk of the target, stalk of the source].</param>
    /// <param name="target">The vertex that is predicted.</param>
    public static EdgeMaps Prediction(int source, Matrix weights, int target)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new(target, Matrix.Identity(weights.Rows), source, weights) { IsPrediction = true };
    }
}
