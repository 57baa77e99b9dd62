using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Lab.Data;

namespace Concord.Cli.Commands;

/// <summary>What there is: tasks, models, presets, suites, solvers, papers and data, a line each.</summary>
internal sealed class CatalogCommand : Verb
{
    private readonly Option<bool> _json = Given.Json();

    public CatalogCommand()
        : base("catalog", "list tasks, models, presets, suites, solvers, papers and data") => Add(_json);

    public override IReadOnlyList<string> Examples => ["catalog"];

    public override int Run(ParseResult given, Terminal terminal)
    {
        if (given.GetValue(_json))
            terminal.Out.WriteLine(Json().ToJsonString());
        else
            Print(terminal.Out);
        return ExitCode.Done;
    }

    private static IReadOnlyList<(string Name, string About)> Data =>
        [.. DataSets.All.Select(data => (data.Name, data.About))];

    private static IEnumerable<(string Kind, IReadOnlyList<(string Name, string About)> Entries)> Kinds(ITask task) =>
    [
        ("models", [.. task.Models.Where(m => !m.IsBaseline).Select(m => (m.Name, m.About))]),
        ("baselines", [.. task.Models.Where(m => m.IsBaseline).Select(m => (m.Name, m.About))]),
        ("presets", [.. task.Presets.Select(p => (p.Name, p.About))]),
        ("suites", [.. task.Suites.Select(s => (s.Name, s.About))]),
    ];

    private static void Print(TextWriter output)
    {
        foreach (var task in Catalog.Tasks)
        {
            output.WriteLine($"task {task.Name}: {task.Goal}");
            foreach (var (kind, entries) in Kinds(task).Where(kind => kind.Entries.Count > 0))
                Print(output, "  ", kind, entries);
        }
        Print(output, "", "solvers", Catalog.Solvers);
        Print(output, "", "papers", Catalog.Papers);
        Print(output, "", "data", Data);
    }

    private static void Print(
        TextWriter output, string indent, string kind, IReadOnlyList<(string Name, string About)> entries)
    {
        output.WriteLine($"{indent}{kind}");
        var width = entries.Max(entry => entry.Name.Length);
        foreach (var (name, about) in entries)
            output.WriteLine($"{indent}  {name.PadRight(width)}  {about}");
    }

    private static JsonObject Json()
    {
        static JsonArray List(IEnumerable<(string Name, string About)> entries) =>
            [.. entries.Select(entry => (JsonNode)new JsonObject { ["name"] = entry.Name, ["about"] = entry.About })];

        var tasks = new JsonArray();
        foreach (var task in Catalog.Tasks)
        {
            var json = new JsonObject { ["name"] = task.Name, ["goal"] = task.Goal };
            foreach (var (kind, entries) in Kinds(task))
                json[kind] = List(entries);
            tasks.Add((JsonNode)json);
        }
        return new JsonObject
        {
            ["tasks"] = tasks,
            ["solvers"] = List(Catalog.Solvers),
            ["papers"] = List(Catalog.Papers),
            ["data"] = List(Data),
        };
    }
}
