using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Concord.Tensors.Storage;

/// <summary>Writes safetensors files that any reader of the format opens; same input, same bytes.</summary>
/// <remarks>
/// The header lists tensors in the order given and notes by name, and is padded with spaces to a multiple of 8 bytes.
/// In the data, wider formats come first, so that every tensor lies aligned. A checksum among the notes lets
/// <see cref="SafetensorsFile"/> find damage; other readers see one more note. Files are replaced by way of
/// <see cref="AtomicFile"/>.
/// </remarks>
public static class SafetensorsWriter
{
    // The checksum is the first note of all, so its digits stand at a known place.
    private static readonly byte[] _opening = Encoding.ASCII.GetBytes(
        $"{{\"{SafetensorsHeader.MetadataName}\":{{\"{SafetensorsHeader.ChecksumName}\":\"");

    /// <summary>Writes the tensors and notes, replacing the file as a whole or not at all.</summary>
    /// <exception cref="ArgumentException">A name twice, the checksum's name among the notes, or over 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is as it was.</exception>
    public static void Write(
        string path, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        metadata ??= new Dictionary<string, string>();
        Check(tensors, metadata);

        var data = tensors.OrderByDescending(tensor => tensor.Dtype.Size()).ToList();
        var head = Head(tensors, data, metadata);
        Require.That(
            head.Length + data.Sum(tensor => (long)tensor.Bytes.Length) <= Array.MaxLength, path,
            $"must be at most {Array.MaxLength} bytes long", "longer");
        var crc = default(Crc32C);
        crc.Add(head);
        foreach (var tensor in data)
            crc.Add(tensor.Bytes);
        Encoding.ASCII.GetBytes(crc.Value.ToString("x8"), head.AsSpan(SafetensorsHeader.Prefix + _opening.Length));

        AtomicFile.Write(path, stream =>
        {
            stream.Write(head);
            foreach (var tensor in data)
                stream.Write(tensor.Bytes);
        });
    }

    private static void Check(IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var names = new HashSet<string>();
        foreach (var tensor in tensors)
            Require.That(names.Add(tensor.Name), "The name of a tensor", "must appear once in a file", tensor.Name);
        Require.That(
            !metadata.ContainsKey(SafetensorsHeader.ChecksumName), "The name of a note", "must not be reserved",
            SafetensorsHeader.ChecksumName);
    }

    // The length, the header with a blank checksum, and the padding.
    private static byte[] Head(
        IEnumerable<StoredTensor> tensors, IEnumerable<StoredTensor> data, IReadOnlyDictionary<string, string> metadata)
    {
        var json = Json(tensors, Begins(data), metadata);
        var length = (json.Length + 7) / 8 * 8;
        Require.That(
            length <= SafetensorsHeader.MaxLength, "The header", $"must fit in {SafetensorsHeader.MaxLength} bytes",
            length);
        var head = new byte[SafetensorsHeader.Prefix + length];
        head.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(head, length);
        json.CopyTo(head.AsSpan(SafetensorsHeader.Prefix));
        return head;
    }

    private static Dictionary<string, long> Begins(IEnumerable<StoredTensor> data)
    {
        var begins = new Dictionary<string, long>();
        var filled = 0L;
        foreach (var tensor in data)
        {
            begins[tensor.Name] = filled;
            filled += tensor.Bytes.Length;
        }
        return begins;
    }

    private static ReadOnlySpan<byte> Json(
        IEnumerable<StoredTensor> tensors,
        Dictionary<string, long> begins,
        IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject(SafetensorsHeader.MetadataName);
        json.WriteString(SafetensorsHeader.ChecksumName, SafetensorsHeader.BlankChecksum);
        foreach (var (key, note) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, note);
        json.WriteEndObject();
        foreach (var tensor in tensors)
            Describe(json, tensor, begins[tensor.Name]);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void Describe(Utf8JsonWriter json, StoredTensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Dtype.ToString());
        json.WriteStartArray("shape");
        foreach (var extent in tensor.Shape)
            json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
