using System.Runtime.InteropServices;

namespace Concord.Tensors;

/// <summary>A fixed block of floats outside the managed heap, aligned to a cache line and zero at the start.</summary>
/// <remarks>
/// Kernels may read, never write, up to <see cref="Slack"/> floats past its end, so that a row whose length is no
/// multiple of a vector needs no special last load.
/// </remarks>
public sealed unsafe class Block : IDisposable
{
    /// <summary>How many floats behind the end may be read.</summary>
    internal const int Slack = 64;

    private float* _memory;

    /// <summary>Reserves <paramref name="length"/> floats, all zero.</summary>
    public Block(int length)
    {
        Length = Require.NotNegative(length);
        var bytes = ((nuint)length + Slack) * sizeof(float);
        _memory = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_memory, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    /// <summary>Gives the memory back if nobody called <see cref="Dispose"/>.</summary>
    ~Block() => Free();

    /// <summary>How many floats there are.</summary>
    public int Length { get; }

    /// <summary>Whether the memory was given back.</summary>
    internal bool IsDisposed => _memory == null;

    /// <summary>The floats.</summary>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public Span<float> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory == null, this);
            return new Span<float>(_memory, Length);
        }
    }

    /// <summary>Where the floats begin.</summary>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    internal float* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory == null, this);
            return _memory;
        }
    }

    /// <summary>Gives the memory back; spans taken before are dead, and tensors that lie here throw.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory == null)
            return;
        NativeMemory.AlignedFree(_memory);
        GC.RemoveMemoryPressure(((long)Length + Slack) * sizeof(float));
        _memory = null;
    }
}
