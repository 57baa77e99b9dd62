namespace Concord.Tensors.Kernels;

/// <summary>A weight matrix packed for products, for as long as a pass goes on.</summary>
/// <remarks>
/// A model that uses a layer again and again, in every tick or round, packs its matrix once: at the second use, for a
/// first may be the only one. The packed product gives the same bits.
/// </remarks>
internal sealed unsafe class PackedKernel
{
    private readonly Side _forward = new();
    private readonly Side _back = new();

    /// <summary>The matrix W [depth, columns] for products x W, or null at its first use.</summary>
    public float* Forward(float* kernel, int depth, int columns) =>
        _forward.Use(new(kernel, columns, 1), depth, columns);

    /// <summary>The same for products g Wᵀ.</summary>
    public float* Back(float* kernel, int depth, int columns) => _back.Use(new(kernel, 1, columns), columns, depth);

    /// <summary>The pass is over: the numbers may change.</summary>
    public void Forget()
    {
        _forward.Uses = 0;
        _back.Uses = 0;
    }

    private sealed class Side
    {
        private Block? _packed;

        public int Uses { get; set; }

        public float* Use(Gemm.Operand matrix, int depth, int columns)
        {
            if (++Uses == 1)
                return null;
            if (Uses > 2)
                return _packed!.Pointer;
            // The tape may have been bound to another model's weights before, which were smaller.
            var size = Gemm.PackedSize(depth, columns);
            if (_packed?.Length < size)
                _packed = null;
            _packed ??= new Block(size);
            Gemm.Pack(matrix, depth, columns, _packed.Pointer);
            return _packed.Pointer;
        }
    }
}
