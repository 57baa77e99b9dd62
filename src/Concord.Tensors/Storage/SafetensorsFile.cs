using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Concord.Tensors.Storage;

/// <summary>The named tensors of a safetensors file, read as a whole and checked before any is handed out.</summary>
/// <remarks>
/// The format of Hugging Face: a 64-bit length, a JSON header, the numbers, little-endian and row-major. The rules of
/// its own library hold here too: no name twice, and the tensors fill the file without gaps or overlaps. A file written
/// by <see cref="SafetensorsWriter"/> carries a checksum, so that flipped bits are found; a foreign file may lack one.
/// NaN and infinities are numbers like others at this level. Not for files over 2 GB.
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly Dictionary<string, SafetensorsHeader.Tensor> _tensors;

    private SafetensorsFile(byte[] bytes, string path)
    {
        _bytes = bytes;
        Path = path;
        _start = DataStart();
        var header = SafetensorsHeaderReader.Read(bytes.AsSpan(SafetensorsHeader.Prefix.._start), path);
        CheckTiling(header.Tensors);   // first: "cut short" says more than "damaged"
        CheckChecksum(header.Checksum);
        _tensors = header.Tensors.ToDictionary(tensor => tensor.Name);
        Names = [.. header.Tensors.Select(tensor => tensor.Name)];
        Metadata = header.Metadata;
        HasChecksum = header.Checksum is not null;
    }

    /// <summary>Where the file was read; messages name it.</summary>
    public string Path { get; }

    /// <summary>All tensors, in the order of the header.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The notes of whoever wrote the file, Concord's checksum left out.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether the file carried a checksum, which then was right.</summary>
    public bool HasChecksum { get; }

    /// <summary>Reads and checks a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, and which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        var length = ReadableFile.Length(path);
        if (length > Array.MaxLength)
            throw SafetensorsHeader.Broken(path, $"must be at most {Array.MaxLength} bytes long", $"{length}");
        if (length < SafetensorsHeader.Prefix)
            throw TooShort(path, length);   // also keeps pipes and devices out, which say 0 and might never end
        return new SafetensorsFile(ReadableFile.Bytes(path), path);
    }

    /// <summary>Checks the bytes of a file, kept and not copied; <paramref name="name"/> stands in messages.</summary>
    /// <exception cref="InvalidDataException">The bytes break a rule of the format.</exception>
    internal static SafetensorsFile Parse(byte[] bytes, string name) => new(bytes, name);

    /// <summary>Whether the file holds a tensor of this name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>The format of a tensor's numbers.</summary>
    /// <exception cref="InvalidDataException">The file holds no such tensor.</exception>
    public Dtype Dtype(string name) => Dtypes.Named(Find(name).Format);

    /// <summary>A tensor's extents, eight at most and none for a scalar.</summary>
    /// <exception cref="InvalidDataException">The file holds no such tensor.</exception>
    public IReadOnlyList<int> Shape(string name) => Find(name).Shape;

    /// <summary>A copy of an F32, F16 or BF16 tensor, row-major; no number changes.</summary>
    /// <exception cref="InvalidDataException">The file holds no such tensor, or one of another format.</exception>
    public float[] Floats(string name) => Dtype(name) switch
    {
        Storage.Dtype.F16 => Array.ConvertAll(Copy<Half>(name, Storage.Dtype.F16), half => (float)half),
        Storage.Dtype.BF16 => Array.ConvertAll(
            Copy<ushort>(name, Storage.Dtype.BF16), upper => BitConverter.UInt32BitsToSingle((uint)upper << 16)),
        _ => Copy<float>(name, Storage.Dtype.F32),
    };

    /// <summary>A copy of an F32, F16 or BF16 tensor that must have this shape, row-major.</summary>
    /// <exception cref="InvalidDataException">No such tensor, or one of another format or shape.</exception>
    public float[] Floats(string name, Shape expected)
    {
        var shape = Find(name).Shape;
        var agrees = shape.Count == expected.Rank;
        for (var axis = 0; agrees && axis < expected.Rank; axis++)
            agrees = shape[axis] == expected[axis];
        if (!agrees)
            throw Broken(name, $"must have shape {expected}", $"of shape [{string.Join(", ", shape)}]");
        return Floats(name);
    }

    /// <summary>A copy of an F64 tensor, row-major.</summary>
    /// <exception cref="InvalidDataException">The file holds no such tensor, or one of another format.</exception>
    public double[] Doubles(string name) => Copy<double>(name, Storage.Dtype.F64);

    /// <summary>A copy of an I64 tensor, row-major.</summary>
    /// <exception cref="InvalidDataException">The file holds no such tensor, or one of another format.</exception>
    public long[] Longs(string name) => Copy<long>(name, Storage.Dtype.I64);

    /// <summary>A copy of an I32 tensor, row-major.</summary>
    /// <exception cref="InvalidDataException">The file holds no such tensor, or one of another format.</exception>
    public int[] Ints(string name) => Copy<int>(name, Storage.Dtype.I32);

    /// <summary>A copy of a U8 tensor, row-major.</summary>
    /// <exception cref="InvalidDataException">The file holds no such tensor, or one of another format.</exception>
    public byte[] Bytes(string name) => Copy<byte>(name, Storage.Dtype.U8);

    // Bytes are taken as they lie: the format and every processor .NET 10 is used on here are little-endian.
    private T[] Copy<T>(string name, Dtype expected)
        where T : unmanaged
    {
        var tensor = Find(name);
        if (Dtypes.Named(tensor.Format) != expected)
            throw Broken(
                name, $"must have dtype {expected}", $"of dtype {SafetensorsHeader.Plain(tensor.Format)}");
        var bytes = _bytes.AsSpan(_start)[(int)tensor.Begin..(int)tensor.End];
        var numbers = new T[bytes.Length / expected.Size()];
        bytes.CopyTo(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    private SafetensorsHeader.Tensor Find(string name) =>
        _tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new InvalidDataException(
                $"{Path} must hold {SafetensorsHeader.Quote(name)}, but has no such tensor.");

    private int DataStart()
    {
        if (_bytes.Length < SafetensorsHeader.Prefix)
            throw TooShort(Path, _bytes.Length);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(_bytes);
        var most = Math.Min(_bytes.Length - SafetensorsHeader.Prefix, SafetensorsHeader.MaxLength);
        if (length <= (ulong)most)
            return SafetensorsHeader.Prefix + (int)length;
        if (FileKind.OrText(_bytes) is { } kind and not FileKind.Safetensors)
            throw SafetensorsHeader.Broken(Path, "must be a safetensors file", kind);
        throw SafetensorsHeader.Broken(
            $"The header of {Path}", $"must fit in the file and in {SafetensorsHeader.MaxLength} bytes",
            length > (ulong)SafetensorsHeader.MaxLength
                ? $"{length} bytes long: this is no safetensors file, or its first bytes are damaged"
                : $"{length} bytes long in a file of {_bytes.Length}, which is cut short or no safetensors file");
    }

    private void CheckChecksum(SafetensorsHeader.Seal? checksum)
    {
        if (checksum is not { } seal)
            return;
        var crc = default(Crc32C);
        var digits = SafetensorsHeader.Prefix + seal.Position;
        crc.Add(_bytes.AsSpan(0, digits));
        crc.Add(SafetensorsHeader.BlankChecksum);
        crc.Add(_bytes.AsSpan(digits + SafetensorsHeader.BlankChecksum.Length));
        if (crc.Value != seal.Value)
            throw new InvalidDataException(
                $"{Path} must match its checksum {seal.Value:x8}, but has {crc.Value:x8}: it was damaged or edited.");
    }

    private void CheckTiling(IReadOnlyList<SafetensorsHeader.Tensor> tensors)
    {
        long length = _bytes.Length - _start, filled = 0;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.End > length)
                throw Broken(
                    tensor.Name, $"must lie within the {length} bytes of data",
                    $"at {tensor.Begin} to {tensor.End}: the file is cut short or its header is wrong");
            if (tensor.Begin != filled)
                throw Broken(
                    tensor.Name, $"must begin at byte {filled}, where the tensor before it ends",
                    $"at {tensor.Begin}, {(tensor.Begin < filled ? "so that they overlap" : "which leaves a gap")}");
            filled = tensor.End;
        }
        if (filled != length)
            throw new InvalidDataException(
                $"{Path} must end with its last tensor, but has {length - filled} more bytes.");
    }

    private InvalidDataException Broken(string name, string rule, string value) =>
        SafetensorsHeader.Broken($"{SafetensorsHeader.Quote(name)} in {Path}", rule, value);

    private static InvalidDataException TooShort(string path, long length) =>
        SafetensorsHeader.Broken(path, $"must be at least {SafetensorsHeader.Prefix} bytes long", $"{length}");
}
