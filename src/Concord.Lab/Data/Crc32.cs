using System.Buffers.Binary;

namespace Concord.Lab.Data;

/// <summary>CRC-32 of bytes that come in pieces, as gzip and PNG files carry it.</summary>
/// <remarks>RFC 1952, section 8, with eight tables, so that eight bytes are taken at once.</remarks>
internal struct Crc32
{
    private const int Step = sizeof(ulong);

    private static readonly uint[] Tables = MakeTables();

    private uint _inverted;

    /// <summary>The checksum of all bytes added so far; 0 before the first.</summary>
    public readonly uint Value => _inverted;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = default(Crc32);
        crc.Add(bytes);
        return crc.Value;
    }

    /// <summary>Adds the next bytes; how they are cut into pieces does not change the value.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_inverted;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
            crc = 0;
            for (var i = 0; i < Step; i++)
                crc ^= Tables[((Step - 1 - i) << 8) | (byte)(word >> (8 * i))];
        }
        foreach (var last in bytes)
            crc = Tables[(byte)(crc ^ last)] ^ (crc >> 8);
        _inverted = ~crc;
    }

    // Table k tells what a byte does to the checksum after k zero bytes more.
    private static uint[] MakeTables()
    {
        var tables = new uint[Step << 8];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            tables[value] = crc;
        }
        for (var i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
