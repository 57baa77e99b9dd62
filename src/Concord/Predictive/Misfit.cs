using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Predictive;

/// <summary>The loss between a target and its prediction, and the error it leaves, sample by sample.</summary>
internal static unsafe class Misfit
{
    /// <summary>
    /// The error −∂loss/∂f: y − f for squared errors, y − softmax(f) for cross-entropy. Returns the loss, added up.
    /// </summary>
    public static double Of(TargetLoss loss, Tensor y, Tensor f, Tensor error)
    {
        Require.Shape(f.Shape, y.Shape, "The prediction of the target");
        return loss == TargetLoss.SquaredError ? Squared(y, f, error) : Entropy(y, f, error);
    }

    private static double Squared(Tensor y, Tensor f, Tensor error)
    {
        Vectors.Combine(error.Data, y.Data, f.Data, -1, y.Shape.Size);
        var sum = 0.0;
        foreach (var e in error.Values)
            sum += 0.5 * e * e;
        return sum;
    }

    private static double Entropy(Tensor y, Tensor f, Tensor error)
    {
        int rows = y.Shape.Rows, classes = y.Shape.Columns;
        var sum = 0.0;
        for (var r = 0; r < rows; r++)
        {
            float* target = y.Data + (r * classes), guess = f.Data + (r * classes), to = error.Data + (r * classes);
            double max = Vectors.Max(guess, classes), total = 0;
            for (var c = 0; c < classes; c++)
                total += Math.Exp(guess[c] - max);
            var log = max + Math.Log(total);
            for (var c = 0; c < classes; c++)
            {
                // A class that is not asked for costs nothing, even where it is ruled out: 0 · −∞ would be NaN.
                sum -= target[c] == 0 ? 0 : target[c] * (guess[c] - log);
                to[c] = (float)(target[c] - Math.Exp(guess[c] - log));
            }
        }
        return sum;
    }
}
