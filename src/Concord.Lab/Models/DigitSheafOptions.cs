using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="DigitSheafModel"/>; the defaults are the release's.</summary>
public sealed record DigitSheafOptions : AgentModelOptions<DigitViews>
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <summary>d_v, numbers an agent holds.</summary>
    public int VertexStalk { get; init => field = Require.Within(value, 1, 1024); } = 32;

    /// <summary>d_e, numbers neighbours compare; at most d_v.</summary>
    public int EdgeStalk { get; init => field = Require.Within(value, 1, 1024); } = 24;

    /// <summary>r, the rank by which an agent's view changes its maps.</summary>
    public int Rank { get; init => field = Require.Within(value, 1, 256); } = 8;

    /// <summary>Width of the encoder.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>μ, the pull back to the target that keeps the projection definite.</summary>
    public float Tikhonov { get; init => field = Require.Positive(value); } = 1e-5f;

    /// <summary>l, the price of |x|, the same everywhere and not learned.</summary>
    public float L1 { get; init => field = Require.NotNegative(value); } = 0.006337180166370117f;

    /// <summary>T, conjugate gradient steps per iteration.</summary>
    public int CgSteps { get; init => field = Require.Within(value, 1, 1000); } = 5;

    /// <summary>ρ before training.</summary>
    public float PenaltyStart { get; init => field = Require.Positive(value); } = 0.12f;

    /// <summary>What is added to the curvature Q so that it stays positive.</summary>
    public float CurvatureFloor { get; init => field = Require.Positive(value); } = 1e-4f;

    /// <summary>w, the last iterations over which the loss is averaged.</summary>
    public int Window { get; init => field = Require.Within(value, 1, 64); } = 2;

    /// <summary>K of a training step.</summary>
    public int Iterations { get; init => field = Require.Within(value, 1, 10_000); } = 20;

    /// <summary>K of an evaluation.</summary>
    public int IterationsToEvaluate { get; init => field = Require.Within(value, 1, 1_000_000); } = 100;

    /// <inheritdoc/>
    public override IAgentModel<DigitViews> Build() => new DigitSheafModel(this);
}
