using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>How a network's weights learn from one batch: which gradient they get.</summary>
public abstract record LearningRule
{
    /// <summary>The name on the command line and in plans.</summary>
    public abstract string Name { get; }

    /// <summary>How many steps the weights take on the same samples.</summary>
    public virtual int WeightSteps => 1;

    /// <summary>What one thread needs to learn from tile after tile.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentException">The rule cannot take such a network.</exception>
    public abstract LearningPass Open(PredictiveNetwork network);
}

/// <summary>One thread's work by a <see cref="LearningRule"/>.</summary>
public abstract class LearningPass
{
    /// <summary>
    /// A scalar whose way back, on the tape, adds the rule's gradient of the weights: of error terms, with activities
    /// as constants, or of the loss itself. Its value is weight · the loss of the forward pass, whatever the rule.
    /// </summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="x">The input, [samples, numbers].</param>
    /// <param name="y">The target, [samples, numbers].</param>
    /// <param name="weight">One over the samples of the whole batch.</param>
    /// <param name="carry">What is kept between several steps of the weights on the same samples.</param>
    public abstract Tensor Loss(Tape tape, Tensor x, Tensor y, float weight, Carry carry);
}

/// <summary>Activities of some samples, kept from one step of the weights to the next.</summary>
public sealed class Carry
{
    /// <summary>How many steps the weights have taken on these samples.</summary>
    public int Phase { get; set; }

    internal float[][] Activities { get; set; } = [];
}
