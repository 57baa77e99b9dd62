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

    /// <summary>IEEE half precision; read as single precision, never written.</summary>
    F16,

    /// <summary>The upper half of single precision; read as single precision, never written.</summary>
    BF16,

    /// <summary>A format whose numbers are not read, such as BOOL or F8_E4M3.</summary>
    Other,
}

/// <summary>Names and sizes of each <see cref="Dtype"/>.</summary>
internal static class Dtypes
{
    /// <summary>Bytes of one number of a format that is written.</summary>
    public static int Size(this Dtype dtype) => SizeOf(dtype.ToString()) ?? 1;

    /// <summary>Bytes of one number of a format, or null where they are not known or less than one.</summary>
    public static int? SizeOf(string name) => name switch
    {
        "F64" or "I64" or "U64" or "C64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "U8" or "I8" or "BOOL" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 1,
        _ => null,
    };

    /// <summary>The format of this name.</summary>
    public static Dtype Named(string name) => name switch
    {
        "F32" => Dtype.F32,
        "F64" => Dtype.F64,
        "I64" => Dtype.I64,
        "I32" => Dtype.I32,
        "U8" => Dtype.U8,
        "F16" => Dtype.F16,
        "BF16" => Dtype.BF16,
        _ => Dtype.Other,
    };
}
