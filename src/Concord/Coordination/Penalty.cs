using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Makes ρ for <see cref="AdmmState"/>: one number for all agents, or one each.</summary>
public static class Penalty
{
    /// <summary>One ρ for all agents.</summary>
    public static Tensor Same(Tape tape, float value) => tape.Input([Require.Positive(value, "The penalty ρ")], []);

    /// <summary>A ρ for each agent, written out for all its coordinates: high for those who should move little.</summary>
    /// <param name="sheaf">Says how many coordinates an agent has.</param>
    /// <param name="values">One number a vertex.</param>
    /// <returns>[samples, state].</returns>
    public static Tensor PerAgent(BoundSheaf sheaf, params ReadOnlySpan<float> values)
    {
        var sizes = sheaf.Layout.VertexStalks;
        Require.That(values.Length == sizes.Count, "The penalties", $"must be one for each of {sizes.Count} agents", values.Length);
        var penalty = sheaf.Tape.Empty([sheaf.Samples, sheaf.Layout.StateSize]);
        for (int r = 0, at = 0; r < sheaf.Samples * sizes.Count; at += sizes[r++ % sizes.Count])
            penalty.Values.Slice(at, sizes[r % sizes.Count]).Fill(Require.Positive(values[r % sizes.Count], "The penalty ρ"));
        return penalty;
    }
}
