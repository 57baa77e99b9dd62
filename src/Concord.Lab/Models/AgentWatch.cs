using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// Accompanies a model's iterations: sees every state, and carries out a disturbance if there is one.
/// </summary>
public sealed class AgentWatch
{
    private readonly Interference? _interference;
    private readonly Action<int, AdmmState, AdmmState>? _see;

    /// <summary>Watches the given samples.</summary>
    /// <param name="views">What the agents see.</param>
    /// <param name="iterations">How many iterations there will be.</param>
    /// <param name="see">Called after each iteration, from 1, with the state before and the state after.</param>
    /// <param name="disturbance">What to do to the agents, if anything.</param>
    /// <param name="tile">A number that makes the random part of the disturbance this tile's own.</param>
    public AgentWatch(
        AgentViews views, int iterations, Action<int, AdmmState, AdmmState>? see, Disturbance? disturbance, int tile)
    {
        _see = see;
        if (disturbance != null)
            _interference = new Interference(disturbance, views, iterations, (ulong)tile);
    }

    /// <summary>The edges, if they are not all those of the views.</summary>
    public IReadOnlyList<Joint>? Joints => _interference?.Joints;

    /// <summary>Whether an agent is missing.</summary>
    public bool IsMissing(int agent) => _interference?.Missing[agent] ?? false;

    /// <summary>The iteration after which memory is damaged, or 0.</summary>
    public int Moment => _interference?.Moment ?? 0;

    /// <summary>The sheaf the agents coordinate over, once they have begun; null for models without one.</summary>
    public BoundSheaf? Sheaf { get; internal set; }

    /// <summary>The thought that is watched, from its first tick on; null for models that do not think.</summary>
    internal Thinking? Thinking { get; set; }

    /// <summary>Refuses disturbances of messages and memory for a model that has no sheaf and no dual.</summary>
    internal void RequireNoMemory(string model)
    {
        if (_interference is { TouchesMemory: true })
            throw new ArgumentException(
                $"Delays, lost messages and damage to memory need the model sheaf-admm, but the model is {model}.");
    }

    /// <summary>Refuses every disturbance for a model without agents.</summary>
    internal void RequireNoDisturbance(string model)
    {
        if (_interference is { TouchesAgents: true })
            throw new ArgumentException(
                "Missing agents and edges, delays, lost messages and damage to memory need agents that work " +
                $"together, but the model {model} has none.");
    }

    /// <summary>
    /// Tells of an iteration of a model whose agents hold one vector each: x and z are both that, u is zero.
    /// </summary>
    internal void Moved(int iteration, Tensor before, Tensor after)
    {
        if (_see == null)
            return;
        var one = after.Tape.Input([1], []);
        _see(iteration, AdmmState.From(before, one), AdmmState.From(after, one));
    }

    internal BoundSheaf Heard(BoundSheaf whole, int iteration)
    {
        var heard = _interference?.Heard(whole.Layout, iteration);
        return heard == null || heard == whole.Layout ? whole : whole.Over(heard);
    }

    internal AdmmState After(int iteration, AdmmState before, AdmmState after)
    {
        after = _interference?.After(iteration, after) ?? after;
        _see?.Invoke(iteration, before, after);
        return after;
    }
}
