using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Concord.Tensors.Storage;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_comes_back()
    {
        var path = Sample();
        var file = SafetensorsFile.Read(path);

        Assert.Equal(["odd", "wide", "größe \"1\"", "scalar", "none", "deep"], file.Names);
        Assert.Equal([1f, float.NaN, float.NegativeInfinity], file.Floats("odd"));
        Assert.Equal([0.1, -0.0], file.Doubles("wide"));
        Assert.Equal([long.MinValue, long.MaxValue], file.Longs("größe \"1\""));
        Assert.Equal([4f], file.Floats("scalar"));
        Assert.Empty(file.Shape("scalar"));
        Assert.Empty(file.Floats("none"));
        Assert.Equal([3, 0, int.MaxValue, int.MaxValue], file.Shape("none"));
        Assert.Equal([1, 1, 2, 1, 1, 1, 1, 1], file.Shape("deep"));
        Assert.Equal(Dtype.F64, file.Dtype("wide"));
        Assert.True(file.HasChecksum);
        Assert.True(file.Contains("odd") && !file.Contains("even"));
        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["task"] = "maze\n" }, file.Metadata);
    }

    [Fact]
    public void Handing_out_a_tensor_hands_out_a_copy()
    {
        var file = SafetensorsFile.Read(Sample());
        file.Floats("odd")[0] = 5f;
        Assert.Equal(1f, file.Floats("odd")[0]);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_whatever_the_order_of_the_notes()
    {
        StoredTensor[] tensors = [StoredTensor.Of("w", new float[] { 1, 2 }, 2)];
        string first = _folder.File("a"), second = _folder.File("b");
        SafetensorsWriter.Write(first, tensors, new Dictionary<string, string> { ["k"] = "v", ["b"] = "w" });
        SafetensorsWriter.Write(second, tensors, new Dictionary<string, string> { ["b"] = "w", ["k"] = "v" });
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var path = _folder.File("a");
        SafetensorsWriter.Write(path, [StoredTensor.Of("w", new[] { 1f }, 1, 1), StoredTensor.Of("i", new[] { 2L })]);
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.Equal(0, length % 8);
        Assert.Matches(
            """
            ^{"__metadata__":{"concord.crc32c":"[0-9a-f]{8}"},
            "w":{"dtype":"F32","shape":\[1,1],"data_offsets":\[8,12]},
            "i":{"dtype":"I64","shape":\[],"data_offsets":\[0,8]}} *$
            """.ReplaceLineEndings(""), header);
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F], bytes[(8 + length)..]);
    }

    [Fact]
    public void A_failed_write_keeps_the_old_file()
    {
        var path = _folder.File("a");
        File.WriteAllText(path, "old");
        var twice = StoredTensor.Of("w", new float[1], 1);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [twice, twice]));
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void The_writer_refuses_what_no_reader_would_accept()
    {
        var reserved = new Dictionary<string, string> { ["concord.crc32c"] = "0" };
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder.File("a"), [], reserved));
        Assert.Throws<ArgumentException>(() => StoredTensor.Of("", new float[1], 1));
        Assert.Throws<ArgumentException>(() => StoredTensor.Of("__metadata__", new float[1], 1));
        Assert.Throws<ArgumentException>(() => StoredTensor.Of("w", new float[4], -2, -2));
        Assert.Throws<ArgumentException>(() => StoredTensor.Of("w", new float[1], 1, 1, 1, 1, 1, 1, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => StoredTensor.Of("w", Array.Empty<float>(), 65536, 65536, 65536, 65536));
        var wrong = Assert.Throws<ArgumentException>(() => StoredTensor.Of("w", new float[5], 2, 3));
        Assert.Equal("The shape of w must ask for 5 numbers, but is [2, 3].", wrong.Message);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Asking_for_the_wrong_name_format_or_shape_is_said()
    {
        var path = Sample();
        var file = SafetensorsFile.Read(path);
        Assert.Equal(
            $"{path} must hold \"even\", but has no such tensor.",
            Assert.Throws<InvalidDataException>(() => file.Floats("even")).Message);
        Assert.Equal(
            $"\"wide\" in {path} must have dtype F32, but is of dtype F64.",
            Assert.Throws<InvalidDataException>(() => file.Floats("wide")).Message);
        Assert.Equal(
            $"\"odd\" in {path} must have shape [1, 3], but is of shape [3].",
            Assert.Throws<InvalidDataException>(() => file.Floats("odd", [1, 3])).Message);
        Assert.Equal(3, file.Floats("odd", [3]).Length);
    }

    [Fact]
    public void A_foreign_file_without_checksum_and_with_other_formats_is_read()
    {
        var file = SafetensorsFileOf(
            """
            {"b":{"shape":[2],"data_offsets":[4,6],"dtype":"U8"},
             "a":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}
            """, 1, 0, 0, 0x80, 7, 8);
        Assert.Equal([int.MinValue + 1], file.Ints("a"));
        Assert.Equal([7, 8], file.Bytes("b"));
        Assert.False(file.HasChecksum);
        Assert.Empty(file.Metadata);
        Assert.Empty(SafetensorsFileOf("{}").Names);
    }

    [Theory]
    [InlineData("maze9")]
    [InlineData("mpnn")]
    [InlineData("digitsL")]
    [InlineData("sudokuL")]
    public void The_differential_cases_are_read_as_the_plain_JSON_says(string name)
    {
        var path = SharedData.Require($"cases/{name}.safetensors");
        var file = SafetensorsFile.Read(path);
        using var stream = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        stream.ReadExactly(length);
        var json = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        stream.ReadExactly(json);
        using var header = JsonDocument.Parse(json);

        var entries = header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToList();
        Assert.Equal(entries.Select(entry => entry.Name), file.Names);
        foreach (var entry in entries)
        {
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32());
            Assert.Equal(shape, file.Shape(entry.Name));
            Assert.Equal(entry.Value.GetProperty("dtype").GetString(), file.Dtype(entry.Name).ToString());
        }
    }

    [Fact]
    public void The_released_maze_weights_hold_the_numbers_they_should()
    {
        var file = SafetensorsFile.Read(SharedData.Require("goldens/maze/weights.safetensors"));
        var averaged = file.Names.Where(name => name.StartsWith("ema_params/")).ToList();
        Assert.Equal(181_859, averaged.Sum(name => file.Floats(name).Length));
        Assert.Equal([256, 320], file.Shape("ema_params/MLPEncoderV2_0/lora_B_dense/kernel"));

        // The penalty that the weights' notes quote: softplus of the free scalar shifted to start at 1/4.
        var free = Assert.Single(file.Floats("ema_params/rho_raw", []));
        Assert.Equal(0.80284047, Math.Log(1 + Math.Exp(free + Math.Log(Math.Exp(0.25) - 1))), 1e-6);
    }

    private string Sample()
    {
        var path = _folder.File("sample.safetensors");
        SafetensorsWriter.Write(
            path,
            [
                StoredTensor.Of("odd", new[] { 1f, float.NaN, float.NegativeInfinity }, 3),
                StoredTensor.Of("wide", new[] { 0.1, -0.0 }, 2, 1),
                StoredTensor.Of("größe \"1\"", new[] { long.MinValue, long.MaxValue }, 2),
                StoredTensor.Of("scalar", new[] { 4f }),
                StoredTensor.Of("none", Array.Empty<float>(), 3, 0, int.MaxValue, int.MaxValue),
                StoredTensor.Of("deep", new float[2], 1, 1, 2, 1, 1, 1, 1, 1),
            ],
            new Dictionary<string, string> { ["task"] = "maze\n", ["a"] = "1" });
        return path;
    }

    private static SafetensorsFile SafetensorsFileOf(string header, params byte[] data) =>
        SafetensorsFile.Parse(SampleFiles.Foreign(header, data), "foreign");
}
