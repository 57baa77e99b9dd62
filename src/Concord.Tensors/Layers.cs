using Concord.Tensors.Operations;

namespace Concord.Tensors;

/// <summary>A dense layer's parameters: kernel [in, out] and, usually, a bias [out].</summary>
public sealed class DenseLayer
{
    private readonly Parameter _kernel;
    private readonly Parameter? _bias;

    /// <summary>Adds a layer's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">Numbers read.</param>
    /// <param name="outputs">Numbers written.</param>
    /// <param name="kernel">How the kernel starts; LeCun unless said.</param>
    /// <param name="bias">How the bias starts; zero unless said.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    public DenseLayer(
        Parameters parameters, string name, int inputs, int outputs, Start? kernel = null, Start? bias = null,
        bool hasBias = true)
    {
        _kernel = parameters.Add($"{name}.kernel", [inputs, outputs], kernel ?? Start.LeCun);
        _bias = hasBias ? parameters.Add($"{name}.bias", [outputs], bias ?? Start.Zero) : null;
    }

    /// <summary>f(x W + b).</summary>
    public Tensor Apply(Tensor x, Activation activation = Activation.None) =>
        Dense.Apply(x, x.Tape.Use(_kernel), _bias == null ? null : x.Tape.Use(_bias), activation);
}

/// <summary>The parameters of a 3×3 convolution: kernel [9 · in, out] and, usually, a bias [out].</summary>
public sealed class ConvolutionLayer
{
    private readonly Parameter _kernel;
    private readonly Parameter? _bias;

    /// <summary>Adds a layer's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">Channels read.</param>
    /// <param name="outputs">Channels written.</param>
    /// <param name="kernel">How the kernel starts; LeCun unless said.</param>
    /// <param name="hasBias">Whether there is a bias, which then starts at zero.</param>
    public ConvolutionLayer(
        Parameters parameters, string name, int inputs, int outputs, Start? kernel = null, bool hasBias = true)
    {
        _kernel = parameters.Add($"{name}.kernel", [9 * inputs, outputs], kernel ?? Start.LeCun);
        _bias = hasBias ? parameters.Add($"{name}.bias", [outputs], Start.Zero) : null;
    }

    /// <summary>[samples · height · width, in] to [samples · height · width, out].</summary>
    public Tensor Apply(Tensor image, int height, int width) => Convolution.Apply(
        image, height, width, image.Tape.Use(_kernel), _bias == null ? null : image.Tape.Use(_bias));
}

/// <summary>The parameters of a dense layer across tokens: kernel [tokens in, tokens out], bias [tokens out].</summary>
public sealed class TokenDenseLayer(Parameters parameters, string name, int inputs, int outputs)
{
    private readonly Parameter _kernel = parameters.Add($"{name}.kernel", [inputs, outputs], Start.LeCun);
    private readonly Parameter _bias = parameters.Add($"{name}.bias", [outputs], Start.Zero);

    /// <summary>[rows, tokens in, channels] to [rows, tokens out, channels].</summary>
    public Tensor Apply(Tensor x) => TokenDense.Apply(x, x.Tape.Use(_kernel), x.Tape.Use(_bias));
}

/// <summary>An RMSNorm's parameter, a scale of ones at the start.</summary>
public sealed class RmsNormLayer(Parameters parameters, string name, int size)
{
    private readonly Parameter _scale = parameters.Add($"{name}.scale", [size], Start.One);

    /// <summary>x over its root mean square, times the scale.</summary>
    public Tensor Apply(Tensor x) => Norms.Rms(x, x.Tape.Use(_scale));
}

/// <summary>A LayerNorm's parameters, a scale of ones and a bias of zeros at the start.</summary>
/// <param name="parameters">The model's parameters.</param>
/// <param name="name">The layer's path.</param>
/// <param name="size">Numbers of a row.</param>
/// <param name="epsilon">What is added to the variance.</param>
public sealed class LayerNormLayer(
    Parameters parameters, string name, int size, float epsilon = Norms.UsualEpsilon)
{
    private readonly Parameter _scale = parameters.Add($"{name}.scale", [size], Start.One);
    private readonly Parameter _bias = parameters.Add($"{name}.bias", [size], Start.Zero);

    /// <summary>x less its mean over its deviation, times the scale, plus the bias.</summary>
    public Tensor Apply(Tensor x) => Norms.Layer(x, x.Tape.Use(_scale), x.Tape.Use(_bias), epsilon);
}

/// <summary>
/// A batch norm's parameters: a scale of ones and a bias of zeros at the start, and the running mean and variance.
/// </summary>
/// <remarks>
/// In training a tile's rows are normalised by their own mean and variance (where a batch is cut into tiles, every tile
/// by its own), and the running ones go a tenth of the way towards them; else by the running ones.
/// </remarks>
public sealed unsafe class BatchNormLayer(Parameters parameters, string name, int size)
{
    private const float Momentum = 0.1f;

    private readonly Parameter _scale = parameters.Add($"{name}.scale", [size], Start.One);
    private readonly Parameter _bias = parameters.Add($"{name}.bias", [size], Start.Zero);
    private readonly Parameter _mean = parameters.AddStatistic($"{name}.mean", [size], Start.Zero);
    private readonly Parameter _variance = parameters.AddStatistic($"{name}.variance", [size], Start.One);

    /// <summary>x less the mean over the deviation, column by column, times the scale, plus the bias.</summary>
    /// <param name="x">[…, size].</param>
    /// <param name="training">Whether the rows' own mean and variance are used, and remembered.</param>
    public Tensor Apply(Tensor x, bool training)
    {
        var tape = x.Tape;
        Tensor scale = tape.Use(_scale), bias = tape.Use(_bias);
        Tensor mean = tape.Use(_mean), variance = tape.Use(_variance);
        if (!training)
            return BatchNorm.Apply(x, scale, bias, mean, variance);
        var y = BatchNorm.Apply(x, scale, bias, out var moments);
        Remember(mean, moments.Data);
        Remember(variance, moments.Data + size);
        return y;
    }

    private void Remember(Tensor held, float* found)
    {
        if (held.Tracked)
            for (var i = 0; i < size; i++)
                held.AdjointData[i] += Momentum * (found[i] - held.Data[i]);
    }
}
