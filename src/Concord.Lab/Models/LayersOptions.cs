using System.Text.Json.Serialization;
using Concord.Predictive;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>Sizes of <see cref="DigitLayersModel"/> and the rule by which its layers learn.</summary>
public sealed record LayersOptions : AgentModelOptions<DigitViews>
{
    private readonly ResidualMlp _layers = new();

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "mlp";

    /// <summary>L, weight matrices.</summary>
    public int Depth
    {
        get => _layers.Depth;
        init => _layers = _layers with { Depth = value };
    }

    /// <summary>N, numbers of a hidden layer.</summary>
    public int Width
    {
        get => _layers.Width;
        init => _layers = _layers with { Width = value };
    }

    /// <summary>φ.</summary>
    public Activation Activation
    {
        get => _layers.Activation;
        init => _layers = _layers with { Activation = value };
    }

    /// <summary>How far an answer is from right.</summary>
    public TargetLoss Loss
    {
        get => _layers.Loss;
        init => _layers = _layers with { Loss = value };
    }

    /// <summary>How the layers learn.</summary>
    public RuleOptions Rule { get; init; } = new();

    /// <summary>The layers.</summary>
    [JsonIgnore]
    public ResidualMlp Layers => _layers;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Advice => Rule.Kind switch
    {
        RuleKind.Bp => null,
        RuleKind.Epc => "Errors settle where η (ρ + λ_max) is below 2, and λ_max, the curvature of the loss seen "
            + "through all layers, grows with the weights: a lower --step keeps them within it.",
        RuleKind.PcAlm => "Activities settle where η λ_max (2ρ + α) is below 4, and λ_max grows with the weights: a "
            + "lower --step or --alpha keeps them within it.",
        RuleKind.PcNesterov => "Activities settle where η ρ λ_max is below (2 + 2μ)/(1 + 2μ), and λ_max grows with the "
            + "weights: a lower --step or --momentum keeps them within it.",
        _ => "Activities settle where η ρ λ_max is below 2, and λ_max grows with the weights: a lower --step keeps "
            + "them within it.",
    };

    // Seely and Gould 2026, section 3 of the method: √(N/L).
    internal override float RateScale => MathF.Sqrt((float)Width / Depth);

    /// <inheritdoc/>
    public override IAgentModel<DigitViews> Build() => new DigitLayersModel(this);

    internal override LayersOptions WithHidden(int width) => this with { Width = width };

    internal override LayersOptions WithIterations(int iterations) =>
        this with { Rule = Rule with { Cycles = iterations } };
}
