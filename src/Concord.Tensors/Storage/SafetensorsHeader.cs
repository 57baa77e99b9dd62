namespace Concord.Tensors.Storage;

/// <summary>What the head of a safetensors file says: which tensors lie where, and what else was noted.</summary>
/// <param name="Tensors">In the order of the header, names distinct.</param>
/// <param name="Metadata">The notes in <c>__metadata__</c>, the checksum left out.</param>
/// <param name="Checksum">Where the checksum stands and what it says; null for a file without one.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsHeader.Tensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata,
    SafetensorsHeader.Seal? Checksum)
{
    /// <summary>Bytes in front of the header: its length as a little-endian 64-bit integer.</summary>
    public const int Prefix = 8;

    /// <summary>The longest header that is read, the bound of the format's own library.</summary>
    public const long MaxLength = 100_000_000;

    /// <summary>The most extents a tensor in a file may have.</summary>
    public const int MaxRank = 8;

    /// <summary>The reserved name that holds notes instead of a tensor.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>The note that holds the CRC-32C of the whole file, its own eight digits taken as zeros.</summary>
    /// <remarks>It covers names, shapes and notes as well as numbers: a flipped bit in a name is damage too.</remarks>
    public const string ChecksumName = "concord.crc32c";

    /// <summary>The digits that stand for the checksum while it is computed.</summary>
    public static ReadOnlySpan<byte> BlankChecksum => "00000000"u8;

    /// <param name="Name">As in the file.</param>
    /// <param name="Format">The format of each number, as the file names it.</param>
    /// <param name="Shape">Extents, row-major; none for a scalar.</param>
    /// <param name="Begin">First byte, counted from the end of the header.</param>
    /// <param name="End">The byte after the last.</param>
    public sealed record Tensor(string Name, string Format, IReadOnlyList<int> Shape, long Begin, long End);

    /// <param name="Position">Of its first digit in the header.</param>
    /// <param name="Value">The checksum when the file was written.</param>
    public readonly record struct Seal(int Position, uint Value);

    /// <summary>The sentence for a broken file: who, the rule, the value.</summary>
    public static InvalidDataException Broken(string who, string rule, string value) =>
        new($"{who} {rule}, but is {value}.");

    /// <summary>Text of unknown origin in quotes, cut short and without control characters.</summary>
    public static string Quote(string text) => $"\"{Plain(text)}\"";

    /// <summary>Text of unknown origin, cut short and without control characters.</summary>
    public static string Plain(string text)
    {
        var shown = text.Length > 80 ? string.Concat(text.AsSpan(0, 77), "...") : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
