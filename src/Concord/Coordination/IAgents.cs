using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>The agents' own costs f: each, alone, answers a proposal with what suits it best nearby.</summary>
public interface IAgents
{
    /// <summary>
    /// How many numbers each agent has, in the order of the vertices; null where any sheaf will do or it is not known.
    /// </summary>
    IReadOnlyList<int>? StalkSizes => null;

    /// <summary>The x-update: for every agent the x that minimises f(x) + (ρ/2)‖x − proposal‖².</summary>
    /// <param name="proposal">v = z − u, [samples, state].</param>
    /// <param name="penalty">ρ: one number, or one per state coordinate.</param>
    Tensor Respond(Tensor proposal, Tensor penalty);
}
