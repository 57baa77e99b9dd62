using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Predictive;

/// <summary>A scalar whose way back gives predictions the gradients that were found for them.</summary>
internal static class Credit
{
    /// <summary>Puts −weight · error on the gradient of every prediction when the result is differentiated.</summary>
    /// <param name="predictions">What was predicted, on edge after edge.</param>
    /// <param name="errors">What each should have been more of, with the same shapes.</param>
    /// <param name="value">The result's value.</param>
    /// <param name="weight">What errors are multiplied with, such as one over the samples of the whole batch.</param>
    public static Tensor Of(Tensor[] predictions, Tensor[] errors, double value, float weight)
    {
        var tape = predictions[0].Tape;
        var scalar = tape.Empty([]);
        scalar.Values[0] = (float)value;
        if (tape.Record<CreditPullback>(scalar, wanted: true) is { } back)
            (back.Predictions, back.Errors, back.Weight) = (predictions, errors, weight);
        return scalar;
    }

    private sealed unsafe class CreditPullback : Pullback
    {
        public Tensor[] Predictions = null!, Errors = null!;
        public float Weight;

        public override void Run()
        {
            var weight = -Weight * Output.AdjointData[0];
            for (var i = 0; i < Predictions.Length; i++)
                if (Predictions[i].Tracked)
                    Vectors.AddScaled(
                        Predictions[i].Adjoint(), Errors[i].Data, weight, Predictions[i].Shape.Size);
        }
    }
}
