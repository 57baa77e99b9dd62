using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A function applied to every number of a tensor.</summary>
public enum Activation
{
    /// <summary>x itself.</summary>
    None,

    /// <summary>x Φ(x) by the tanh approximation.</summary>
    Gelu,

    /// <summary>log(1 + eˣ).</summary>
    Softplus,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>The larger of x and 0; the derivative at 0 is 0.</summary>
    Relu,

    /// <summary>x / (1 + e⁻ˣ).</summary>
    Silu,
}

/// <summary>Applies an <see cref="Activation"/> to a tensor.</summary>
public static unsafe class Activations
{
    /// <summary>f(x), entry by entry.</summary>
    public static Tensor Apply(Tensor x, Activation activation)
    {
        var y = x.Tape.Empty(x.Shape);
        Map(activation, x.Data, y.Data, x.Shape.Size);
        if (x.Tape.Record<ActivationPullback>(y, x.Tracked) is { } back)
            (back.Argument, back.Activation) = (x, activation);
        return y;
    }

    /// <summary>f'(x) v, entry by entry: how f moves when x moves along v. Nothing is recorded.</summary>
    public static Tensor Push(Tensor x, Tensor v, Activation activation)
    {
        Require.Shape(v.Shape, x.Shape, "The direction");
        var moved = x.Tape.Empty(x.Shape);
        MapBack(activation, x.Data, v.Data, moved.Data, x.Shape.Size);
        return moved;
    }

    internal static void Map(Activation activation, float* x, float* y, int count)
    {
        switch (activation)
        {
            case Activation.Gelu:
                Pointwise.Map<GeluFunction>(x, y, count);
                break;
            case Activation.Softplus:
                Pointwise.Map<SoftplusFunction>(x, y, count);
                break;
            case Activation.Sigmoid:
                Pointwise.Map<SigmoidFunction>(x, y, count);
                break;
            case Activation.Tanh:
                Pointwise.Map<TanhFunction>(x, y, count);
                break;
            case Activation.Relu:
                Pointwise.Map<ReluFunction>(x, y, count);
                break;
            case Activation.Silu:
                Pointwise.Map<SiluFunction>(x, y, count);
                break;
            default:
                new Span<float>(x, count).CopyTo(new Span<float>(y, count));
                break;
        }
    }

    internal static void MapBack(Activation activation, float* x, float* g, float* d, int count)
    {
        switch (activation)
        {
            case Activation.Gelu:
                Pointwise.MapBack<GeluFunction>(x, g, d, count);
                break;
            case Activation.Softplus:
                Pointwise.MapBack<SoftplusFunction>(x, g, d, count);
                break;
            case Activation.Sigmoid:
                Pointwise.MapBack<SigmoidFunction>(x, g, d, count);
                break;
            case Activation.Tanh:
                Pointwise.MapBack<TanhFunction>(x, g, d, count);
                break;
            case Activation.Relu:
                Pointwise.MapBack<ReluFunction>(x, g, d, count);
                break;
            case Activation.Silu:
                Pointwise.MapBack<SiluFunction>(x, g, d, count);
                break;
            default:
                new Span<float>(g, count).CopyTo(new Span<float>(d, count));
                break;
        }
    }

    private sealed class ActivationPullback : Pullback
    {
        public Tensor Argument = null!;
        public Activation Activation;

        public override void Run()
        {
            var tape = Output.Tape;
            var count = Output.Shape.Size;
            var to = Argument.Adjoint();
            var mark = tape.Here;
            var slope = tape.Take(count);
            MapBack(Activation, Argument.Data, Output.AdjointData, slope, count);
            Vectors.AddScaled(to, slope, 1, count);
            tape.Rewind(mark);
        }
    }
}
