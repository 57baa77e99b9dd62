using System.Text.Json.Serialization;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>Options of models that think in ticks about samples shown in whole.</summary>
/// <typeparam name="TViews">How samples are shown.</typeparam>
/// <param name="Question">What is shown and asked.</param>
public abstract record ThinkingOptions<TViews>(Question Question) : AgentModelOptions<TViews>
    where TViews : AgentViews, IWholeViews
{
    /// <summary>What is shown and asked.</summary>
    public Question Question { get; init => field = value.Checked(); } = Question.Checked();

    /// <summary>What makes features of what is shown; null: signs of a sequence, a small network of an image.</summary>
    public BackboneKind? Backbone { get; init; }

    /// <summary>How places are told apart; null: by a turning vector in a sequence, not at all in an image.</summary>
    public PlaceKind? Places { get; init; }

    /// <summary>How far behind what is right already an answer is asked for; null: all of it.</summary>
    public int? Lookahead { get; init => field = value is { } ahead ? Require.Within(ahead, 1, 1_000_000) : value; }

    internal override Question? Asked => Question;

    /// <summary>What is shown, in the words of the library.</summary>
    private protected Shown Shown => new(Question.Height, Question.Width, Question.Channels);

    /// <summary>How places are told apart.</summary>
    private protected PlaceKind PlacesOrUsual =>
        Places ?? (Question.Sight == Sight.Sequence ? PlaceKind.Turning : PlaceKind.None);

    /// <summary>T of every training step and every evaluation.</summary>
    [JsonIgnore]
    internal abstract int Ticks { get; }

    /// <inheritdoc/>
    public override IAgentModel<TViews> Build() => new ThoughtModel<TViews>(this);

    /// <summary>Lays the thinker out.</summary>
    internal abstract IThinker Lay(Parameters parameters);

    /// <summary>Lays the backbone out.</summary>
    private protected Backbone LayBackbone(Parameters parameters, int width) =>
        (Backbone ?? (Question.Sight == Sight.Sequence ? BackboneKind.Signs : BackboneKind.Small))
            .Build(parameters, Shown, width);
}

/// <summary>Sizes of a Continuous Thought Machine.</summary>
/// <typeparam name="TViews">How samples are shown.</typeparam>
/// <param name="Question">What is shown and asked.</param>
public sealed record ThoughtOptions<TViews>(Question Question) : ThinkingOptions<TViews>(Question)
    where TViews : AgentViews, IWholeViews
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "ctm";

    /// <summary>The machine's sizes.</summary>
    public ThinkerSizes Sizes { get; init; } = new();

    [JsonIgnore]
    internal override int Ticks => Sizes.Ticks;

    internal override IThinker Lay(Parameters parameters) => new Thinker(
        parameters, Sizes, LayBackbone(parameters, Sizes.Width), PlacesOrUsual, Question.Outputs);

    internal override ThoughtOptions<TViews> WithQuestion(Question question) => this with { Question = question };

    internal override ThoughtOptions<TViews> WithHidden(int width) =>
        this with { Sizes = Sizes with { NeuronHidden = width } };

    internal override ThoughtOptions<TViews> WithIterations(int iterations) =>
        this with { Sizes = Sizes with { Ticks = iterations } };
}
