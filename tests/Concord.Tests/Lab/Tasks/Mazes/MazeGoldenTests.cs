using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Concord.Lab.Tasks.Mazes;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

/// <summary>Mazes of the Sheaf-ADMM release and of its port: the labels must be what our own search finds.</summary>
public sealed class MazeGoldenTests
{
    [Fact]
    public void Labels_of_the_released_19x19_batch_are_our_own()
    {
        using var archive = ZipFile.OpenRead(Existing("goldens/maze/batch.npz"));

        CheckLabels(Array("tokens.npy"), Array("labels.npy"), GridSize.Of(19, 19));

        // A version 1 .npy file: ten bytes, the last two the length of a header, then the numbers.
        byte[] Array(string name)
        {
            using var stream = archive.GetEntry(name)!.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var file = memory.ToArray().AsSpan();
            return Narrow(file[(10 + BinaryPrimitives.ReadUInt16LittleEndian(file[8..]))..]);
        }
    }

    [Fact]
    public void Labels_of_the_9x9_differential_case_are_our_own()
    {
        var file = File.ReadAllBytes(Existing("cases/maze9.safetensors"));
        var header = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using var index = JsonDocument.Parse(file.AsMemory(8, header));

        CheckLabels(Array("input/data"), Array("input/labels"), GridSize.Of(9, 9));

        byte[] Array(string name)
        {
            var offsets = index.RootElement.GetProperty(name).GetProperty("data_offsets");
            return Narrow(file.AsSpan((8 + header + offsets[0].GetInt32())..(8 + header + offsets[1].GetInt32())));
        }
    }

    private static void CheckLabels(byte[] tokens, byte[] labels, GridSize size)
    {
        Assert.Equal(2 * size.Pixels, tokens.Length);
        Assert.Equal(2 * size.Pixels, labels.Length);
        foreach (var (read, expected) in tokens.Chunk(size.Pixels).Zip(labels.Chunk(size.Pixels)))
        {
            var maze = new Maze(size, read);
            var walls = read.Count(token => token == (byte)MazeToken.Wall);

            Assert.Equal(expected, maze.Labels.ToArray());
            Assert.True(Oracle.LabelsAShortestPath(maze));
            Assert.Equal((2 * size.Cells) - 1, size.Pixels - walls);
        }
    }

    // Eight bytes a number, all of them small.
    private static byte[] Narrow(ReadOnlySpan<byte> numbers)
    {
        var narrow = new byte[numbers.Length / 8];
        for (var i = 0; i < narrow.Length; i++)
            narrow[i] = checked((byte)BinaryPrimitives.ReadInt64LittleEndian(numbers[(8 * i)..]));
        return narrow;
    }

    private static string Existing(string name, [CallerFilePath] string here = "")
    {
        var folder = Directory.GetParent(here);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "concord.slnx")))
            folder = folder.Parent;
        var path = Path.Combine(folder?.FullName ?? ".", "../shared/data", name);
        Assert.SkipUnless(File.Exists(path), $"the test data {name} is not beside the repository");
        return path;
    }
}
