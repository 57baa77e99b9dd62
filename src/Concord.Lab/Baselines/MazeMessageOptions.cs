using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>How an agent makes one message of its neighbours' messages.</summary>
public enum Aggregation
{
    /// <summary>The largest, number by number.</summary>
    Max,

    /// <summary>The mean.</summary>
    Mean,
}

/// <summary>Sizes of <see cref="MazeMessageModel"/>; the defaults match Sheaf-ADMM's count of parameters.</summary>
public sealed record MazeMessageOptions : AgentModelOptions<MazeViews>
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "mpnn";

    /// <summary>Numbers an agent holds: 84 for as many parameters as Sheaf-ADMM, 10 for as much memory.</summary>
    public int State { get; init => field = Require.Within(value, 1, 4096); } = 84;

    /// <summary>Numbers in a message: 42, or 5.</summary>
    public int Message { get; init => field = Require.Within(value, 1, 4096); } = 42;

    /// <summary>Width of the encoder's and the decoder's hidden layer.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>How messages are put together.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.Max;

    /// <summary>Rounds of a training step.</summary>
    public int Rounds { get; init => field = Require.Within(value, 1, 10_000); } = 40;

    /// <summary>Rounds of an evaluation.</summary>
    public int RoundsToEvaluate { get; init => field = Require.Within(value, 1, 1_000_000); } = 100;

    /// <inheritdoc/>
    public override IAgentModel<MazeViews> Build() => new MazeMessageModel(this);
}
