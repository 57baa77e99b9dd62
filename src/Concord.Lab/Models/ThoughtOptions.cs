using System.Text.Json.Serialization;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

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
        parameters, Sizes, LayReader(parameters, Sizes.Width, Sizes.Heads), Question.Outputs);

    internal override ThoughtOptions<TViews> WithQuestion(Question question) => this with { Question = question };

    internal override ThoughtOptions<TViews> WithHidden(int width) =>
        this with { Sizes = Sizes with { NeuronHidden = width } };

    internal override ThoughtOptions<TViews> WithIterations(int iterations) =>
        this with { Sizes = Sizes with { Ticks = iterations } };
}
