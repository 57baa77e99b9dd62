using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="SudokuSheafModel"/>; the defaults are the release's.</summary>
public sealed record SudokuSheafOptions : SheafOptions<SudokuViews>
{
    /// <summary>The release's 50 iterations of an evaluation.</summary>
    public SudokuSheafOptions() => IterationsToEvaluate = 50;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasMemory => true;

    /// <summary>d_e, numbers an agent holds of each of its nine cells and neighbours compare.</summary>
    public override int EdgeStalk { get; init => field = Require.Within(value, 1, 256); } = 32;

    /// <summary>d_v, numbers an agent holds of all its cells.</summary>
    [JsonIgnore]
    public int VertexStalk => SudokuGraph.Side * EdgeStalk;

    /// <summary>Numbers by which the encoder describes a cell.</summary>
    public int Channels { get; init => field = Require.Within(value, 1, 4096); } = 128;

    /// <summary>Mixer blocks of the encoder.</summary>
    public int Blocks { get; init => field = Require.Within(value, 0, 64); } = 2;

    /// <summary>γ, the price of disagreement.</summary>
    public float Pull { get; init => field = Require.Positive(value); } = 2f;

    /// <summary>The standard deviation by which maps differ from selectors before training.</summary>
    public float MapNoise { get; init => field = Require.NotNegative(value); } = 0.01f;

    /// <summary>K of a training step; 0 for agents that answer from what they see alone.</summary>
    public int Iterations { get; init => field = Require.Within(value, 0, 10_000); } = 20;

    /// <inheritdoc/>
    public override IAgentModel<SudokuViews> Build() => new SudokuSheafModel(this);

    /// <inheritdoc/>
    public override SheafOptions<SudokuViews> WithMaps(MapKind maps) =>
        this with { Maps = maps, Rank = maps == MapKind.Learned ? Rank : 0 };

    internal override SudokuSheafOptions WithChannels(int channels) => this with { Channels = channels };

    internal override SudokuSheafOptions WithIterations(int iterations) =>
        this with { Iterations = iterations, Window = Math.Clamp(iterations, 1, Window) };
}
