using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Baselines;

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
