using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>What agents of several sizes share: where an agent's numbers lie, and which price holds for them.</summary>
internal static class AgentRows
{
    /// <summary>
    /// Throws unless the proposal holds whole samples and the penalty one number, or as many as the proposal.
    /// </summary>
    public static void RequireFit(Tensor proposal, Tensor penalty, int state)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(penalty);
        var count = proposal.Shape.Size;
        Require.That(count % state == 0, "The proposal", $"must hold {state} numbers for every sample", proposal.Shape);
        Require.That(
            penalty.Shape.Size == 1 || penalty.Shape.Size == count, "The penalty", $"must hold 1 or {count} numbers",
            penalty.Shape);
    }

    /// <summary>Throws if the answer would have to be differentiated.</summary>
    public static void RequireConstant(Tensor proposal, Tensor penalty, string who)
    {
        if (proposal.Tape.Recording && (proposal.Tracked || penalty.Tracked))
            throw new InvalidOperationException(
                $"The answer of {who} cannot be differentiated: solve without a record, or use diagonal agents.");
    }

    /// <summary>ρ of some coordinates in a row: one number, or one each.</summary>
    public static ReadOnlySpan<float> Prices(Tensor penalty, int start, int count) =>
        penalty.Shape.Size == 1 ? penalty.Values : penalty.Values.Slice(start, count);

    /// <summary>Whether every coordinate has the price it had.</summary>
    public static bool Equal(ReadOnlySpan<float> known, ReadOnlySpan<float> rho) =>
        rho.Length == 1 ? !known.ContainsAnyExcept(rho[0]) : known.SequenceEqual(rho);
}
