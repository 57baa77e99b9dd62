using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

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

/// <summary>The parameters of a 3×3 convolution: kernel [9 · in, out], bias [out].</summary>
public sealed class ConvolutionLayer(Parameters parameters, string name, int inputs, int outputs)
{
    private readonly Parameter _kernel = parameters.Add($"{name}.kernel", [9 * inputs, outputs], Start.LeCun);
    private readonly Parameter _bias = parameters.Add($"{name}.bias", [outputs], Start.Zero);

    /// <summary>[samples · height · width, in] to [samples · height · width, out].</summary>
    public Tensor Apply(Tensor image, int height, int width) =>
        Convolution.Apply(image, height, width, image.Tape.Use(_kernel), image.Tape.Use(_bias));
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
public sealed class LayerNormLayer(Parameters parameters, string name, int size)
{
    private readonly Parameter _scale = parameters.Add($"{name}.scale", [size], Start.One);
    private readonly Parameter _bias = parameters.Add($"{name}.bias", [size], Start.Zero);

    /// <summary>x less its mean over its deviation, times the scale, plus the bias.</summary>
    public Tensor Apply(Tensor x) => Norms.Layer(x, x.Tape.Use(_scale), x.Tape.Use(_bias));
}
