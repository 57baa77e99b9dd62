using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Concord.Benchmarks.Fuzz;
using Concord.Benchmarks.Roofline;
using Concord.Cli;
using Concord.Cli.Terminals;
using Concord.Examples;
using Concord.Lab.Runs;
using Concord.Tests.Golden;
using Concord.Tests.Tensors.Storage;

namespace Concord.Tests.Docs;

/// <summary>What became of a printed command.</summary>
/// <param name="Command">The command.</param>
/// <param name="Words">What was run.</param>
/// <param name="Fault">What went wrong; null if nothing did.</param>
internal sealed record CommandOutcome(PrintedCommand Command, string Words, string? Fault)
{
    /// <summary>Why it was not run, where it was not.</summary>
    public string? NotRun { get; init; }
}

/// <summary>
/// A folder in which all printed commands are run one after the other, with what a reader has there: the files that
/// examples name, the runs of the commands before, weights, and plans that are cut down.
/// </summary>
public sealed partial class CommandScene : IDisposable
{
    private const string Maze =
        """
        ###########
        #S        #
        ######### #
        #         #
        # #########
        #         #
        ######### #
        #         #
        # #########
        #        G#
        ###########

        """;

    private const string Puzzle =
        "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79\n";

    // Command lines that are read but not run, and why.
    private static readonly (string Begin, string Why)[] Unrun =
    [
        ("dotnet test", "it runs these tests"),
        ("dotnet new console", "it is the SDK's own"),
        ("dotnet tool install", "it downloads"),
        ("dotnet run -c Release --project bench/Concord.Fuzz", "it needs a file that afl-fuzz found"),
        ("dotnet add reference", "it needs a project; SnippetTests look for what is referred to"),
        ("dotnet run -c Release --project bench/Concord.Benchmarks -- --filter", "KernelBenchmarkTests run all, small"),
        ("dotnet run -c Release --project bench/Concord.Benchmarks -- roofline --operations", "RooflineTests do"),
        ("concord data get", "it downloads; DataTests run it against mirrors of their own"),
        ("concord reproduce sheaf-pc", "minutes; ContradictionTests run the same study, small"),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<string> _done = [], _ran = [];
    private readonly List<CommandOutcome> _outcomes = [];
    private readonly Dictionary<string, long> _steps = [];
    private bool _hasRun;

    /// <summary>What became of every command; they are run when first asked for.</summary>
    internal IReadOnlyList<CommandOutcome> Outcomes()
    {
        if (_hasRun)
            return _outcomes;
        _hasRun = true;
        var before = Directory.GetCurrentDirectory();
        Furnish();
        Directory.SetCurrentDirectory(_folder.Path);
        try
        {
            foreach (var page in PrintedCommands.Pages)
                RunAll(PrintedCommands.OfPage(page), depth: 0);
            CopyFolder("runs/maze-sheaf-admm-0", "runs/a");
            CopyFolder("runs/maze-sheaf-admm-0", "runs/b");
            RunAll(PrintedCommands.OfHelp(), depth: 0);
            foreach (var report in Reports())
                RunAll(PrintedCommands.OfReport($"{report} as written", File.ReadAllText(report)), depth: 1);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
        return _outcomes;
    }

    public void Dispose() => _folder.Dispose();

    private void Furnish()
    {
        File.WriteAllText(_folder.File("my-maze.txt"), Maze);
        File.WriteAllText(_folder.File("puzzle.txt"), Puzzle);
        File.WriteAllText(_folder.File("puzzles.csv"), string.Concat(Enumerable.Repeat(Puzzle, 20)));
        var pixels = string.Join(' ', Enumerable.Range(0, 784).Select(i => i % 256));
        File.WriteAllText(_folder.File("image.pgm"), $"P2 28 28 255\n{pixels}\n");
        var root = SharedData.Repository()!;
        CopyFolder(Path.Combine(root, "models"), _folder.File("models"));
        foreach (var paper in Directory.GetDirectories(Path.Combine(root, "plans")))
        {
            var to = _folder.File($"plans/{Path.GetFileName(paper)}");
            CopyFolder(paper, to);
            foreach (var path in Directory.GetFiles(to, "budget-*.json"))
            {
                var budget = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
                SmallSizes.Cut(budget);
                File.WriteAllText(path, budget.ToJsonString());
            }
        }
    }

    private void RunAll(IEnumerable<PrintedCommand> commands, int depth)
    {
        foreach (var command in commands.ToList())
            if (_done.Add(depth == 0 ? command.Text : Kind(command.Text)))
            {
                var (fault, screen, text) = (default(string), "", command.Text);
                var reason = Array.Find(Unrun, rule => text.StartsWith(rule.Begin, StringComparison.Ordinal)).Why;
                var words = new List<string>();
                foreach (var line in text.Split('\n'))
                    foreach (var chosen in SmallSizes.Choose(PrintedCommands.Split(line)))
                        if (fault == null)
                            fault = Read(chosen) ?? (reason == null ? Run(chosen, words, ref screen) : null);
                _outcomes.Add(new(command, string.Join("; ", words), fault) { NotRun = reason });
                if (depth < 2)
                    RunAll(PrintedCommands.OfScreen($"printed by {command.Text}", screen), depth + 1);
            }
    }

    // The command as it is printed must be one that the program understands.
    private static string? Read(string[] words)
    {
        if (words is not ["concord", var name, .. var rest])
            return null;
        var verb = CommandLine.Verbs().FirstOrDefault(verb => verb.Name == name);
        if (verb == null)
            return name.StartsWith('-') ? null : $"there is no verb {name}";
        var parsed = verb.Parse(rest);
        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message
            : parsed.UnmatchedTokens.Count > 0 ? $"it has a word too many: {parsed.UnmatchedTokens[0]}" : null;
    }

    private string? Run(string[] words, List<string> run, ref string screen)
    {
        switch (words)
        {
            case ["mkdir", var folder]:
                if (Directory.Exists(folder))
                    Directory.Delete(folder, recursive: true);
                Directory.CreateDirectory(folder);
                return null;
            case ["cp", var from, var to]:
                File.Copy(from, Path.Combine(to, Path.GetFileName(from)));
                return null;
            case ["dotnet", "run", "-c", "Release", "--project", var project, .. var rest]:
                if (Directory.GetFiles(Path.Combine(SharedData.Repository()!, project), "*.csproj").Length != 1)
                    return $"{project} is no project";
                return project switch
                {
                    "src/Concord.Cli" => Run(["concord", .. rest[1..]], run, ref screen),
                    "examples" => RunExamples(run),
                    "bench/Concord.Benchmarks" when rest is ["--", "fuzz", .. var files] => RunFuzz(files, run),
                    _ => RunRoofline(rest[2..], run),
                };
            case ["concord", .. var own]:
                var resumed = After("--resume", own) ?? "";
                var step = _steps[resumed] = _steps.GetValueOrDefault(resumed, 1) + 1;
                if (own[0] == "train" && After("--run", own) is { } fresh && Directory.Exists(fresh))
                    Directory.Delete(fresh, recursive: true);
                var small = SmallSizes.Shrink(own, step);
                run.Add(string.Join(' ', small));
                // Two commands may come to the same on less.
                if (!_ran.Add(run[^1]))
                    return null;
                using (StringWriter output = new(), error = new())
                {
                    var code = CommandLine.Run(small, new Terminal(output, error));
                    screen += $"{output}\n{error}\n";
                    return code == ExitCode.Done ? null : $"exit code {code}: {error}";
                }
            default:
                return $"nobody knows how to run {words[0]}";
        }
    }

    // One of each task and model; reports of other seeds and of longer runs say the same.
    private static IEnumerable<string> Reports() => Directory.GetDirectories("runs").Order()
        .Select(run => Path.Combine(run, "report.html"))
        .Where(report => File.Exists(Path.Combine(Path.GetDirectoryName(report)!, "plan.json")) && File.Exists(report))
        .DistinctBy(report => RunFolder.Open(Path.GetDirectoryName(report)!).Plan.Experiment is var of
            ? (of.Task, of.Model) : default);

    private static string? After(string option, string[] words) =>
        words.SkipWhile(word => word != option).ElementAtOrDefault(1);

    // Hints of runs of one task and model are the same but for the seed, and a run can be made ever longer.
    private static string Kind(string command) => Seed().Replace(Longer().Replace(command, ""), "");

    [GeneratedRegex(@"(?<=runs/[a-z-]+)-\d+(-\d+)?")]
    private static partial Regex Seed();

    [GeneratedRegex(@"(?<=--resume \S+) --(steps|minutes) \S+")]
    private static partial Regex Longer();

    private static string? RunExamples(List<string> run)
    {
        run.Add("examples");
        Rendezvous.Run();
        SharedResource.Run();
        FieldEstimation.Run();
        return null;
    }

    private static string? RunFuzz(string[] words, List<string> run)
    {
        using StringWriter output = new(), error = new();
        var few = Array.FindIndex(words, word => word == "--count") is var at && at >= 0
            ? [.. words[..at], "--count", "20", .. words[(at + 2)..]]
            : words.Append("--count").Append("20").ToArray();
        run.Add($"fuzz {string.Join(' ', few)}");
        return FuzzCommand.Run(few, output, error) == 0 ? null : $"{error}";
    }

    // A known peak spares measuring the machine.
    private static string? RunRoofline(string[] words, List<string> run)
    {
        using StringWriter output = new(), error = new();
        string[] small = words.Contains("--peak") || words.Length == 0 ? words : [.. words, "--peak", "400"];
        run.Add($"roofline {string.Join(' ', small)}");
        return RooflineCommand.Run(small, output, error) == 0 ? null : $"{error}";
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
