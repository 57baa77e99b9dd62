using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>A sheaf with fixed restriction maps on any graph, stalks of any sizes.</summary>
/// <remarks>
/// Build one edge at a time with <see cref="SheafBuilder"/>. For maps that are learned, bind a tensor of maps to a
/// layout with <see cref="BoundSheaf.Bind"/> instead.
/// </remarks>
public sealed class Sheaf
{
    private readonly float[] _maps;

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
    public BoundSheaf On(Tape tape, int samples = 1) =>
        BoundSheaf.Bind(Layout, tape.Input(_maps, [_maps.Length]), owners: null, samples);
}
