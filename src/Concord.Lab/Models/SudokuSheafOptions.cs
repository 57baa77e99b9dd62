using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="SudokuSheafModel"/>; the defaults are the release's.</summary>
public sealed record SudokuSheafOptions : SheafOptions<SudokuViews>
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

    /// <inheritdoc/>
    public override int Rank { get; init => field = Require.Within(value, 0, 256); }

    /// <summary>Mixer blocks of the encoder.</summary>
    public int Blocks { get; init => field = Require.Within(value, 0, 64); } = 2;

    /// <summary>Width of the decoder's hidden layers.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>γ, the price of disagreement.</summary>
    public float Pull { get; init => field = Require.Positive(value); } = 2f;

    /// <inheritdoc/>
    public override float PenaltyStart { get; init => field = Require.Positive(value); } = 0.25f;

    /// <summary>The standard deviation by which maps differ from selectors before training.</summary>
    public float MapNoise { get; init => field = Require.NotNegative(value); } = 0.01f;

    /// <inheritdoc/>
    public override int Window { get; init => field = Require.Within(value, 1, 64); } = 2;

    /// <summary>K of a training step; 0 for agents that answer from what they see alone.</summary>
    public int Iterations { get; init => field = Require.Within(value, 0, 10_000); } = 20;

    /// <inheritdoc/>
    public override int IterationsToEvaluate { get; init => field = Require.Within(value, 0, 1_000_000); } = 50;

    /// <inheritdoc/>
    public override IAgentModel<SudokuViews> Build() => new SudokuSheafModel(this);

    /// <inheritdoc/>
    public override SheafOptions<SudokuViews> WithMaps(MapKind maps) =>
        this with { Maps = maps, Rank = maps == MapKind.Learned ? Rank : 0 };
}
