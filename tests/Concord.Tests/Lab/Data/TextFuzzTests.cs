using System.Text;
using Concord.Lab;
using Concord.Lab.Data;
using Concord.Lab.Runs;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Parity;
using Concord.Lab.Tasks.Routes;
using Concord.Lab.Tasks.Sorting;
using Concord.Tensors;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Data;

/// <summary>Readers of text take what is right, and refuse everything else with a sentence.</summary>
public sealed class TextFuzzTests : IDisposable
{
    private const int Trials = 1500;
    private const string Maze = "#######\n#S   G#\n#  #  #\n#     #\n#######\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Readers { get; } = ["maze", "route", "parity", "sorting", "plan", "events"];

    [Theory]
    [MemberData(nameof(Readers))]
    public void Mutated_files_are_read_or_refused(string reader)
    {
        var (texts, read) = Of(reader);
        foreach (var text in texts)
            read(text);
        var rng = new Rng(7);
        for (var trial = 0; trial < Trials; trial++)
        {
            var bytes = texts[rng.Below(texts.Length)].ToArray();
            for (var i = rng.Below(6); i >= 0; i--)
                bytes[rng.Below(bytes.Length)] =
                    rng.Below(2) == 0 ? (byte)rng.Below(256) : bytes[rng.Below(bytes.Length)];
            var cut = bytes[..(rng.Below(4) == 0 ? rng.Below(bytes.Length + 1) : bytes.Length)];
            var thrown = Record.Exception(() => read(cut));
            Assert.True(
                thrown is null or InvalidDataException or FormatException or ArgumentException,
                $"{Convert.ToHexString(cut)}: {thrown}");
        }
    }

    private (byte[][] Texts, Action<byte[]> Read) Of(string reader) => reader switch
    {
        "maze" => (
            [.. Encoded(Maze, Maze.Replace('#', '█'))],
            bytes => MazeText.Parse(TextFile.Decode(bytes, "here"), "here")),
        "route" => ([.. Encoded(Maze, Maze + "\nRRRR\n")], bytes => RouteFile.Read(bytes, "here")),
        "parity" => ([.. Encoded("+-+", "1 -1 +1\n")], bytes => ParityText.Parse(bytes, "here", 3)),
        "sorting" => ([.. Encoded("0.5, -1.25\n2e1\n", "[1; 2; 3]")], bytes => SortingText.Parse(bytes, "here", 3)),
        "plan" => (
            [.. Catalog.Tasks.SelectMany(task => Encoded(
                Encoding.UTF8.GetString(task.Presets[^1].Plan(task.Models[0].Experiment).ToJson())))],
            bytes => Plan.Read(Written("plan.json", bytes))),
        _ => (
            [.. Encoded("{\"step\":1,\"seconds\":1.5,\"loss\":0.25}\n{\"step\":2,\"seconds\":3,\"loss\":null}\n")],
            bytes => EventLog.Read(Written("events.jsonl", bytes))),
    };

    private string Written(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }

    // As it is, with a byte order mark, with CR, and as UTF-16.
    private static IEnumerable<byte[]> Encoded(params string[] texts) => texts.SelectMany(text => (byte[][])
    [
        Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes("\uFEFF" + text),
        Encoding.UTF8.GetBytes(text.Replace('\n', '\r')), Encoding.Unicode.GetBytes("\uFEFF" + text),
    ]);
}
