using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="MazeSheafModel"/>; the defaults are the release's.</summary>
public sealed record MazeSheafOptions : LatticeSheafOptions<MazeViews>
{
    /// <summary>The release's sizes.</summary>
    public MazeSheafOptions() => (VertexStalk, EdgeStalk, Rank, Window) = (10, 5, 4, 4);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasMemory => true;

    /// <summary>γ, the price of disagreement.</summary>
    public float Pull { get; init => field = Require.Positive(value); } = 5f;

    /// <summary>The least K of a training step; 0 for agents that answer from what they see alone.</summary>
    public int LeastIterations { get; init => field = Require.Within(value, 0, 10_000); } = 15;

    /// <summary>The most K of a training step.</summary>
    public int MostIterations { get; init => field = Require.Within(value, 0, 10_000); } = 40;

    /// <inheritdoc/>
    public override IAgentModel<MazeViews> Build() => new MazeSheafModel(this);

    internal override MazeSheafOptions WithIterations(int iterations) => this with
    {
        LeastIterations = iterations,
        MostIterations = iterations,
        Window = Math.Clamp(iterations, 1, Window),
    };
}
