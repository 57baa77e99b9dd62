using System.Numerics;
using System.Runtime.InteropServices;

namespace Concord.Tensors.Storage;

/// <summary>CRC-32C (Castagnoli) of bytes that come in pieces.</summary>
/// <remarks>
/// Finds every single flipped bit and every burst of up to 32 bits, at the speed of memory where the processor has the
/// instruction. No protection against someone who means to deceive. A default value has seen no bytes.
/// </remarks>
internal struct Crc32C
{
    private uint _inverted;

    /// <summary>The checksum of all bytes added so far; 0 before the first.</summary>
    public readonly uint Value => _inverted;

    /// <summary>Adds the next bytes; how they are cut into pieces does not change the value.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_inverted;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, last);
        _inverted = ~crc;
    }
}
