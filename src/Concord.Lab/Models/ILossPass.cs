using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>One thread's way to make what is differentiated of samples that the agents see.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
public interface ILossPass<in TViews>
    where TViews : AgentViews
{
    /// <summary>These samples' share of the batch's loss, recorded on the tape.</summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="views">What the agents see and should answer.</param>
    /// <param name="iterations">K.</param>
    /// <param name="batch">Samples of the whole batch.</param>
    Tensor Loss(Tape tape, TViews views, int iterations, int batch);
}

/// <summary>A model that does not learn by the gradient of its answers' cost but by a rule of its own.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
public interface ITaughtModel<TViews> : IAgentModel<TViews>
    where TViews : AgentViews
{
    /// <summary>Fixes the rule, and what of it follows from the start: the steps that are stable, for example.</summary>
    /// <param name="start">The weights before training; null where nobody knows them.</param>
    /// <param name="some">A few samples.</param>
    /// <returns>Makes a pass for a thread.</returns>
    Func<ILossPass<TViews>> Teach(Block? start, TViews some);
}
