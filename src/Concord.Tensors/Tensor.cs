namespace Concord.Tensors;

/// <summary>Numbers with a shape, row-major, that live on a <see cref="Tape"/> until it is reset.</summary>
/// <remarks>
/// The object is recycled by its tape: after <see cref="Tape.Reset"/> it throws until the tape uses it again, and means
/// something else from then on. Copy the <see cref="Values"/> out to keep them. Where the memory is gone, with the tape
/// or with the block of weights, reading and writing throw.
/// </remarks>
public sealed unsafe class Tensor
{
    internal Tensor(Tape tape) => Tape = tape;

    /// <summary>The tape that holds the numbers.</summary>
    public Tape Tape { get; }

    /// <summary>The extents.</summary>
    public Shape Shape { get; internal set; }

    /// <summary>Whether a gradient with respect to this tensor is wanted.</summary>
    public bool Tracked { get; internal set; }

    /// <summary>The numbers, row-major.</summary>
    /// <exception cref="ObjectDisposedException">The tape, or the block of weights, was disposed.</exception>
    /// <exception cref="InvalidOperationException">The tape took the tensor back.</exception>
    public Span<float> Values => new(Live(Home), Shape.Size);

    /// <summary>The only number of a scalar, a loss for example.</summary>
    /// <exception cref="ArgumentException">There is more than one number.</exception>
    /// <exception cref="ObjectDisposedException">The tape, or the block of weights, was disposed.</exception>
    /// <exception cref="InvalidOperationException">The tape took the tensor back.</exception>
    public float Scalar
    {
        get
        {
            Require.That(Shape.Size == 1, "A tensor read as a scalar", "must hold one number", Shape);
            return *Live(Home);
        }
    }

    /// <summary>The derivative of the loss by each number; zero before the backward pass.</summary>
    /// <exception cref="ObjectDisposedException">The tape, or the block of gradients, was disposed.</exception>
    /// <exception cref="InvalidOperationException">The tape took the tensor back.</exception>
    public Span<float> Gradient
    {
        get
        {
            _ = Live(GradientHome);
            return new(Adjoint(), Shape.Size);
        }
    }

    /// <summary>Which of its tape's tensors this is, in the order of making; −1 for weights.</summary>
    internal int Number { get; set; }

    /// <summary>How a weight is packed for products; null for tensors that live in one pass only.</summary>
    internal Kernels.PackedKernel? Packing { get; init; }

    /// <summary>The block of weights that holds the numbers; null where the tape does.</summary>
    internal Block? Home { get; set; }

    /// <summary>The block that holds a weight's gradient; null where the tape does.</summary>
    internal Block? GradientHome { get; set; }

    internal float* Data
    {
        get
        {
            if (field == null)
                ThrowGone();
            return field;
        }
        set;
    }

    internal float* AdjointData { get; set; }

    /// <summary>Adds, entry by entry.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Operations.Linear.Combine(left, 1, right, 1);

    /// <summary>Subtracts, entry by entry.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Operations.Linear.Combine(left, 1, right, -1);

    /// <summary>Multiplies every entry by a number.</summary>
    public static Tensor operator *(float factor, Tensor tensor) => Operations.Linear.Scale(tensor, factor);

    /// <summary>The same numbers, and the same gradient, under another shape.</summary>
    /// <exception cref="ArgumentException">The shape holds another count.</exception>
    public Tensor As(Shape shape) => Tape.Alias(this, shape);

    /// <summary>The Euclidean length of all numbers, summed in double precision.</summary>
    public float Norm()
    {
        var sum = 0.0;
        foreach (var value in Values)
            sum += (double)value * value;
        return (float)Math.Sqrt(sum);
    }

    /// <summary>The shape, for a debugger.</summary>
    public override string ToString() => $"tensor {Shape}";

    // Where the numbers are, once it is sure that nobody took them away.
    private float* Live(Block? home)
    {
        ObjectDisposedException.ThrowIf(home is { IsDisposed: true }, typeof(Block));
        var data = Data;
        if (Number >= Tape.Tensors)
            ThrowGone();
        return data;
    }

    private void ThrowGone()
    {
        ObjectDisposedException.ThrowIf(Tape.IsDisposed, Tape);
        throw new InvalidOperationException(
            "A tensor must be read or written before its tape takes it back, but was afterwards.");
    }

    internal float* Adjoint()
    {
        if (AdjointData == null)
            AdjointData = Tape.TakeCleared(Shape.Size);
        return AdjointData;
    }
}
