using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A model of agents that see a maze in pieces and, after some iterations, mark the path.</summary>
public interface IMazeModel
{
    /// <summary>The model's weights.</summary>
    Parameters Parameters { get; }

    /// <summary>Over how many of the last iterations the loss is averaged.</summary>
    int Window { get; }

    /// <summary>How many iterations an evaluation takes unless said.</summary>
    int IterationsToEvaluate { get; }

    /// <summary>How many iterations this training step takes.</summary>
    int DrawIterations(Rng rng);

    /// <summary>
    /// Encodes the views and iterates; returns what the agents hold after each of the last iterations.
    /// </summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="views">What the agents see.</param>
    /// <param name="iterations">How many iterations.</param>
    /// <param name="last">Filled with states [agents, state] of the last iterations, the latest at the end.</param>
    /// <param name="watch">Sees, and may disturb, every iteration; null for nobody. Only without gradients.</param>
    void Run(Tape tape, MazeViews views, int iterations, Span<Tensor> last, MazeWatch? watch = null);

    /// <summary>Guesses for the pixels of each view, [agents, 9 · 6].</summary>
    Tensor Decode(Tape tape, MazeViews views, Tensor state);
}
