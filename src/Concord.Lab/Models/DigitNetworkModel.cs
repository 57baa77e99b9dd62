using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A network that sees the whole image and answers it once.</summary>
/// <remarks>
/// There are no agents and no iterations: everybody who is asked about an image says the same, and a disturbance of
/// agents is refused.
/// </remarks>
/// <param name="name">The model's name, for a refusal.</param>
public abstract class DigitNetworkModel(string name) : IAgentModel<DigitViews>
{
    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public bool HasAgents => false;

    /// <inheritdoc/>
    public int Window => 1;

    /// <inheritdoc/>
    public int IterationsToEvaluate => 1;

    /// <inheritdoc/>
    public virtual int? IterationsToTrain => 1;

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) => 1;

    /// <inheritdoc/>
    public void Run(Tape tape, DigitViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
    {
        watch?.RequireNoDisturbance(name);
        var state = views.PerAgentOfSample(Logits(tape, views));
        watch?.Moved(1, state, state);
        last.Fill(state);
    }

    /// <inheritdoc/>
    public Tensor Decode(Tape tape, DigitViews views, Tensor state) => state;

    /// <summary>Logits of every image, [samples, classes].</summary>
    protected abstract Tensor Logits(Tape tape, DigitViews views);
}
