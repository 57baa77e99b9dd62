namespace Concord.Lab.Models;

/// <summary>Logits that an answer is read from: numbers, or −∞ for a class that is ruled out.</summary>
internal static class Logits
{
    /// <summary>False where there is NaN or +∞, of which no probability can be made.</summary>
    public static bool AreNumbers(ReadOnlySpan<float> logits) =>
        !logits.ContainsAnyExceptInRange(float.NegativeInfinity, float.MaxValue);

    /// <summary>The failure of a model whose answers are not numbers, with what to try.</summary>
    /// <param name="what">The rule and what broke it.</param>
    /// <param name="iterations">After how many iterations.</param>
    public static NotFiniteNumberException Failure(string what, int iterations) => new(
        $"{what} after {iterations} iterations: the weights make numbers too large for single precision, as those of " +
        "a diverged run do; fewer --iterations or an earlier checkpoint may help.");
}
