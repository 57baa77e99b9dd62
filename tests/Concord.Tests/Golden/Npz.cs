using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Concord.Lab;

namespace Concord.Tests.Golden;

/// <summary>Reads the arrays of a NumPy .npz file: C order, little-endian f4, f8, i8, and u1, as the goldens hold.
/// </summary>
/// <remarks>
/// The .npy format: magic, version, header length (2 bytes in version 1, 4 in version 2), a Python dictionary as text,
/// then the numbers. Not a door for files of unknown origin; those are safetensors.
/// </remarks>
public sealed partial class Npz
{
    private readonly string _path;
    private readonly Dictionary<string, NpyArray> _arrays = [];

    private Npz(string path) => _path = path;

    /// <summary>The arrays' names, as they were given to <c>numpy.savez</c>.</summary>
    public IReadOnlyCollection<string> Names => _arrays.Keys;

    /// <summary>The array of this name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public NpyArray this[string name] =>
        _arrays.TryGetValue(name, out var array)
            ? array
            : throw new InvalidDataException($"{_path} must hold an array \"{name}\", but has none.");

    /// <summary>Reads all arrays of a file.</summary>
    /// <exception cref="InvalidDataException">No zip archive, or an array of another kind than those above.</exception>
    public static Npz Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <summary>Reads all arrays of bytes, to see whether they can be read.</summary>
    internal static void Parse(byte[] bytes, string source) => Read(new MemoryStream(bytes, writable: false), source);

    private static Npz Read(Stream file, string path)
    {
        try
        {
            return Arrays(file, path);
        }
        catch (InvalidDataException broken) when (!broken.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} must be a whole zip archive, but is not: {broken.Message}", broken);
        }
    }

    private static Npz Arrays(Stream file, string path)
    {
        var npz = new Npz(path);
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var name = Path.ChangeExtension(entry.FullName, null);
            npz._arrays[name] = Array(bytes.ToArray(), $"{Spelling.Shown(entry.FullName)} in {path}");
        }
        return npz;
    }

    private static NpyArray Array(byte[] bytes, string who)
    {
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes.AsSpan(1).StartsWith("NUMPY"u8))
            throw new InvalidDataException($"{who} must begin with the magic of .npy, but does not.");
        var (start, length) = bytes[6] switch
        {
            1 => (10, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8))),
            2 => (12, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8))),
            var version => throw new InvalidDataException($"{who} must be of .npy version 1 or 2, but is {version}."),
        };
        if (length < 0 || length > bytes.Length - start)
            throw new InvalidDataException($"{who} must have a header within its {bytes.Length} bytes.");
        var header = Encoding.Latin1.GetString(bytes, start, length);
        var shown = Spelling.Shown(header.Trim());
        if (Header().Match(header) is not { Success: true } match)
            throw new InvalidDataException(
                $"{who} must hold <f4, <f8, <i8 or |u1 in C order, but says {shown}.");
        var shape = Number().Matches(match.Groups["shape"].Value)
            .Select(number => int.TryParse(number.Value, out var extent) ? extent : -1).ToArray();
        var data = bytes.AsMemory(start + length);
        var size = match.Groups["kind"].Value[1] - '0';
        if (shape.Contains(-1)
            || data.Length != shape.Aggregate((long)size, (count, extent) => Math.Min(count * extent, 1L << 31)))
            throw new InvalidDataException($"{who} must hold {shown}, but has {data.Length} bytes.");
        return new NpyArray(who, match.Groups["kind"].Value, shape, data);
    }

    [GeneratedRegex(
        @"^\{'descr': '(<(?<kind>f4|f8|i8)|\|(?<kind>u1))', 'fortran_order': False, "
        + @"'shape': \((?<shape>[0-9, ]*)\), \}\s*$")]
    private static partial Regex Header();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}

/// <summary>One array of an .npz file.</summary>
public sealed class NpyArray
{
    private readonly string _who;
    private readonly string _kind;
    private readonly ReadOnlyMemory<byte> _data;

    internal NpyArray(string who, string kind, int[] shape, ReadOnlyMemory<byte> data)
    {
        (_who, _kind, Shape, _data) = (who, kind, shape, data);
    }

    /// <summary>Extents, row-major; none for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>A copy of the numbers of an f4 array.</summary>
    /// <exception cref="InvalidDataException">The array is of another kind.</exception>
    public float[] Floats() => Numbers<float>("f4");

    /// <summary>A copy of the numbers of an f8 array.</summary>
    /// <exception cref="InvalidDataException">The array is of another kind.</exception>
    public double[] Doubles() => Numbers<double>("f8");

    /// <summary>A copy of the numbers of an i8 array: signed integers of 8 bytes.</summary>
    /// <exception cref="InvalidDataException">The array is of another kind.</exception>
    public long[] Longs() => Numbers<long>("i8");

    /// <summary>A copy of the numbers of a u1 array: unsigned integers of 1 byte.</summary>
    /// <exception cref="InvalidDataException">The array is of another kind.</exception>
    public byte[] Bytes() => Numbers<byte>("u1");

    private T[] Numbers<T>(string kind)
        where T : unmanaged =>
        kind == _kind
            ? MemoryMarshal.Cast<byte, T>(_data.Span).ToArray()
            : throw new InvalidDataException($"{_who} must hold {kind}, but holds {_kind}.");
}
