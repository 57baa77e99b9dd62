using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sizes and constants of <see cref="DigitSheafModel"/>; the defaults are the release's.</summary>
public sealed record DigitSheafOptions : LatticeSheafOptions<DigitViews>
{
    /// <summary>The release's sizes.</summary>
    public DigitSheafOptions() => (VertexStalk, EdgeStalk, Rank, PenaltyStart) = (32, 24, 8, 0.12f);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "sheaf-admm";

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasMemory => true;

    /// <summary>μ, the pull back to the target that keeps the projection definite.</summary>
    public float Tikhonov { get; init => field = Require.Positive(value); } = 1e-5f;

    /// <summary>l, the price of |x|, the same everywhere and not learned.</summary>
    public float L1 { get; init => field = Require.NotNegative(value); } = 0.006337180166370117f;

    /// <summary>K of a training step; 0 for agents that answer from what they see alone.</summary>
    public int Iterations { get; init => field = Require.Within(value, 0, 10_000); } = 20;

    /// <inheritdoc/>
    public override IAgentModel<DigitViews> Build() => new DigitSheafModel(this);

    internal override DigitSheafOptions WithIterations(int iterations) =>
        this with { Iterations = iterations, Window = Math.Clamp(iterations, 1, Window) };
}
