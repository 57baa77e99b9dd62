using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Sizes of a <see cref="MessageModel{TViews}"/>, whichever task it is for.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
public abstract record MessageOptions<TViews> : AgentModelOptions<TViews>
    where TViews : AgentViews
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "mpnn";

    /// <summary>Numbers an agent holds.</summary>
    public virtual int State { get; init => field = Require.Within(value, 1, 4096); }

    /// <summary>Numbers in a message.</summary>
    public int Message { get; init => field = Require.Within(value, 1, 4096); }

    /// <summary>How messages are put together.</summary>
    public Aggregation Aggregation { get; init; }

    /// <summary>Rounds of a training step.</summary>
    public int Rounds { get; init => field = Require.Within(value, 1, 10_000); }

    /// <summary>Rounds of an evaluation.</summary>
    public int RoundsToEvaluate { get; init => field = Require.Within(value, 1, 1_000_000); }

    /// <summary>Width of the hidden layers of encoder and decoder.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    internal override AgentModelOptions<TViews> WithIterations(int iterations) => this with { Rounds = iterations };

    internal override AgentModelOptions<TViews> WithIterationsToEvaluate(int iterations) =>
        this with { RoundsToEvaluate = iterations };

    internal override AgentModelOptions<TViews> WithHidden(int width) => this with { Hidden = width };
}
