using Concord.Lab;
using Concord.Lab.Models;
using Concord.Tensors.Storage;
using Concord.Tests.Cli;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab;

/// <summary>Weights files without their plan, of other programs, or in shorter formats.</summary>
public sealed class TrainedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RandomWeights _weights =
        new(new MazeExperiment { Options = new MazeSheafOptions { Hidden = 24, VertexStalk = 6, EdgeStalk = 4 } });

    public void Dispose()
    {
        _weights.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Weights_in_half_the_bits_are_read_as_floats(string format)
    {
        var whole = SafetensorsFile.Read(_weights.Path);
        var path = _weights.Beside("half.safetensors");
        File.Copy(_weights.Beside("weights.plan.json"), _weights.Beside("half.plan.json"));
        var names = whole.Names.ToDictionary(name => name, name => Array.ConvertAll(
            whole.Floats(name), number => format == "F16"
                ? BitConverter.HalfToUInt16Bits((Half)number)
                : (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16)));
        var (entries, data) = (new List<string>(), new MemoryStream());
        foreach (var (name, halves) in names)
        {
            var begin = data.Length;
            foreach (var half in halves)
                data.Write(BitConverter.GetBytes(half));
            entries.Add($$"""
                "{{name}}":{"dtype":"{{format}}","shape":[{{string.Join(',', whole.Shape(name))}}],
                "data_offsets":[{{begin}},{{data.Length}}]}
                """);
        }
        File.WriteAllBytes(path, SampleFiles.Foreign($"{{{string.Join(',', entries)}}}", data.ToArray()));

        var (exact, read) = (TrainedModel.Open(_weights.Path).Weights, TrainedModel.Open(path).Weights);
        var largest = exact.Span.ToArray().Zip(read.Span.ToArray(), (a, b) => Math.Abs(a - b) / (1e-4f + Math.Abs(a)));
        Assert.InRange(largest.Max(), 1e-5f, format == "F16" ? 1f / 1024 : 1f / 128);
        Assert.Equal(0, CliProcess.Here("solve", "maze", "--size", "9", "--iterations", "2", "--weights", path).Code);
    }

    [Fact]
    public void Weights_of_a_size_of_their_own_need_their_plan()
    {
        File.Copy(_weights.Path, _folder.File("mine.safetensors"));
        foreach (var verb in (string[][])[["eval", "maze", "--weights"], ["solve", "maze", "--weights"], ["inspect"]])
            CliProcess.Here([.. verb, _folder.File("mine.safetensors")]).IsRefusedWith(
                "; weights of a model whose options were changed need the plan.json of their run beside them, which is "
                + "missing.");
        File.Copy(_weights.Beside("weights.plan.json"), _folder.File("plan.json"));
        Assert.Equal(
            TrainedModel.Open(_weights.Path).Weights.Span,
            TrainedModel.Open(_folder.File("mine.safetensors")).Weights.Span);
    }

    [Fact]
    public void Weights_of_another_program_are_shown_by_their_tensors()
    {
        var path = _folder.File("theirs.safetensors");
        string[] names = ["wte", @"h.0.\u001b[2J", "c", "d", "e", "f", "g"];
        var header = string.Join(',', names.Select((name, i) =>
            $$"""
            "{{name}}":{"dtype":"BF16","shape":[1],"data_offsets":[{{2 * i}},{{(2 * i) + 2}}]}
            """));
        File.WriteAllBytes(path, SampleFiles.Foreign($"{{{header}}}", new byte[14]));
        CliProcess.Here("inspect", path).IsRefusedWith(
            $"{path} must hold the weights of a model that is known here, but holds the tensors wte, h.0.?[2J, c, d, e "
            + "and 2 more.");
        File.WriteAllBytes(path, SampleFiles.Foreign("{}"));
        CliProcess.Here("inspect", path).IsRefusedWith("a model that is known here, but holds no tensors.");
    }
}
