using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>A network without ticks, to compare thinkers with: it looks once and says what it thinks.</summary>
/// <remarks>The baseline of Darlow et al. 2025: a backbone, the mean over places, a rectified layer.</remarks>
public sealed class FeedForwardThinker : IThinker
{
    private readonly Backbone _backbone;
    private readonly DenseLayer _hidden, _say;

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="backbone">What makes features of what is shown.</param>
    /// <param name="hidden">Numbers of the hidden layer.</param>
    /// <param name="outputs">Numbers said.</param>
    public FeedForwardThinker(Parameters parameters, Backbone backbone, int hidden, int outputs)
    {
        _backbone = backbone;
        _hidden = Synapse.Layer(parameters, "hidden", backbone.Channels, hidden);
        _say = Synapse.Layer(parameters, "say", hidden, outputs);
    }

    /// <summary>Thinks for one tick, however many are given.</summary>
    /// <inheritdoc/>
    public void Think(
        Scene shown, int ticks, bool training, Thoughts thoughts, Func<int, bool>? enough = null)
    {
        Require.Positive(ticks, "The number of ticks");
        thoughts.Begin(1);
        var features = _backbone.Look(shown, training).Rows;
        var samples = shown.Samples;
        var mean = TokenMean.Apply(features.As([samples, features.Shape.Rows / samples, features.Shape.Columns]));
        var hidden = _hidden.Apply(mean, Activation.Relu);
        thoughts.Add(0, new(null, null, mean, hidden, hidden));
        enough?.Invoke(1);
    }

    /// <inheritdoc/>
    public Tensor Say(Tensor saying) => _say.Apply(saying);
}
