using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// A model of agents that each see a piece of a sample and, after some iterations, guess what is asked of them.
/// </summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
public interface IAgentModel<in TViews>
    where TViews : AgentViews
{
    /// <summary>The model's weights.</summary>
    Parameters Parameters { get; }

    /// <summary>False for a model that looks at a sample as a whole, so that there are no agents to show.</summary>
    bool HasAgents => true;

    /// <summary>Over how many of the last iterations the loss is averaged.</summary>
    int Window { get; }

    /// <summary>How many iterations an evaluation takes unless said.</summary>
    int IterationsToEvaluate { get; }

    /// <summary>How many iterations every training step takes; null where each draws its own number.</summary>
    int? IterationsToTrain { get; }

    /// <summary>How many iterations these views take where so many are asked for.</summary>
    int IterationsOf(TViews views, int iterations) => iterations;

    /// <summary>How many iterations this training step takes.</summary>
    int DrawIterations(Rng rng);

    /// <summary>
    /// Encodes the views and iterates; returns what the agents hold after each of the last iterations.
    /// </summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="views">What the agents see.</param>
    /// <param name="iterations">How many iterations; after 0 agents hold what they begin with.</param>
    /// <param name="last">Filled with states [agents, state] of the last iterations, the latest at the end.</param>
    /// <param name="watch">Sees, and may disturb, every iteration; null for nobody. Only without gradients.</param>
    void Run(Tape tape, TViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null);

    /// <summary>Logits of what each agent is asked, [agents, places · classes].</summary>
    Tensor Decode(Tape tape, TViews views, Tensor state);
}
