using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>
/// Conjugate gradient steps for any symmetric system that is given as tensor operations, one system a sample.
/// </summary>
/// <remarks>
/// The same steps as <see cref="CgOperation"/>, which is one fused operation for γL + μ; this form serves the systems
/// that one does not know, and keeps every step on the tape.
/// </remarks>
internal static class UnrolledCg
{
    // Added to both denominators, as in the release: a system that is solved already then takes no step.
    private const float Guard = 1e-8f;

    /// <summary>The start after a number of steps towards A x = b.</summary>
    /// <param name="sheaf">Says how many samples there are.</param>
    /// <param name="apply">x to A x.</param>
    /// <param name="start">The first x.</param>
    /// <param name="residual">b − A x at the start.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="metric">The inner product ⟨x, metric ∘ y⟩ in which A is symmetric; null: the usual one.</param>
    public static Tensor Steps(
        BoundSheaf sheaf, Func<Tensor, Tensor> apply, Tensor start, Tensor residual, int steps, Tensor? metric = null)
    {
        Tensor Dot(Tensor a, Tensor b) =>
            StepArithmetic.Dots(sheaf, a, metric == null ? b : StepArithmetic.Scaled(metric, b));

        Tensor x = start, r = residual, p = residual;
        var squared = Dot(r, r);
        for (var k = 0; k < steps; k++)
        {
            var ap = apply(p);
            var alpha = StepArithmetic.Ratio(squared, Dot(p, ap), Guard);
            x = StepArithmetic.AddScaled(x, alpha, p, 1);       // x ← x + α p
            if (k == steps - 1)
                break;
            r = StepArithmetic.AddScaled(r, alpha, ap, -1);     // r ← r − α A p
            var next = Dot(r, r);
            var beta = StepArithmetic.Ratio(next, squared, Guard);
            p = StepArithmetic.AddScaled(r, beta, p, 1);        // p ← r + β p
            squared = next;
        }
        return x;
    }
}
