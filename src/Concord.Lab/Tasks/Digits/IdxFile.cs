using System.Buffers.Binary;
using Concord.Lab.Data;
using Concord.Tensors.Storage;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Reads idx files of unsigned bytes, MNIST's format, packed with gzip or not.</summary>
/// <remarks>
/// Big-endian: a mark that tells type and axes, the length of each axis, then the bytes, and nothing after them.
/// No more is allocated than a file of its length can hold, whatever its header says.
/// </remarks>
internal static class IdxFile
{
    private const uint MarkOfLabels = 0x0801, MarkOfImages = 0x0803;
    private const int MostCount = 1_000_000, MostSide = 1000;
    private const long MostBytes = 1 << 30;

    private static readonly string[] AxesOfImages = ["images", "rows", "columns"], AxesOfLabels = ["labels"];

    /// <summary>All images of a file: one after the other, each row by row.</summary>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format, and which.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static (int Height, int Width, byte[] Pixels) Images(string path)
    {
        var (axes, pixels) = Read(path, MarkOfImages, AxesOfImages);
        return (axes[1], axes[2], pixels);
    }

    /// <summary>The label of every image, each 0 to 9.</summary>
    /// <inheritdoc cref="Images" path="/exception"/>
    public static byte[] Labels(string path)
    {
        var labels = Read(path, MarkOfLabels, AxesOfLabels).Bytes;
        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9);
        return wrong < 0
            ? labels
            : throw new InvalidDataException($"{path}: label {wrong} must be at most 9, but is {labels[wrong]}.");
    }

    /// <summary>Reads images or labels from bytes; what the mark says they must be.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What sentences call the file; a name in .gz says that it is packed.</param>
    /// <param name="images">Whether images are expected, not labels.</param>
    internal static byte[] Parse(byte[] bytes, string source, bool images)
    {
        using var file = PackedFile.Open(new MemoryStream(bytes, writable: false), source);
        return images
            ? Read(file, source, MarkOfImages, AxesOfImages).Bytes
            : Read(file, source, MarkOfLabels, AxesOfLabels).Bytes;
    }

    private static (int[] Axes, byte[] Bytes) Read(string path, uint mark, string[] names)
    {
        using var file = PackedFile.Open(path);
        return Read(file, path, mark, names);
    }

    private static (int[] Axes, byte[] Bytes) Read(PackedFile file, string path, uint mark, string[] names)
    {
        var stream = file.Content;
        var most = Math.Min(MostBytes, file.MostLength);
        var header = new byte[sizeof(uint) * (1 + names.Length)];
        var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        var found = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (Kind(header.AsSpan(0, got), stream) is { } kind)
            throw new InvalidDataException($"{path} must be an idx file of {names[0]}, but is {kind}.");
        if (got < header.Length)
            throw new InvalidDataException(
                $"{path} must begin with an idx header of {header.Length} bytes, but holds {got}.");
        if (found != mark)
            throw new InvalidDataException(
                $"{path} must begin with 0x{mark:x8}, the mark of {names[0]}, but begins with 0x{found:x8}"
                + $"{Meaning(found)}.");
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
        if (size > most)
            throw new InvalidDataException(
                $"{path}: the {size} bytes that the header announces must be at most {most}.");
        return (axes, Body(stream, path, size));
    }

    private static byte[] Body(Stream stream, string path, long size)
    {
        var bytes = new byte[size];
        var got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
            throw new InvalidDataException(
                $"{path} must hold the {size} bytes that its header announces, but ends after {got}.");
        if (stream.Read(new byte[1]) > 0)
            throw new InvalidDataException(
                $"{path} must end after the {size} bytes that its header announces, but goes on.");
        return bytes;
    }

    // The kind of a file that is no idx file at all, where it is known.
    private static string? Kind(ReadOnlySpan<byte> header, Stream stream)
    {
        if (header.IsEmpty || FileKind.Of(header) == FileKind.Idx)
            return null;
        var head = new byte[512];
        header.CopyTo(head);
        var rest = stream.ReadAtLeast(head.AsSpan(header.Length), head.Length - header.Length, false);
        return FileKind.OrText(head.AsSpan(0, header.Length + rest));
    }

    private static string Meaning(uint mark) => mark switch
    {
        MarkOfLabels => ", the mark of labels",
        MarkOfImages => ", the mark of images",
        _ when mark >> 8 is 9 or (>= 11 and <= 14) => ", the mark of numbers that are no unsigned bytes",
        _ => "",
    };
}
