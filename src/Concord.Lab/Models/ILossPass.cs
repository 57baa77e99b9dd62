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
    /// <param name="part">Which part of which step they are.</param>
    Tensor Loss(Tape tape, TViews views, BatchPart part);
}

/// <summary>A tile of a training step.</summary>
/// <param name="Batch">Samples of the whole batch.</param>
/// <param name="Iterations">K of the step.</param>
/// <param name="Tile">Which tile.</param>
/// <param name="Phase">How many steps the weights have taken on the same samples.</param>
public readonly record struct BatchPart(int Batch, int Iterations, int Tile = 0, int Phase = 0);

/// <summary>How a model learns that is taught by a rule.</summary>
/// <param name="Open">Makes a pass for a thread.</param>
/// <param name="WeightSteps">Steps of the weights on the same samples.</param>
public sealed record Lesson<TViews>(Func<ILossPass<TViews>> Open, int WeightSteps)
    where TViews : AgentViews;

/// <summary>A model that does not learn by the gradient of its answers' cost but by a rule of its own.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
public interface ITaughtModel<TViews> : IAgentModel<TViews>
    where TViews : AgentViews
{
    /// <summary>
    /// Fixes the rule, and what of it follows from the start: the steps that are stable, for example.
    /// </summary>
    /// <param name="start">The weights before training; null where nobody knows them.</param>
    /// <param name="some">A few samples.</param>
    /// <param name="tiles">Tiles of a step.</param>
    Lesson<TViews> Teach(Block? start, TViews some, int tiles);
}
