namespace Concord.Tensors.Storage;

/// <summary>The formats of stored numbers, named as in safetensors files; the digits are bits.</summary>
public enum Dtype
{
    /// <summary>IEEE single precision: weights and activities.</summary>
    F32,

    /// <summary>IEEE double precision: references and measurements.</summary>
    F64,

    /// <summary>Signed integers of 64 bits: indices, labels, random states.</summary>
    I64,

    /// <summary>Signed integers of 32 bits; read, never written.</summary>
    I32,

    /// <summary>Unsigned bytes; read, never written.</summary>
    U8,
}

/// <summary>What a reader and a writer must know of each <see cref="Dtype"/>.</summary>
internal static class Dtypes
{
    /// <summary>Bytes of one number.</summary>
    public static int Size(this Dtype dtype) => dtype switch
    {
        Dtype.F64 or Dtype.I64 => 8,
        Dtype.F32 or Dtype.I32 => 4,
        _ => 1,
    };

    /// <summary>The format of this name, or null for one that is not read (F16, BF16, BOOL and so on).</summary>
    public static Dtype? Named(string name) => name switch
    {
        "F32" => Dtype.F32,
        "F64" => Dtype.F64,
        "I64" => Dtype.I64,
        "I32" => Dtype.I32,
        "U8" => Dtype.U8,
        _ => null,
    };
}
