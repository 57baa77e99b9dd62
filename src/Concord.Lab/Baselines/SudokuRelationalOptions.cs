using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Sizes of <see cref="SudokuRelationalModel"/>; the defaults are the paper's but for the steps.</summary>
public sealed record SudokuRelationalOptions : AgentModelOptions<SudokuViews>
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "rrn";

    /// <summary>Numbers a cell holds, and the width of all hidden layers.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 4096); } = 96;

    /// <summary>Numbers that stand for a digit, and as many for a row and a column.</summary>
    public int Embedding { get; init => field = Require.Within(value, 1, 4096); } = 16;

    /// <summary>Steps in training, all of which are asked for the answer; the paper's are 32.</summary>
    public int Steps { get; init => field = Require.Within(value, 1, 1024); } = 16;

    /// <summary>Steps of an evaluation.</summary>
    public int StepsToEvaluate { get; init => field = Require.Within(value, 1, 1_000_000); } = 32;

    /// <inheritdoc/>
    public override IAgentModel<SudokuViews> Build() => new SudokuRelationalModel(this);

    internal override SudokuRelationalOptions WithIterations(int iterations) => this with { Steps = iterations };

    internal override SudokuRelationalOptions WithIterationsToEvaluate(int iterations) =>
        this with { StepsToEvaluate = iterations };

    internal override SudokuRelationalOptions WithHidden(int width) => this with { Hidden = width };
}
