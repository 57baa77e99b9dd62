using System.Buffers.Binary;
using System.IO.Compression;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Reads idx files of unsigned bytes, MNIST's format, packed with gzip where the name ends in .gz.</summary>
/// <remarks>
/// Big-endian: a mark that tells type and axes, the length of each axis, then the bytes, and nothing after them.
/// No more is allocated than a file of its length can hold, whatever its header says.
/// </remarks>
internal static class IdxFile
{
    private const uint MarkOfLabels = 0x0801, MarkOfImages = 0x0803;
    private const int MostCount = 1_000_000, MostSide = 1000;
    private const long MostBytes = 1 << 30;

    // Deflate cannot do better: 258 bytes in two bits.
    private const long MostPacking = 1032;

    /// <summary>All images of a file: one after the other, each row by row.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, and which.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static (int Height, int Width, byte[] Pixels) Images(string path)
    {
        var (axes, pixels) = Read(path, MarkOfImages, ["images", "rows", "columns"]);
        return (axes[1], axes[2], pixels);
    }

    /// <summary>The label of every image, each 0 to 9.</summary>
    /// <inheritdoc cref="Images" path="/exception"/>
    public static byte[] Labels(string path)
    {
        var labels = Read(path, MarkOfLabels, ["labels"]).Bytes;
        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9);
        return wrong < 0
            ? labels
            : throw new InvalidDataException($"{path}: label {wrong} must be at most 9, but is {labels[wrong]}.");
    }

    private static (int[] Axes, byte[] Bytes) Read(string path, uint mark, string[] names)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new FileNotFoundException($"An idx file must exist, but {path} is missing or no file.", path);
        var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        try
        {
            using var file = info.OpenRead();
            using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
            var all = Read(stream, path, info.Length * (packed ? MostPacking : 1), mark, names);
            if (packed)
                CheckEnd(file, path, HeaderLength(names) + all.Bytes.Length);
            return all;
        }
        catch (InvalidDataException damage) when (!damage.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} must be a whole gzip file, but is not: {damage.Message}", damage);
        }
        catch (UnauthorizedAccessException reason)
        {
            throw new IOException($"{path} could not be read: {reason.Message}", reason);
        }
    }

    private static (int[] Axes, byte[] Bytes) Read(Stream stream, string path, long most, uint mark, string[] names)
    {
        var header = new byte[HeaderLength(names)];
        var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (got < header.Length)
            throw new InvalidDataException(
                $"{path} must begin with an idx header of {header.Length} bytes, but holds {got}.");
        var found = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (found != mark)
            throw new InvalidDataException(
                $"{path} must begin with 0x{mark:x8}, the mark of {names[0]}, but begins with 0x{found:x8}.");
        var axes = new int[names.Length];
        var size = 1L;
        for (var axis = 0; axis < axes.Length; axis++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(sizeof(uint) * (1 + axis)));
            var longest = axis == 0 ? MostCount : MostSide;
            if (length < 1 || length > longest)
                throw new InvalidDataException(
                    $"{path}: the number of {names[axis]} must lie between 1 and {longest}, but is {length}.");
            axes[axis] = (int)length;
            size *= length;
        }
        if (size > Math.Min(MostBytes, most))
            throw new InvalidDataException(
                $"{path}: the {size} bytes that the header announces must be at most {Math.Min(MostBytes, most)}.");
        return (axes, Body(stream, path, size));
    }

    private static byte[] Body(Stream stream, string path, long size)
    {
        var bytes = new byte[size];
        var got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
            throw new InvalidDataException(
                $"{path} must hold the {size} bytes that its header announces, but ends after {got}.");
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException(
                $"{path} must end after the {size} bytes that its header announces, but goes on.");
        return bytes;
    }

    // The stream compares the checksum of a whole end, but takes an end that is cut off for a good one.
    private static void CheckEnd(FileStream file, string path, int size)
    {
        var last = new byte[sizeof(uint)];
        file.Position = file.Length - last.Length;
        file.ReadExactly(last);
        var said = BinaryPrimitives.ReadUInt32LittleEndian(last);
        if (said != size)
            throw new InvalidDataException(
                $"{path} must end with the length of its content, {size}, but ends with {said}: it was cut short or "
                + "goes on after its end.");
    }

    private static int HeaderLength(string[] names) => sizeof(uint) * (1 + names.Length);
}
