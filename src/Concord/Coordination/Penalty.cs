using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Makes ρ for <see cref="AdmmState"/>: one number for all agents, or one each.</summary>
public static class Penalty
{
    /// <summary>One ρ for all agents.</summary>
    public static Tensor Same(Tape tape, float value)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return tape.Input([Require.Positive(value, "The penalty ρ")], []);
    }

    /// <summary>
    /// A ρ for each agent, written out for all its coordinates: high for those who should move little.
    /// </summary>
    /// <param name="sheaf">Says how many coordinates an agent has.</param>
    /// <param name="values">One number a vertex.</param>
    /// <returns>[samples, state].</returns>
    public static Tensor PerAgent(BoundSheaf sheaf, params ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        var sizes = sheaf.Layout.VertexStalks;
        var agents = sizes.Count;
        Require.That(values.Length == agents, "The penalties", $"must be {agents}, one an agent", values.Length);
        var penalty = sheaf.Tape.Empty([sheaf.Samples, sheaf.Layout.StateSize]);
        for (int r = 0, at = 0; r < sheaf.Samples * agents; at += sizes[r++ % agents])
            penalty.Values.Slice(at, sizes[r % agents]).Fill(Require.Positive(values[r % agents], "The penalty ρ"));
        return penalty;
    }
}
