using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Baselines;

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
        new LstmThinker(parameters, Sizes, LayReader(parameters, Width, Heads), Question.Outputs);

    internal override LstmOptions<TViews> WithQuestion(Question question) => this with { Question = question };

    internal override LstmOptions<TViews> WithHidden(int width) => this with { Sizes = Sizes with { Hidden = width } };

    internal override LstmOptions<TViews> WithIterations(int iterations) => this with { Rounds = iterations };
}
