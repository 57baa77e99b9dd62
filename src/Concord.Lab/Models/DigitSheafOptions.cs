using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="DigitSheafModel"/>; the defaults are the release's.</summary>
public sealed record DigitSheafOptions : SheafOptions<DigitViews>
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <summary>d_v, numbers an agent holds.</summary>
    public int VertexStalk { get; init => field = Require.Within(value, 1, 1024); } = 32;

    /// <summary>d_e, numbers neighbours compare; d_v where maps are identity.</summary>
    public int EdgeStalk { get; init => field = Require.Within(value, 1, 1024); } = 24;

    /// <inheritdoc/>
    public override int Rank { get; init => field = Require.Within(value, 0, 256); } = 8;

    /// <summary>Width of the encoder.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>μ, the pull back to the target that keeps the projection definite.</summary>
    public float Tikhonov { get; init => field = Require.Positive(value); } = 1e-5f;

    /// <summary>l, the price of |x|, the same everywhere and not learned.</summary>
    public float L1 { get; init => field = Require.NotNegative(value); } = 0.006337180166370117f;

    /// <inheritdoc/>
    public override float PenaltyStart { get; init => field = Require.Positive(value); } = 0.12f;

    /// <inheritdoc/>
    public override int Window { get; init => field = Require.Within(value, 1, 64); } = 2;

    /// <summary>K of a training step; 0 for agents that answer from what they see alone.</summary>
    public int Iterations { get; init => field = Require.Within(value, 0, 10_000); } = 20;

    /// <inheritdoc/>
    public override int IterationsToEvaluate { get; init => field = Require.Within(value, 0, 1_000_000); } = 100;

    /// <inheritdoc/>
    public override IAgentModel<DigitViews> Build() => new DigitSheafModel(this);

    /// <inheritdoc/>
    public override SheafOptions<DigitViews> WithMaps(MapKind maps) => maps == MapKind.Learned
        ? this with { Maps = maps }
        : this with { Maps = maps, Rank = 0, EdgeStalk = VertexStalk };

    internal override void Check()
    {
        base.Check();
        CheckLattice(EdgeStalk, VertexStalk);
    }
}
