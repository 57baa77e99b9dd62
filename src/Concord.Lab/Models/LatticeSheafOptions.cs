using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>What models of agents on a lattice can do: one vector an agent, compared as a whole.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
public abstract record LatticeSheafOptions<TViews> : SheafOptions<TViews>
    where TViews : AgentViews
{
    /// <summary>d_v, numbers an agent holds.</summary>
    public int VertexStalk { get; init => field = Require.Within(value, 1, 1024); }

    /// <summary>d_e, numbers neighbours compare; d_v where maps are identity.</summary>
    public override int EdgeStalk { get; init => field = Require.Within(value, 1, 1024); }

    /// <inheritdoc/>
    public override SheafOptions<TViews> WithMaps(MapKind maps) => maps == MapKind.Learned
        ? this with { Maps = maps }
        : this with { Maps = maps, Rank = 0, EdgeStalk = VertexStalk };

    internal override void Check()
    {
        base.Check();
        Require.That(
            Maps != MapKind.Selectors, "What agents on a lattice compare", "must be learned or identity",
            "selectors, which need states made of cells");
        Require.That(
            Maps != MapKind.Identity || EdgeStalk == VertexStalk, "The edge stalk d_e of identity maps",
            $"must be the vertex stalk d_v, {VertexStalk}", EdgeStalk);
    }
}
