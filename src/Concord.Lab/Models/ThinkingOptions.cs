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
        Places ?? (Question.Sight == SightKind.Sequence ? PlaceKind.Turning : PlaceKind.None);

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

    /// <summary>Lays out what reads what is shown: all of it at once, or its places by looking at them.</summary>
    private protected Reader LayReader(Parameters parameters, int width, int heads) =>
        Question.Sight == SightKind.Whole ? new WholeReader(Question.Inputs)
        : Question.Script is { } script
            ? new QuestionReader(
                parameters, LaySight(parameters, width, heads), Shown, new(script.Repeats, script.Repeats))
        : LaySight(parameters, width, heads);

    private Sight LaySight(Parameters parameters, int width, int heads) =>
        new(parameters, LayBackbone(parameters, width), PlacesOrUsual, width, heads);

    /// <summary>Lays the backbone out.</summary>
    private protected Backbone LayBackbone(Parameters parameters, int width) =>
        (Backbone ?? (Question.Sight == SightKind.Sequence ? BackboneKind.Signs : BackboneKind.Small))
            .Build(parameters, Shown, width);
}
