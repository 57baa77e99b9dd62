using System.Buffers.Binary;
using Concord.Tensors.Storage;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class BadFileTests(TrainedRun run)
{
    [Theory]
    [InlineData("eval maze --weights")]
    [InlineData("solve maze --weights")]
    [InlineData("compare maze --models")]
    [InlineData("inspect")]
    public void Missing_weights_are_refused(string line) =>
        CliProcess.Here([.. line.Split(' '), "no-such-file.safetensors"]).IsRefusedWith("no-such-file.safetensors");

    [Fact]
    public void Truncated_weights_are_refused_wherever_they_end()
    {
        var bytes = File.ReadAllBytes(run.Weights);
        foreach (var length in (int[])[0, 7, 8, 100, 2000, bytes.Length / 2, bytes.Length - 1])
            Refuses(bytes[..length], "must");
    }

    [Fact]
    public void A_flipped_bit_is_refused()
    {
        var whole = File.ReadAllBytes(run.Weights);
        foreach (var place in (int[])[0, 9, 200, whole.Length / 2, whole.Length - 1])
        {
            byte[] bytes = [.. whole];
            bytes[place] ^= 1;
            Refuses(bytes, "must");
        }
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        var bytes = File.ReadAllBytes(run.Weights);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length);
        Refuses(bytes, "must fit in the file");
    }

    [Fact]
    public void Weights_of_another_shape_are_refused_with_tensor_and_both_shapes()
    {
        using var folder = new TemporaryFolder();
        var file = SafetensorsFile.Read(run.Weights);
        SafetensorsWriter.Write(folder.File("w"), [.. file.Names.Select(name => name == "decoder.out_dense.bias"
            ? StoredTensor.Of(name, new float[7], 7)
            : StoredTensor.Of(name, file.Floats(name), [.. file.Shape(name)]))]);
        CliProcess.Here("eval", "maze", "--weights", folder.File("w"))
            .IsRefusedWith("decoder.out_dense.bias");
        Assert.Contains("[54]", CliProcess.Here("eval", "maze", "--weights", folder.File("w")).Error);
        Assert.Contains("[7]", CliProcess.Here("eval", "maze", "--weights", folder.File("w")).Error);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        using var folder = new TemporaryFolder();
        var file = SafetensorsFile.Read(run.Weights);
        SafetensorsWriter.Write(folder.File("w"), [.. file.Names.Select(name =>
        {
            var values = file.Floats(name);
            values[0] = float.NaN;
            return StoredTensor.Of(name, values, [.. file.Shape(name)]);
        })]);
        CliProcess.Here("solve", "maze", "--weights", folder.File("w")).IsRefusedWith("must be finite");
    }

    [Fact]
    public void A_folder_without_a_plan_is_refused()
    {
        using var folder = new TemporaryFolder();
        CliProcess.Here("eval", "maze", "--weights", folder.Path).IsRefusedWith("must hold a plan.json");
        CliProcess.Here("train", "maze", "--resume", folder.Path).IsRefusedWith("must hold a plan.json");
        CliProcess.Here("inspect", folder.Path).IsRefusedWith("must hold a plan.json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"batch\": 8}")]
    [InlineData("{\"experiment\": {\"task\": \"chess\"}}")]
    [InlineData("{\"experiment\": {\"task\": \"maze\", \"options\": {\"model\": \"sheaf-admm\", \"hidden\": 0}}}")]
    public void A_broken_plan_is_refused(string plan)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plan.json"), plan);
        CliProcess.Here("inspect", folder.Path).IsRefusedWith("plan.json");
    }

    [Fact]
    public void A_run_folder_that_is_taken_or_cannot_be_written_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        CliResult Train(string path) => CliProcess.Here("train", "maze", "--preset", "tiny", "--run", path);
        Train(run.Folder).IsRefusedWith("needs an empty folder");
        Train(folder.File("file")).IsRefusedWith("needs an empty folder");
        Train(folder.File("file/run")).IsRefusedWith("must be writable");
        if (OperatingSystem.IsLinux())
            Train("/proc/run").IsRefusedWith("must be writable");
    }

    [Fact]
    public void An_impossible_plan_leaves_no_folder_behind()
    {
        using var folder = new TemporaryFolder();
        var line = "train maze --train-size 5 --least-steps 2 --mazes 100000 --run";
        CliProcess.Here([.. line.Split(' '), folder.File("run")]).IsRefusedWith("must not exceed");
        Assert.False(Directory.Exists(folder.File("run")));
    }

    [Fact]
    public void A_resumed_run_keeps_its_plan()
    {
        foreach (var option in (string[])["--lr", "--hidden", "--batch", "--seed", "--preset"])
            CliProcess.Here("train", "maze", "--resume", run.Folder, option, "8")
                .IsRefusedWith($"{option} must not come with --resume");
    }

    private static void Refuses(byte[] bytes, string fragment)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("w.safetensors"), bytes);
        CliProcess.Here("eval", "maze", "--weights", folder.File("w.safetensors")).IsRefusedWith(fragment);
    }
}
