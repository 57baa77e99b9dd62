using System.Globalization;

namespace Concord.Coordination;

/// <summary>What to change where <see cref="SheafAdmm"/> did not end in agreement.</summary>
internal static class AdmmAdvice
{
    // A tolerance below this asks for more digits than single precision has.
    private const float Finest = 1e-6f;

    /// <summary>A sentence, or null where the status says all.</summary>
    public static string? For(SheafAdmm admm, SolveStatus status, Progress last) => status switch
    {
        SolveStatus.Agreed => Faster(admm),
        SolveStatus.StepLimit => Join(Remedy(admm, last), Faster(admm)),
        SolveStatus.NotFinite or SolveStatus.Diverged => Calm(admm),
        _ => null,
    };

    private static string Remedy(SheafAdmm admm, Progress last)
    {
        if (!float.IsFinite(last.Worst))
            return "Allow more steps.";
        var fine = admm.Tolerance < Finest && last.DualRounding <= Finest * Scale(admm, last);
        if (!fine && last.DualRounding > 0.5f * last.DualTolerance && last.DualTolerance > 0)
            return LowerPenalty(last);
        if (last.PrimalRounding > 0.5f * last.PrimalTolerance && last.PrimalTolerance > 0 &&
            last.PrimalShare > last.DualShare && admm.Tolerance >= Finest)
            return "Raise the penalty ρ: it is so small that z is lost in the rounding of the multipliers beside it, or " +
                "turn on residual balancing.";
        if (admm.Consensus is WarmDescent or NesterovDescent && last.DisagreementShare > last.PrimalShare / 10 &&
            last.DisagreementShare > 1)
            return "Let the descent of consensus take more steps or larger ones, or use EdgeSpace, which converges faster.";
        if (admm.Consensus is ConjugateGradients or EdgeSpace && last.DisagreementShare > 1)
            return "Let consensus take more inner steps, or solve with Solve, which completes them.";
        if (fine && last.Primal <= 1e-5f * last.Size && last.Dual <= 1e-5f * Scale(admm, last))
            return "This is as near as single precision comes. Raise the tolerance.";
        return (last.PrimalShare / last.DualShare) switch
        {
            > 50 => "Raise the penalty ρ, since neighbours agree too slowly, or turn on residual balancing.",
            < 0.02f => "Lower the penalty ρ, since agents move too little, or turn on residual balancing.",
            _ => "Allow more steps, or try an over-relaxation of 1.6.",
        };
    }

    // Rounding of ρz may take a tenth of the tolerance.
    private static string LowerPenalty(Progress last) => string.Create(
        CultureInfo.InvariantCulture,
        $"Lower the penalty ρ by a factor of {10 * last.DualRounding / last.DualTolerance:g2} or more: " +
        $"beside it the agents' costs are too small to be seen.");

    private static string Calm(SheafAdmm admm) => admm.Consensus switch
    {
        WarmDescent or NesterovDescent =>
            "The steps of consensus are too large: lower the step size η of the descent below 1 over the largest " +
            "eigenvalue of the Laplacian, or use EdgeSpace, which needs none.",
        _ when admm.Agents is not ICosts =>
            "Check that the agents' costs are convex and their numbers moderate, and lower the over-relaxation.",
        _ => "Single precision ends near 1e38: scale costs, maps and penalty to moderate numbers.",
    };

    private static string? Faster(SheafAdmm admm) =>
        admm.Consensus is ExactConsensus && admm.Consensus.Sheaf.Layout.StateSize > ExactConsensus.LargeState
            ? $"ExactConsensus factors a dense matrix of {admm.Consensus.Sheaf.Layout.StateSize} rows; EdgeSpace solves " +
                "states of this size much faster."
            : null;

    private static float Scale(SheafAdmm admm, Progress last) => last.DualTolerance / admm.Tolerance;

    private static string Join(string first, string? second) => second == null ? first : $"{first} {second}";
}
