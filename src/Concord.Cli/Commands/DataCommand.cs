using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Data;

namespace Concord.Cli.Commands;

/// <summary>Lists the data sets that tasks can use, and downloads them.</summary>
internal sealed class DataCommand : Verb
{
    private readonly Argument<string?> _action = new("ACTION")
    {
        HelpName = "list|get",
        Description = "say where the data sets lie, or download one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _name = new("NAME")
    {
        HelpName = "NAME",
        Description = $"the data set to get: {Names}",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _to = Given.Text("--to", "DIR", "the folder to download to (data/NAME)");
    private readonly Option<string?> _from =
        Given.Text("--from", "URL", "the address of the folder to download from (the known mirrors)");
    private readonly Option<bool> _json = Given.Json();
    private readonly HttpMessageHandler _network;

    /// <param name="network">What answers requests; the network itself if null.</param>
    public DataCommand(HttpMessageHandler? network = null)
        : base("data", "list data sets, or download one")
    {
        _network = network ?? new SocketsHttpHandler();
        Add(_action);
        Add(_name);
        foreach (var option in (Option[])[_to, _from, _json])
            Add(option);
    }

    public override IReadOnlyList<string> Examples => ["data list", "data get mnist", "data get mnist --to /tmp/mnist"];

    private static string Names => string.Join(", ", DataSets.All.Select(data => data.Name));

    public override int Run(ParseResult given, Terminal terminal) => given.GetValue(_action) switch
    {
        "list" => List(given, terminal),
        "get" => Get(given, terminal),
        null => throw new ArgumentException("concord data needs to be told what to do: list or get."),
        var other => throw new ArgumentException(
            $"concord data must be told to list or get, but is told to {Spelling.Shown(other)}."),
    };

    private int List(ParseResult given, Terminal terminal)
    {
        if (given.GetValue(_name) is { } name)
            throw new ArgumentException($"concord data list takes no further argument, but is given {name}.");
        foreach (var option in (Option[])[_to, _from])
            if (given.Has(option))
                throw new ArgumentException($"{option.Name} must come with get, but comes with list.");
        var all = DataSets.All.Select(data => (Data: data, Folder: data.Find())).ToList();
        if (given.GetValue(_json))
        {
            terminal.Out.WriteLine(new JsonObject
            {
                ["data"] = new JsonArray([.. all.Select(entry => new JsonObject
                {
                    ["name"] = entry.Data.Name,
                    ["about"] = entry.Data.About,
                    ["bytes"] = entry.Data.PackedLength,
                    ["folder"] = entry.Folder,
                })]),
                ["suites"] = new JsonArray([.. DataSets.SuiteFiles.Select(file => new JsonObject
                {
                    ["task"] = file.Task,
                    ["suite"] = file.Suite,
                    ["about"] = file.About,
                    ["file"] = file.Path,
                })]),
            }.ToJsonString());
            return ExitCode.Done;
        }
        foreach (var (data, folder) in all)
        {
            terminal.Out.WriteLine($"{data.Name}: {data.About}");
            terminal.Out.WriteLine(folder != null
                ? $"  lies in {folder}"
                : $"  missing; concord data get {data.Name} downloads its {Megabytes(data.PackedLength)} MB");
        }
        foreach (var file in DataSets.SuiteFiles)
        {
            terminal.Out.WriteLine($"suite {file.Suite} of {file.Task}: {file.About}");
            terminal.Out.WriteLine(file.Path != null
                ? $"  lies in {file.Path}"
                : $"  missing; put your copy at {file.Expected}, one puzzle of 81 signs a line");
        }
        return ExitCode.Done;
    }

    private int Get(ParseResult given, Terminal terminal)
    {
        var data = DataSets.Of(given.GetValue(_name)
            ?? throw new ArgumentException($"concord data get needs a data set: {Names}."));
        var clock = Stopwatch.StartNew();
        var download = new Download(data, given.GetValue(_to) ?? data.Folder);
        if (given.GetValue(_from) is { } from)
            download = download with { Mirrors = [Mirror(from)] };
        if (Bring(download, terminal) is not { } brought)
            return ExitCode.Interrupted;
        if (given.GetValue(_json))
            terminal.Out.WriteLine(new JsonObject
            {
                ["name"] = data.Name,
                ["folder"] = download.Folder,
                ["files"] = Json(data.Files),
                ["downloaded"] = Json(brought),
                ["seconds"] = clock.Elapsed.TotalSeconds,
            }.ToJsonString());
        else
            terminal.Out.WriteLine(
                $"{download.Folder} holds the {data.Files.Count} files of {data.Name}, with the right checksums; "
                + (brought.Count == 0 ? "there was nothing to download." : $"{brought.Count} were downloaded."));
        return ExitCode.Done;
    }

    // Null where somebody interrupted it.
    private IReadOnlyList<DataFile>? Bring(Download download, Terminal terminal)
    {
        using var client = new HttpClient(_network, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var interrupt = new Interrupt(terminal);
        try
        {
            return Meter.Show(terminal, $"get {download.Data.Name}", meter =>
            {
                var pace = new Pace();
                var shown = download with
                {
                    Progress = now => meter.Report((double)now.Bytes / now.All, pace.Words(now)),
                };
                return shown.Run(client, interrupt.Token).GetAwaiter().GetResult();
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Interrupted; what came is kept, and the same command goes on from there.");
            return null;
        }
    }

    private static JsonArray Json(IEnumerable<DataFile> files) => [.. files.Select(file => (JsonNode)file.Name)];

    private static Uri Mirror(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ArgumentException(
                $"--from must be an address that begins with http:// or https://, but is {Spelling.Shown(text)}.");

    private static string Megabytes(long bytes) => $"{bytes / 1e6:f1}";

    /// <summary>How fast a download goes, in words.</summary>
    private sealed class Pace
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private long? _first;

        public string Words(DownloadProgress now)
        {
            _first ??= now.Bytes;
            var rate = (now.Bytes - _first.Value) / Math.Max(1e-3, _clock.Elapsed.TotalSeconds);
            return $"{Megabytes(now.Bytes)} of {Megabytes(now.All)} MB, {rate / 1e6:f1} MB/s, {now.File}";
        }
    }
}
