using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="SudokuSheafModel"/>; the defaults are the release's.</summary>
public sealed record SudokuSheafOptions : AgentModelOptions<SudokuViews>
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <summary>d_e, numbers an agent holds of each of its nine cells and neighbours compare.</summary>
    public int EdgeStalk { get; init => field = Require.Within(value, 1, 256); } = 32;

    /// <summary>d_v, numbers an agent holds of all its cells.</summary>
    [JsonIgnore]
    public int VertexStalk => SudokuGraph.Side * EdgeStalk;

    /// <summary>Numbers by which the encoder describes a cell.</summary>
    public int Channels { get; init => field = Require.Within(value, 1, 4096); } = 128;

    /// <summary>r, the rank by which an agent's view changes its maps; 0 for maps that no view changes.</summary>
    public int Rank { get; init => field = Require.Within(value, 0, 256); }

    /// <summary>Mixer blocks of the encoder.</summary>
    public int Blocks { get; init => field = Require.Within(value, 0, 64); } = 2;

    /// <summary>Width of the decoder's hidden layers.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>γ, the price of disagreement.</summary>
    public float Pull { get; init => field = Require.Positive(value); } = 2f;

    /// <summary>T, conjugate gradient steps per iteration.</summary>
    public int CgSteps { get; init => field = Require.Within(value, 1, 1000); } = 5;

    /// <summary>ρ before training.</summary>
    public float PenaltyStart { get; init => field = Require.Positive(value); } = 0.25f;

    /// <summary>What is added to the curvature Q so that it stays positive.</summary>
    public float CurvatureFloor { get; init => field = Require.Positive(value); } = 1e-4f;

    /// <summary>The standard deviation by which maps differ from selectors before training.</summary>
    public float MapNoise { get; init => field = Require.NotNegative(value); } = 0.01f;

    /// <summary>w, the last iterations over which the loss is averaged.</summary>
    public int Window { get; init => field = Require.Within(value, 1, 64); } = 2;

    /// <summary>K of a training step.</summary>
    public int Iterations { get; init => field = Require.Within(value, 1, 10_000); } = 20;

    /// <summary>K of an evaluation.</summary>
    public int IterationsToEvaluate { get; init => field = Require.Within(value, 1, 1_000_000); } = 50;

    /// <inheritdoc/>
    public override IAgentModel<SudokuViews> Build() => new SudokuSheafModel(this);
}
