using System.Runtime.CompilerServices;

namespace Concord.Tensors;

/// <summary>The extents of a tensor: none for a scalar, four at most, row-major.</summary>
/// <remarks>A value, so shapes cost no allocation. Write one as <c>[rows, columns]</c>.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public readonly record struct Shape
{
    private readonly int _a, _b, _c, _d;

    private Shape(ReadOnlySpan<int> extents)
    {
        Rank = extents.Length;
        _a = Rank > 0 ? extents[0] : 1;
        _b = Rank > 1 ? extents[1] : 1;
        _c = Rank > 2 ? extents[2] : 1;
        _d = Rank > 3 ? extents[3] : 1;
    }

    /// <summary>How many extents there are.</summary>
    public int Rank { get; }

    /// <summary>The extent of one axis.</summary>
    public int this[int axis] => axis switch
    {
        _ when axis < 0 || axis >= Rank => throw new ArgumentOutOfRangeException(nameof(axis)),
        0 => _a,
        1 => _b,
        2 => _c,
        _ => _d,
    };

    /// <summary>How many numbers a tensor of this shape holds.</summary>
    public int Size => checked(_a * _b * _c * _d);

    /// <summary>The last extent; 1 for a scalar.</summary>
    public int Columns => Rank == 0 ? 1 : this[Rank - 1];

    /// <summary>The product of all extents but the last; 1 for a scalar or a vector.</summary>
    public int Rows => Columns == 0 ? 0 : Size / Columns;

    /// <summary>Makes a shape; collection expressions call this.</summary>
    /// <exception cref="ArgumentException">More than four extents, or a negative one.</exception>
    public static Shape Of(ReadOnlySpan<int> extents)
    {
        Require.Within(extents.Length, 0, 4, "The number of extents");
        foreach (var extent in extents)
            Require.NotNegative(extent, "An extent");
        return new Shape(extents);
    }

    /// <summary>Lets a collection expression be written; goes through the extents.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (var axis = 0; axis < Rank; axis++)
            yield return this[axis];
    }

    /// <summary>The extents in brackets.</summary>
    public override string ToString() => Rank switch
    {
        0 => "[]",
        1 => $"[{_a}]",
        2 => $"[{_a}, {_b}]",
        3 => $"[{_a}, {_b}, {_c}]",
        _ => $"[{_a}, {_b}, {_c}, {_d}]",
    };
}
