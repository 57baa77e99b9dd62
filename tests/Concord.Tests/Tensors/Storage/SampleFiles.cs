using System.Text;
using Concord.Tensors.Storage;

namespace Concord.Tests.Tensors.Storage;

/// <summary>The bytes of small safetensors files for tests to read and to break.</summary>
internal static class SampleFiles
{
    /// <summary>What someone else may have written, right or wrong: this header, no checksum, this data.</summary>
    public static byte[] Foreign(string header, params ReadOnlySpan<byte> data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. data];
    }

    /// <summary>A file of Concord's own: "w" = 1, 2, 3 of shape [3, 1], a long "i", a note; 20 bytes of data.</summary>
    public static byte[] Small()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("small.safetensors");
        SafetensorsWriter.Write(
            path, [StoredTensor.Of("w", new[] { 1f, 2f, 3f }, 3, 1), StoredTensor.Of("i", new[] { 4L })],
            new Dictionary<string, string> { ["task"] = "maze" });
        return File.ReadAllBytes(path);
    }
}
