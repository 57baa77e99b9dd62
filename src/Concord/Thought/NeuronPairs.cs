using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Chooses which neurons' synchrony is read.</summary>
/// <remarks>Darlow et al. 2025, section 3.4.</remarks>
public static class NeuronPairs
{
    /// <summary>Chooses pairs.</summary>
    /// <param name="sizes">How, and of how many neurons.</param>
    /// <param name="j">J.</param>
    /// <param name="last">Whether <see cref="Pairing.FirstLast"/> takes the last neurons.</param>
    /// <param name="rng">Draws where the choice is random.</param>
    public static ColumnPairs Choose(ThinkerSizes sizes, int j, bool last, Rng rng)
    {
        var first = last ? sizes.Neurons - j : 0;
        int[] left = [.. Enumerable.Range(0, j).Select(i => Next(i))];
        if (sizes.Pairing == Pairing.FirstLast)
            return Triangle(left, left);
        int[] right = [.. Enumerable.Range(0, j).Select(i => Next(i))];
        if (sizes.Pairing == Pairing.Random)
            return Triangle(left, right);
        left.AsSpan(0, sizes.SelfPairs).CopyTo(right);
        return new(left, right);

        int Next(int i) => sizes.Pairing == Pairing.FirstLast ? first + i : rng.Below(sizes.Neurons);
    }

    /// <summary>Every left one with every right one at or behind its place, row by row.</summary>
    public static ColumnPairs Triangle(int[] left, int[] right)
    {
        var places = (from i in Enumerable.Range(0, left.Length)
            from k in Enumerable.Range(i, right.Length - i)
            select (Left: left[i], Right: right[k])).ToList();
        return new([.. places.Select(p => p.Left)], [.. places.Select(p => p.Right)]);
    }
}
