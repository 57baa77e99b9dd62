using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="MazeSheafModel"/>; the defaults are the release's.</summary>
public sealed record MazeSheafOptions : AgentModelOptions<MazeViews>
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <inheritdoc/>
    public override IAgentModel<MazeViews> Build() => new MazeSheafModel(this);

    /// <summary>d_v, numbers an agent holds.</summary>
    public int VertexStalk { get; init => field = Require.Within(value, 1, 1024); } = 10;

    /// <summary>d_e, numbers neighbours compare; at most d_v.</summary>
    public int EdgeStalk { get; init => field = Require.Within(value, 1, 1024); } = 5;

    /// <summary>r, the rank by which an agent's view changes its maps.</summary>
    public int Rank { get; init => field = Require.Within(value, 1, 256); } = 4;

    /// <summary>Width of the encoder's and the decoder's hidden layer.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>γ, the price of disagreement.</summary>
    public float Pull { get; init => field = Require.Positive(value); } = 5f;

    /// <summary>T, conjugate gradient steps per iteration.</summary>
    public int CgSteps { get; init => field = Require.Within(value, 1, 1000); } = 5;

    /// <summary>ρ before training.</summary>
    public float PenaltyStart { get; init => field = Require.Positive(value); } = 0.25f;

    /// <summary>What is added to the curvature Q so that it stays positive.</summary>
    public float CurvatureFloor { get; init => field = Require.Positive(value); } = 1e-4f;

    /// <summary>w, the last iterations over which the loss is averaged.</summary>
    public int Window { get; init => field = Require.Within(value, 1, 64); } = 4;

    /// <summary>The least K of a training step.</summary>
    public int LeastIterations { get; init => field = Require.Within(value, 1, 10_000); } = 15;

    /// <summary>The most K of a training step.</summary>
    public int MostIterations { get; init => field = Require.Within(value, 1, 10_000); } = 40;

    /// <summary>K of an evaluation.</summary>
    public int IterationsToEvaluate { get; init => field = Require.Within(value, 1, 1_000_000); } = 100;

    /// <summary>These options with K the same in every training step.</summary>
    public MazeSheafOptions Fixed(int iterations) => this with
    {
        LeastIterations = iterations,
        MostIterations = iterations,
        Window = Math.Clamp(iterations, 1, Window),
    };
}
