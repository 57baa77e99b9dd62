using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>The cost of a model's guesses, averaged over its last iterations.</summary>
public sealed class WindowLoss<TViews>(IAgentModel<TViews> model) : ILossPass<TViews>
    where TViews : AgentViews
{
    private readonly Tensor[] _last = new Tensor[model.Window];

    /// <summary>These samples' share of the mean over targets, samples of the batch and last iterations.</summary>
    /// <param name="tape">Takes the result.</param>
    /// <param name="views">What the agents see and should answer.</param>
    /// <param name="part">The batch, and K; with 0 what agents begin with is all there is.</param>
    public Tensor Loss(Tape tape, TViews views, BatchPart part)
    {
        var (batch, iterations) = (part.Batch, part.Iterations);
        var window = Math.Clamp(iterations, 1, _last.Length);
        var states = _last.AsSpan(0, window);
        model.Run(tape, views, iterations, states);
        var weight = (float)(views.Samples / ((double)batch * window * views.CountedTargets));
        Tensor? sum = null;
        foreach (var state in states)
        {
            var loss = CrossEntropy.Sum(model.Decode(tape, views, state), views.Targets, views.Classes, weight);
            sum = sum == null ? loss : sum + loss;
        }
        return sum!;
    }
}
