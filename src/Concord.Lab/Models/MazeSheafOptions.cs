using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="MazeSheafModel"/>; the defaults are the release's.</summary>
public sealed record MazeSheafOptions : SheafOptions<MazeViews>
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <inheritdoc/>
    public override IAgentModel<MazeViews> Build() => new MazeSheafModel(this);

    /// <summary>d_v, numbers an agent holds.</summary>
    public int VertexStalk { get; init => field = Require.Within(value, 1, 1024); } = 10;

    /// <summary>d_e, numbers neighbours compare; d_v where maps are identity.</summary>
    public int EdgeStalk { get; init => field = Require.Within(value, 1, 1024); } = 5;

    /// <inheritdoc/>
    public override int Rank { get; init => field = Require.Within(value, 0, 256); } = 4;

    /// <summary>Width of the encoder's and the decoder's hidden layer.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>γ, the price of disagreement.</summary>
    public float Pull { get; init => field = Require.Positive(value); } = 5f;

    /// <inheritdoc/>
    public override float PenaltyStart { get; init => field = Require.Positive(value); } = 0.25f;

    /// <inheritdoc/>
    public override int Window { get; init => field = Require.Within(value, 1, 64); } = 4;

    /// <summary>The least K of a training step; 0 for agents that answer from what they see alone.</summary>
    public int LeastIterations { get; init => field = Require.Within(value, 0, 10_000); } = 15;

    /// <summary>The most K of a training step.</summary>
    public int MostIterations { get; init => field = Require.Within(value, 0, 10_000); } = 40;

    /// <inheritdoc/>
    public override int IterationsToEvaluate { get; init => field = Require.Within(value, 0, 1_000_000); } = 100;

    /// <summary>These options with K the same in every training step.</summary>
    public MazeSheafOptions Fixed(int iterations) => this with
    {
        LeastIterations = iterations,
        MostIterations = iterations,
        Window = Math.Clamp(iterations, 1, Window),
    };

    /// <inheritdoc/>
    public override SheafOptions<MazeViews> WithMaps(MapKind maps) => maps == MapKind.Learned
        ? this with { Maps = maps }
        : this with { Maps = maps, Rank = 0, EdgeStalk = VertexStalk };

    internal override void Check()
    {
        base.Check();
        CheckLattice(EdgeStalk, VertexStalk);
    }
}
