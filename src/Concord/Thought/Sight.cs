using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>What is seen of samples, and how a query by synchrony looks at it.</summary>
/// <remarks>
/// Darlow et al. 2025, section 3.4: keys and values come from a backbone's features with places added, by a dense layer
/// and a norm; a query is a dense layer of the action synchrony. Keys and values are computed once for all ticks.
/// </remarks>
public sealed class Sight
{
    private readonly Backbone _backbone;
    private readonly PlaceEmbedding? _places;
    private readonly DenseLayer _project, _query, _queryIn, _keyIn, _valueIn, _out;
    private readonly LayerNormLayer _norm;
    private readonly int _heads;

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="backbone">What makes features.</param>
    /// <param name="places">How places are told apart.</param>
    /// <param name="width">d, numbers of keys and values.</param>
    /// <param name="heads">Heads of the attention.</param>
    /// <param name="asked">Numbers of what a query is made of.</param>
    public Sight(Parameters parameters, Backbone backbone, PlaceKind places, int width, int heads, int asked)
    {
        (_backbone, _heads) = (backbone, heads);
        _places = PlaceEmbedding.Of(places, parameters, backbone.Channels);
        _project = Synapse.Layer(parameters, "sight.project", backbone.Channels, width);
        _norm = new(parameters, "sight.norm", width, Synapse.Epsilon);
        _query = Synapse.Layer(parameters, "sight.query", asked, width);
        _queryIn = Inside("query");
        _keyIn = Inside("key");
        _valueIn = Inside("value");
        _out = new(
            parameters, "sight.attention.out", width, width, Start.Uniform(1 / MathF.Sqrt(width)), Start.Zero);

        // Xavier's bound of the three together, as PyTorch starts them.
        DenseLayer Inside(string name) => new(
            parameters, $"sight.attention.{name}", width, width, Start.Uniform(MathF.Sqrt(6f / (4 * width))),
            Start.Zero);
    }

    /// <summary>Looks once.</summary>
    /// <param name="shown">[samples, numbers shown].</param>
    /// <param name="training">Whether batch norms use, and remember, what they see.</param>
    public View Look(Tensor shown, bool training)
    {
        var samples = shown.Shape.Rows;
        var features = _backbone.Look(shown, training);
        var kv = _norm.Apply(_project.Apply(_places?.AddTo(features) ?? features.Rows));
        return new(
            Attention.Remember(_keyIn.Apply(kv), _valueIn.Apply(kv), samples, _heads), features, kv);
    }

    /// <summary>Reads with a query.</summary>
    /// <param name="view">What was looked at.</param>
    /// <param name="asked">[samples, asked], such as a synchrony.</param>
    /// <param name="weights">[samples, heads, places]: set to how much of each place is read.</param>
    /// <returns>[samples, width].</returns>
    public Tensor Read(View view, Tensor asked, out Tensor weights) =>
        _out.Apply(Attention.Apply(_queryIn.Apply(_query.Apply(asked)), view.Attended, out weights));

    /// <summary>What was looked at.</summary>
    /// <param name="Attended">Keys and values.</param>
    /// <param name="Features">What they come from.</param>
    /// <param name="Tokens">[samples · places, width]: what keys and values are made of.</param>
    public readonly record struct View(Attended Attended, Features Features, Tensor Tokens);
}
