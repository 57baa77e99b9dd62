using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Lab.Data;

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
            var all = Read(stream, path, info.Length * (packed ? PackedFile.MostPacking : 1), mark, names);
            return !packed || PackedFile.EndsWith(file, HeaderLength(names) + all.Bytes.Length)
                ? all
                : throw new InvalidDataException(
                    $"{path} must end with the length of its content, but does not: it was cut short or goes on.");
        }
        catch (UnauthorizedAccessException reason)
        {
            throw new IOException($"{path} could not be read: {reason.Message}", reason);
        }
    }

    private static (int[] Axes, byte[] Bytes) Read(Stream stream, string path, long most, uint mark, string[] names)
    {
        var header = new byte[HeaderLength(names)];
        var got = Fill(header, stream, path);
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
        var got = Fill(bytes, stream, path);
        if (got < bytes.Length)
            throw new InvalidDataException(
                $"{path} must hold the {size} bytes that its header announces, but ends after {got}.");
        if (Fill(new byte[1], stream, path) > 0)
            throw new InvalidDataException(
                $"{path} must end after the {size} bytes that its header announces, but goes on.");
        return bytes;
    }

    private static int Fill(Span<byte> bytes, Stream stream, string path)
    {
        try
        {
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{path} must be a whole gzip file, but is not: {damage.Message}", damage);
        }
    }

    private static int HeaderLength(string[] names) => sizeof(uint) * (1 + names.Length);
}
