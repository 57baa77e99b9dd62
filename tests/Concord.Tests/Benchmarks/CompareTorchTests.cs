using System.Diagnostics;
using System.Text.Json;
using Concord.Tests.Cli;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Benchmarks;

/// <summary>The script that compares with PyTorch, run against programs that only pretend to compute.</summary>
[Trait("Speed", "Slow")]
public sealed class CompareTorchTests : IDisposable
{
    // Prints the nth of three times at the nth call.
    private const string Concord = """
        #!/usr/bin/env bash
        n=$(cat "$0.calls" 2>/dev/null || echo 0)
        echo $((n + 1)) >"$0.calls"
        seconds=(0.5 0.2 0.1)
        echo -n "{\"seconds_per_step\":{\"median\":${seconds[n]},\"min\":0.1,\"max\":9},"
        echo "\"peak_rss_mib\":10$n.5,\"other_cpu_cores\":0.0$n}"
        """;

    // Imports torch, reports a rate of products, and answers fused and autograd differently.
    private const string Python = """
        #!/usr/bin/env bash
        case "$*" in
            *"-c import torch"*) ;;
            *bench_torch.py*autograd*) echo "no memory" >&2; exit 9 ;;
            *bench_torch.py*) echo '{"s_per_step_median": 0.8, "peak_rss_mib": 300.0, "other_cpu_cores": 0.7}' ;;
            *) echo "a rate" ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ratios_are_of_medians_and_a_run_that_dies_is_named()
    {
        var json = Path.Combine(_folder, "results.json");
        File.WriteAllText(Path.Combine(_folder, "bench_torch.py"), "");
        var result = Run(
            "--task", "maze", "--mode", "infer", "--json", json, "--peers", _folder,
            "--concord", Program("concord", Concord), "--python", Program("python", Python));
        Assert.True(result.Code == 0, result.Error + result.Out);
        Assert.Contains("torch autograd, maze infer: died with code 9: no memory", result.Out);
        Assert.Contains("disturbed", result.Out);
        using var document = JsonDocument.Parse(File.ReadAllText(json));
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["fused", "autograd"], rows.Select(row => row.GetProperty("opponent").GetString()));
        Assert.Equal(4, rows[0].GetProperty("ratio").GetDouble());
        Assert.Equal(0.2, rows[0].GetProperty("concord_seconds").GetDouble());
        Assert.Equal(0.8, rows[0].GetProperty("torch_seconds").GetDouble());
        Assert.Equal(102.5, rows[0].GetProperty("concord_peak_mib").GetDouble());
        Assert.Equal(0.02, rows[0].GetProperty("concord_other_cores").GetDouble());
        Assert.Equal(0.7, rows[0].GetProperty("torch_other_cores").GetDouble());
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("ratio").ValueKind);
    }

    [Fact]
    public void Without_torch_it_says_so_and_measures_concord_alone()
    {
        var result = Run("--python", "/nonexistent", "--dry-run", "--peers", PeersWithScript());
        Assert.Equal(0, result.Code);
        Assert.Contains("PyTorch is absent: /nonexistent does not import torch", result.Out);
        var commands = result.Out.Split('\n').Where(line => line.Contains("concord bench ", StringComparison.Ordinal));
        Assert.Equal(6, commands.Count());
        Assert.DoesNotContain("bench_torch.py --task", result.Out);
    }

    [Fact]
    public void Autograd_takes_the_batch_in_parts_where_memory_would_not_hold_it()
    {
        var result = Run(
            "--dry-run", "--peers", PeersWithScript(), "--python", Program("python", Python), "--opponent", "autograd",
            "--task", "digits", "--mode", "train");
        Assert.Contains("--impl autograd --form edge_lora --chunk 8 ", result.Out);
    }

    [Theory]
    [InlineData("--task must be one of maze digits sudoku, but is chess.", "--task", "chess")]
    [InlineData("--rounds must be between 1 and 99, but is 0.", "--rounds", "0")]
    [InlineData("--peers must hold bench_torch.py, but is /nonexistent.", "--peers", "/nonexistent")]
    [InlineData("--json needs a value.", "--json")]
    [InlineData("There is no option --fast; bench/compare-torch --help lists them.", "--fast")]
    public void A_wrong_option_is_refused_in_one_sentence(string sentence, params string[] words) =>
        Run(words).IsRefusedWith(sentence);

    private string PeersWithScript()
    {
        File.WriteAllText(Path.Combine(_folder, "bench_torch.py"), "");
        return _folder;
    }

    private string Program(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private static CliResult Run(params IReadOnlyList<string> words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The script needs bash.");
        var start = new ProcessStartInfo("bash", [Script(), .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        return CliProcess.End(process);
    }

    private static string Script() => Path.Combine(SharedData.Repository()!, "bench", "compare-torch");
}
