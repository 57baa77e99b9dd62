using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Looks at what is shown, place by place, with a query that tells where.</summary>
/// <remarks>
/// Darlow et al. 2025, section 3.4: keys and values come from a backbone's features with places added, by a dense layer
/// and a norm. They are computed once for all ticks.
/// </remarks>
public sealed class Sight : Reader
{
    private readonly Backbone _backbone;
    private readonly PlaceEmbedding? _places;
    private readonly DenseLayer _project, _queryIn, _keyIn, _valueIn, _out;
    private readonly LayerNormLayer _norm;
    private readonly int _heads;

    /// <summary>Adds the parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="backbone">What makes features.</param>
    /// <param name="places">How places are told apart.</param>
    /// <param name="width">d, numbers of keys and values.</param>
    /// <param name="heads">Heads of the attention.</param>
    /// <exception cref="ArgumentException">Heads that do not divide the width.</exception>
    public Sight(Parameters parameters, Backbone backbone, PlaceKind places, int width, int heads)
    {
        Require.Positive(heads, "The number of heads");
        Require.That(width % heads == 0, "The number of heads", $"must divide the width of {width}", heads);
        (_backbone, _heads, Width) = (backbone, heads, width);
        _places = PlaceEmbedding.Of(places, parameters, backbone.Channels);
        _project = Synapse.Layer(parameters, "sight.project", backbone.Channels, width);
        _norm = new(parameters, "sight.norm", width, Synapse.Epsilon);
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

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override void Look(Scene shown, bool training, Thoughts thoughts)
    {
        var features = _backbone.Look(shown, training);
        var kv = _norm.Apply(_project.Apply(_places?.AddTo(features) ?? features.Rows));
        thoughts.Views.Add(new(
            Attention.Remember(_keyIn.Apply(kv), _valueIn.Apply(kv), shown.Samples, _heads), features, kv));
    }

    /// <inheritdoc/>
    public override Tensor Read(Thoughts thoughts, int tick, Tensor? query, out Tensor? weights) =>
        Read(thoughts.View, query!, out weights);

    /// <summary>Reads with a query.</summary>
    /// <param name="view">What was looked at.</param>
    /// <param name="query">[samples, width].</param>
    /// <param name="weights">[samples, heads, places]: set to how much of each place is read.</param>
    /// <returns>[samples, width].</returns>
    internal Tensor Read(View view, Tensor query, out Tensor? weights)
    {
        var read = Attention.Apply(_queryIn.Apply(query), view.Attended, out var shares);
        weights = shares;
        return _out.Apply(read);
    }

    /// <summary>What was looked at.</summary>
    /// <param name="Attended">Keys and values.</param>
    /// <param name="Features">What they come from.</param>
    /// <param name="Tokens">[samples · places, width]: what keys and values are made of.</param>
    public readonly record struct View(Attended Attended, Features Features, Tensor Tokens);
}
