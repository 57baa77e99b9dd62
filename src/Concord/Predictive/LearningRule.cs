using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>How a network's weights learn from one batch: which gradient they get.</summary>
public abstract record LearningRule
{
    /// <summary>The name on the command line and in plans.</summary>
    public abstract string Name { get; }

    /// <summary>What one thread needs to learn from tile after tile.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentException">The rule cannot take such a network.</exception>
    public abstract LearningPass Open(PredictiveNetwork network);
}

/// <summary>One thread's work by a <see cref="LearningRule"/>.</summary>
public abstract class LearningPass
{
    /// <summary>
    /// A scalar whose way back, on the tape, adds the rule's gradient of the weights: of error terms, with activities as
    /// constants, or of the loss itself. Its value is weight · the loss of the forward pass, whatever the rule.
    /// </summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="x">The input, [samples, numbers].</param>
    /// <param name="y">The target, [samples, numbers].</param>
    /// <param name="weight">One over the samples of the whole batch.</param>
    public abstract Tensor Loss(Tape tape, Tensor x, Tensor y, float weight);
}
