using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Predictive;

/// <summary>A deep chain of residual layers without biases, scaled so that depth and width do not matter.</summary>
/// <remarks>
/// Seely and Gould 2026, section 1 of the method (depth-μP at γ₀ = 1): with L matrices, width N and D inputs the scales
/// are 1/√D at the first, 1/√(N L) at the middle ones, which skip, and 1/N at the last; all entries start standard
/// normal. The first layer reads the input as it is.
/// </remarks>
public sealed record ResidualMlp
{
    /// <summary>L, how many weight matrices there are; L − 1 layers are hidden.</summary>
    public int Depth { get; init => field = Require.Within(value, 2, 100_000, "The depth"); } = 32;

    /// <summary>N, the width of every hidden layer.</summary>
    public int Width { get; init => field = Require.Within(value, 1, 65_536, "The width"); } = 32;

    /// <summary>φ.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>What the output is asked for.</summary>
    public TargetLoss Loss { get; init; }

    /// <summary>Lays out the network.</summary>
    /// <param name="inputs">D, numbers of the input.</param>
    /// <param name="outputs">Numbers of the target.</param>
    /// <param name="parameters">Takes the weights.</param>
    public PredictiveNetwork Build(int inputs, int outputs, Parameters parameters)
    {
        var predictors = new Predictor[Depth];
        for (var i = 0; i < Depth; i++)
        {
            bool first = i == 0, last = i == Depth - 1;
            var scale = first ? 1 / Math.Sqrt(inputs) : last ? 1.0 / Width : 1 / Math.Sqrt((double)Width * Depth);
            predictors[i] = new DensePredictor(
                parameters, $"layers.{i}", first ? inputs : Width, last ? outputs : Width,
                new PredictorForm(first ? Activation.None : Activation, (float)scale, Skip: !first && !last));
        }
        return PredictiveNetwork.Chain(predictors, parameters, Loss);
    }
}
