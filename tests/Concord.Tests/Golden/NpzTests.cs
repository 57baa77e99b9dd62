using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Golden;

public sealed class NpzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, CompressionLevel.NoCompression)]
    [InlineData(1, CompressionLevel.Optimal)]
    [InlineData(2, CompressionLevel.NoCompression)]
    public void Arrays_of_all_four_kinds_come_back(int version, CompressionLevel level)
    {
        var path = Write(
            level,
            ("a.npy", Npy(version, "<f4", "(2, 3)", MemoryMarshal.AsBytes<float>([1, 2, 3, 4, 5, float.NaN]))),
            ("b/c.d.npy", Npy(version, "<f8", "(1,)", MemoryMarshal.AsBytes<double>([0.1]))),
            ("bytes.npy", Npy(version, "|u1", "(3,)", [0, 7, 255])),
            ("scalar.npy", Npy(version, "<i8", "()", MemoryMarshal.AsBytes<long>([-7L]))));

        var npz = Npz.Read(path);

        Assert.Equal(["a", "b/c.d", "bytes", "scalar"], npz.Names);
        Assert.Equal([2, 3], npz["a"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, float.NaN], npz["a"].Floats());
        Assert.Equal([0.1], npz["b/c.d"].Doubles());
        Assert.Equal([0, 7, 255], npz["bytes"].Bytes());
        Assert.Empty(npz["scalar"].Shape);
        Assert.Equal([-7L], npz["scalar"].Longs());
    }

    [Theory]
    [InlineData("<f2", "(2,)", 4)]
    [InlineData(">f4", "(2,)", 8)]
    [InlineData("<f4", "(2,)", 7)]
    public void Other_kinds_and_wrong_sizes_are_refused(string descr, string shape, int bytes)
    {
        var path = Write(CompressionLevel.NoCompression, ("a.npy", Npy(1, descr, shape, new byte[bytes])));
        Assert.Contains("a.npy", Assert.Throws<InvalidDataException>(() => Npz.Read(path)).Message);
    }

    [Fact]
    public void A_wrong_name_or_kind_is_said()
    {
        var path = Write(CompressionLevel.NoCompression, ("a.npy", Npy(1, "<f4", "(1,)", new byte[4])));
        var npz = Npz.Read(path);
        Assert.Contains("\"b\"", Assert.Throws<InvalidDataException>(() => npz["b"]).Message);
        Assert.Contains("must hold i8", Assert.Throws<InvalidDataException>(() => npz["a"].Longs()).Message);
    }

    [Fact]
    public void The_maze_goldens_have_the_shapes_that_their_notes_say()
    {
        var trace = Npz.Read(SharedData.Require("goldens/maze/trace.npz"));
        Assert.Equal([12, 81, 2, 10], trace["x"].Shape);
        Assert.Equal([81, 2, 8, 10, 4], trace["lora_B"].Shape);
        Assert.Equal([12, 81, 2, 3, 3, 6], trace["logits_per_iter"].Shape);
        Assert.Equal(0.80284047f, Assert.Single(trace["rho"].Floats()));

        var batch = Npz.Read(SharedData.Require("goldens/maze/batch.npz"));
        Assert.Equal([2, 19, 19], batch["tokens"].Shape);
        Assert.Equal([272, 2], batch["edges"].Shape);
        Assert.All(batch["edges"].Longs(), vertex => Assert.InRange(vertex, 0, 80));
        Assert.Equal(81 * 2 * 9, batch["patches"].Floats().Count(entry => entry == 1f));
    }

    private string Write(CompressionLevel level, params (string Name, byte[] Bytes)[] entries)
    {
        var path = _folder.File("arrays.npz");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = archive.CreateEntry(name, level).Open();
            stream.Write(bytes);
        }
        return path;
    }

    private static byte[] Npy(int version, string descr, string shape, ReadOnlySpan<byte> data)
    {
        var header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}      \n";
        var length = BitConverter.GetBytes(header.Length).AsSpan(0, version == 1 ? 2 : 4);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
