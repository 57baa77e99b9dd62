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

    /// <summary>Whether the last tick is learned from instead of the surest, beside the best.</summary>
    [JsonIgnore]
    internal virtual bool LastCounts => false;

    /// <summary>T of every training step and every evaluation.</summary>
    [JsonIgnore]
    internal abstract int Ticks { get; }

    /// <inheritdoc/>
    public override IAgentModel<TViews> Build() => new ThoughtModel<TViews>(this);

    /// <summary>Lays the thinker out.</summary>
    internal abstract IThinker Lay(Parameters parameters);

    /// <summary>Lays out what looks at the places of what is shown.</summary>
    private protected Reader LaySight(Parameters parameters, int width, int heads) =>
        new Concord.Thought.Sight(parameters, LayBackbone(parameters, width), PlacesOrUsual, width, heads);

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

/// <summary>Sizes of a long short-term memory that looks and speaks as a Continuous Thought Machine does.</summary>
/// <typeparam name="TViews">How samples are shown.</typeparam>
/// <param name="Question">What is shown and asked.</param>
public sealed record LstmOptions<TViews>(Question Question) : ThinkingOptions<TViews>(Question)
    where TViews : AgentViews, IWholeViews
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "lstm";

    /// <summary>The layers.</summary>
    public LstmSizes Sizes { get; init; } = new();

    /// <summary>Numbers of a key and a value.</summary>
    public int Width { get; init => field = Require.Within(value, 1, 1 << 14); } = 64;

    /// <summary>Heads of the attention.</summary>
    public int Heads { get; init => field = Require.Within(value, 1, 1024); } = 4;

    /// <summary>Ticks of every step and every evaluation.</summary>
    public int Rounds { get; init => field = Require.Within(value, 1, 10_000); } = 25;

    [JsonIgnore]
    internal override int Ticks => Rounds;

    [JsonIgnore]
    internal override bool LastCounts => true;

    internal override IThinker Lay(Parameters parameters) =>
        new LstmThinker(parameters, Sizes, LaySight(parameters, Width, Heads), Question.Outputs);

    internal override LstmOptions<TViews> WithQuestion(Question question) => this with { Question = question };

    internal override LstmOptions<TViews> WithHidden(int width) => this with { Sizes = Sizes with { Hidden = width } };

    internal override LstmOptions<TViews> WithIterations(int iterations) => this with { Rounds = iterations };
}

/// <summary>Sizes of a network that looks once and has no ticks.</summary>
/// <typeparam name="TViews">How samples are shown.</typeparam>
/// <param name="Question">What is shown and asked.</param>
public sealed record FeedForwardOptions<TViews>(Question Question) : ThinkingOptions<TViews>(Question)
    where TViews : AgentViews, IWholeViews
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "feed-forward";

    /// <summary>Numbers of the hidden layer.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 1 << 16); } = 256;

    [JsonIgnore]
    internal override int Ticks => 1;

    internal override IThinker Lay(Parameters parameters) =>
        new FeedForwardThinker(parameters, LayBackbone(parameters, Hidden), Hidden, Question.Outputs);

    internal override FeedForwardOptions<TViews> WithQuestion(Question question) => this with { Question = question };

    internal override FeedForwardOptions<TViews> WithHidden(int width) => this with { Hidden = width };
}
