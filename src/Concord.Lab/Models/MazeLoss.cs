using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>The cost of a maze model's guesses.</summary>
public static class MazeLoss
{
    /// <summary>These mazes' share of the mean over pixels, agents, mazes of the batch and last iterations.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tape">Takes the result.</param>
    /// <param name="views">What the agents see and should answer.</param>
    /// <param name="iterations">K.</param>
    /// <param name="last">Room for the states of the window.</param>
    /// <param name="batch">Mazes of the whole batch.</param>
    public static Tensor Of(IMazeModel model, Tape tape, MazeViews views, int iterations, Tensor[] last, int batch)
    {
        var window = Math.Min(last.Length, iterations);
        var states = last.AsSpan(0, window);
        model.Run(tape, views, iterations, states);
        var weight = (float)(views.Samples / ((double)batch * window * views.CountedTargets));
        Tensor? sum = null;
        foreach (var state in states)
        {
            var loss = CrossEntropy.Sum(model.Decode(tape, views, state), views.Targets, MazeViews.Classes, weight);
            sum = sum == null ? loss : sum + loss;
        }
        return sum!;
    }
}
