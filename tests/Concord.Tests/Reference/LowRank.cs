namespace Concord.Tests.Reference;

/// <summary>Maps that follow from what an agent sees: F = R + (1/rank) A Bᵀ for every owner and slot.</summary>
public static class LowRank
{
    /// <summary>All maps, owner by owner and slot by slot, each [edge, stalk].</summary>
    /// <param name="bases">R: one for all slots, or one a slot.</param>
    /// <param name="left">A per owner and slot, [edge, rank].</param>
    /// <param name="right">B per owner and slot, [stalk, rank].</param>
    /// <param name="sizes">Slots, edge stalk, vertex stalk and rank.</param>
    public static double[] Maps(
        double[] bases, double[] left, double[] right, (int Slots, int Edge, int Stalk, int Rank) sizes)
    {
        var (slots, edge, stalk, rank) = sizes;
        var many = bases.Length > edge * stalk;
        var maps = new List<double>();
        for (var owner = 0; owner < left.Length / (slots * edge * rank); owner++)
            for (var slot = 0; slot < slots; slot++)
            {
                var place = (owner * slots) + slot;
                for (var i = 0; i < edge; i++)
                    for (var j = 0; j < stalk; j++)
                    {
                        var sum = 0.0;
                        for (var k = 0; k < rank; k++)
                            sum += left[(((place * edge) + i) * rank) + k] * right[(((place * stalk) + j) * rank) + k];
                        maps.Add(bases[((many ? slot * edge : 0) + i) * stalk + j] + (sum / rank));
                    }
            }
        return [.. maps];
    }
}
