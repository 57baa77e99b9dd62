using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>The usual way: the gradient of the loss, carried back through all layers at once.</summary>
public sealed record BackPropagation : LearningRule
{
    /// <inheritdoc/>
    public override string Name => "bp";

    /// <inheritdoc/>
    public override LearningPass Open(PredictiveNetwork network)
    {
        RequireFeedforward(network, Name);
        return new Pass(network);
    }

    /// <summary>Refuses a network in which the loss does not follow from the input alone.</summary>
    internal static void RequireFeedforward(PredictiveNetwork network, string rule) => Require.That(
        network.IsFeedforward, $"A network that learns by {rule}", "must predict every vertex once and have no cycle",
        $"of {network.Sizes.Count} vertices and {network.Edges.Count} edges");

    private sealed class Pass(PredictiveNetwork network) : LearningPass
    {
        private readonly Tensor[] _answer = new Tensor[1], _error = new Tensor[1];
        private readonly Tensor[] _activities = new Tensor[network.Sizes.Count];

        public override Tensor Loss(Tape tape, Tensor x, Tensor y, float weight, Carry carry)
        {
            _answer[0] = network.Answer(x, _activities);
            _error[0] = tape.Empty(y.Shape);
            return Credit.Of(_answer, _error, weight * Misfit.Of(network.Loss, y, _answer[0], _error[0]), weight);
        }
    }
}
