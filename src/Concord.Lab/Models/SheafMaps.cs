using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A model's restriction maps: learned or not, the same for all agents or changed by what each sees.</summary>
/// <remarks>Where all slots of an agent have one map, the sheaf has one slot, which all edges meet.</remarks>
public sealed class SheafMaps
{
    private readonly Shape _shape;
    private readonly Parameter? _learned;
    private readonly float[] _constant = [];

    /// <summary>Adds the parameter <c>maps</c>, if there is anything to learn.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="kind">What agents compare.</param>
    /// <param name="shape">Of learned maps, [slots, or 1 for all, edge stalk, vertex stalk].</param>
    /// <param name="start">How learned maps start.</param>
    public SheafMaps(Parameters parameters, MapKind kind, Shape shape, Start start)
    {
        _shape = kind == MapKind.Identity ? [1, shape[2], shape[2]] : shape;
        if (kind == MapKind.Learned)
        {
            _learned = parameters.Add("maps", _shape, start);
            return;
        }
        // The one selector of a whole state is the identity.
        _constant = new float[_shape.Size];
        Start.Selectors(noise: 0).Fill(_constant, _shape, new Rng(0));
    }

    /// <summary>By what an agent's view changes its maps; null where it does not.</summary>
    public MapHeads? Heads { get; internal set; }

    /// <summary>Where the stalks of so many agents lie, and whom they meet on which edge.</summary>
    /// <param name="agents">How many agents.</param>
    /// <param name="joints">The edges, with the slots that agents would have if each had a map of its own.</param>
    public SheafLayout Lay(int agents, IReadOnlyList<Joint> joints)
    {
        var slots = Heads?.Slots ?? _shape[0];
        if (slots == 1)
            joints = [.. joints.Select(joint => joint with { SlotU = 0, SlotV = 0 })];
        return SheafLayout.Uniform(agents, vertexStalk: _shape[2], slots, edgeStalk: _shape[1], joints);
    }

    /// <summary>The sheaf with its maps.</summary>
    /// <param name="layout">Stalks and edges.</param>
    /// <param name="features">The encoder's features of every distinct view.</param>
    /// <param name="views">Which agent has which view.</param>
    public BoundSheaf Bind(SheafLayout layout, Tensor features, AgentViews views)
    {
        var tape = features.Tape;
        var maps = _learned == null ? tape.Input(_constant, _shape) : tape.Use(_learned);
        return Heads?.Bind(layout, maps, features, views)
            ?? BoundSheaf.Bind(layout, maps.As([1, _shape.Size]), views.OneOwner, views.Samples);
    }
}
