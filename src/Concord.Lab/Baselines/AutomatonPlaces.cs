using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Sheaves;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>Where each cell of an automaton finds its own state and its neighbours'.</summary>
/// <remarks>Belongs to one pass; kept for the next one as long as the edges are the same.</remarks>
internal sealed class AutomatonPlaces
{
    /// <summary>Itself and the eight around.</summary>
    public const int Count = 1 + Lattice.Directions;

    private IReadOnlyList<Joint>? _joints;
    private int _samples;
    private int[] _rows = [];

    /// <summary>For each agent of all samples its own row, then the neighbour's in each direction or none.</summary>
    /// <param name="views">Whose agents they are.</param>
    /// <param name="joints">The edges, where they are not all those of the views.</param>
    public int[] Of(AgentViews views, IReadOnlyList<Joint>? joints)
    {
        joints ??= views.Joints;
        if (joints == _joints && _samples >= views.Samples)
            return _rows;
        (_joints, _samples, _rows) = (joints, views.Samples, new int[views.Rows * Count]);
        Array.Fill(_rows, Neighbours.None);
        for (var row = 0; row < views.Rows; row++)
            _rows[row * Count] = row;
        foreach (var (u, slotU, v, slotV) in joints)
            for (var first = 0; first < views.Rows; first += views.Agents)
            {
                _rows[((first + u) * Count) + 1 + slotU] = first + v;
                _rows[((first + v) * Count) + 1 + slotV] = first + u;
            }
        return _rows;
    }
}
