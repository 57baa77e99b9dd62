using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>A sheaf with fixed restriction maps on any graph, stalks of any sizes.</summary>
/// <remarks>
/// Build one edge at a time with <see cref="SheafBuilder"/>. For maps that are learned, bind a tensor of maps to a
/// layout with <see cref="BoundSheaf.Bind"/> instead.
/// </remarks>
public sealed class Sheaf
{
    private readonly float[] _maps;
    private RowSpace? _conditions;

    internal Sheaf(SheafLayout layout, float[] maps)
    {
        Layout = layout;
        _maps = maps;
    }

    /// <summary>The stalks and the edges.</summary>
    public SheafLayout Layout { get; }

    /// <summary>All maps: per vertex its stacked slot maps, row-major [slots, stalk].</summary>
    public ReadOnlySpan<float> Maps => _maps;

    /// <summary>The sheaf on a tape, ready to multiply; its maps are constants there.</summary>
    public BoundSheaf On(Tape tape, int samples = 1)
    {
        ArgumentNullException.ThrowIfNull(tape);
        return BoundSheaf.Bind(Layout, tape.Input(_maps, [_maps.Length]), owners: null, samples);
    }

    /// <summary>δ as a dense matrix, [edge numbers, state], for small sheaves; δᵀδ is the Laplacian.</summary>
    public Matrix DenseCoboundary() => Coboundary.Of(this).ToDense();

    /// <summary>The section nearest to a state: its projection on ker δ, computed in double precision.</summary>
    /// <remarks>
    /// Costs the cube of the state's size at the first call. A row of δ that depends on others up to a millionth of its
    /// own length counts as dependent, since maps rounded to single precision agree around a cycle no better than that;
    /// in which units an edge or a vertex is measured does not matter.
    /// </remarks>
    /// <param name="state">One sample, the vertex stalks one after the other.</param>
    public float[] NearestSection(ReadOnlySpan<float> state)
    {
        var size = Layout.StateSize;
        Require.That(state.Length == size, "The state", $"must hold {size} numbers", state.Length);
        _conditions ??= RowSpace.Of(DenseCoboundary(), SectionTolerance, equilibrate: true);
        var exact = new double[state.Length];
        for (var i = 0; i < exact.Length; i++)
            exact[i] = state[i];
        _conditions.Remove(exact);
        return [.. exact.Select(value => (float)value)];
    }

    internal const double SectionTolerance = 1e-6;
}
