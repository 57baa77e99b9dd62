using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Sizes of <see cref="DigitConvolutionModel"/>.</summary>
public abstract record DigitConvolutionOptions : AgentModelOptions<DigitViews>
{
    /// <summary>Maps of the first convolution.</summary>
    public int FirstMaps { get; init => field = Require.Within(value, 1, 4096); } = 32;

    /// <summary>Maps of the second convolution.</summary>
    public int SecondMaps { get; init => field = Require.Within(value, 1, 4096); } = 64;

    /// <summary>Width of the dense layer behind them.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 128;

    /// <summary>Cells in each direction over which the last maps are averaged.</summary>
    [JsonIgnore]
    public abstract int Cells { get; }

    /// <inheritdoc/>
    public override IAgentModel<DigitViews> Build() => new DigitConvolutionModel(this);

    internal override DigitConvolutionOptions WithHidden(int width) => this with { Hidden = width };
}

/// <summary>A network that keeps where on the image it sees what: 7×7 cells, the maps of 28×28 pixels as they are.
/// </summary>
public sealed record DigitGridOptions : DigitConvolutionOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "cnn";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Cells => 7;
}

/// <summary>A network that averages over the whole image and so forgets where it saw what.</summary>
/// <remarks>Empty places count in the mean: on a larger canvas the same digit gives smaller numbers.</remarks>
public sealed record DigitPoolingOptions : DigitConvolutionOptions
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "cnn-pool";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Cells => 1;
}
