using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Lab.Papers;

/// <summary>A paper whose tables can be measured again: a folder with its tables and budgets.</summary>
/// <remarks>
/// <c>paper.json</c> says what it is, <c>table-*.json</c> hold a <see cref="PaperTable"/> each, <c>budget-*.json</c> a
/// <see cref="Budget"/> each. A cell more is a line more in one of these files.
/// </remarks>
public sealed record Paper
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new EstimateJson() },
    };

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Who wrote it, and where to find it.</summary>
    public required string Citation { get; init; }

    /// <summary>What the command line calls it: the folder, or its last name where it comes with the program.</summary>
    [JsonIgnore]
    public string Name { get; private init; } = "";

    /// <summary>The folder.</summary>
    [JsonIgnore]
    public string Folder { get; private init; } = "";

    /// <summary>The tables in the order of their numbers.</summary>
    [JsonIgnore]
    public IReadOnlyList<PaperTable> Tables { get; private init; } = [];

    /// <summary>The names of the budgets.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Budgets { get; private init; } = [];

    /// <summary>Opens a paper.</summary>
    /// <param name="name">One of the catalogue, or a folder.</param>
    /// <exception cref="ArgumentException">Neither.</exception>
    /// <exception cref="InvalidDataException">A file of it is broken; which, where and how.</exception>
    public static Paper Open(string name)
    {
        var isKnown = Catalog.Papers.Any(paper => paper.Name == name);
        // A checkout's own files come before the copy beside the program, so that they can be changed.
        var here = Path.Combine("plans", name);
        var folder = !isKnown ? name : Directory.Exists(here) ? here : ShippedFile.Find("plans", name);
        if (folder == null || !File.Exists(Path.Combine(folder, "paper.json")))
            throw new ArgumentException(
                $"The paper must be one of {string.Join(", ", Catalog.Papers.Select(paper => paper.Name))}, or a "
                + $"folder with a paper.json, but is {name}.");
        var tables = Directory.GetFiles(folder, "table-*.json").Select(path => PaperTable.Read(path, Json))
            .OrderBy(table => table.Number).ToList();
        if (tables.Zip(tables.Skip(1)).FirstOrDefault(pair => pair.First.Number == pair.Second.Number).First is { } one)
            throw new InvalidDataException($"{folder}: each table must have its own number, but two are {one.Number}.");
        return JsonFile.Read<Paper>(Path.Combine(folder, "paper.json"), "a paper", Json) with
        {
            Name = name,
            Folder = folder,
            Tables = tables,
            Budgets = [.. Directory.GetFiles(folder, "budget-*.json")
                .Select(path => Path.GetFileNameWithoutExtension(path)["budget-".Length..]).Order()],
        };
    }

    /// <summary>The tables with these numbers; all where none is named.</summary>
    /// <exception cref="ArgumentException">The paper has no such table.</exception>
    public IReadOnlyList<PaperTable> Select(IReadOnlyCollection<string> numbers)
    {
        foreach (var number in numbers)
            if (!Tables.Any(table => $"{table.Number}" == number))
                throw new ArgumentException(
                    $"--table must name tables of {Name} ({string.Join(", ", Tables.Select(t => t.Number))}), "
                    + $"but has {number}.");
        return numbers.Count == 0 ? Tables : [.. Tables.Where(table => numbers.Contains($"{table.Number}"))];
    }

    /// <summary>Tables with those rows only whose name contains one of some texts, in any case.</summary>
    /// <exception cref="ArgumentException">A text is in no row's name.</exception>
    public static IReadOnlyList<PaperTable> Rows(IReadOnlyList<PaperTable> tables, IReadOnlyCollection<string> parts)
    {
        bool Has(PaperRow row, string part) => row.Name.Contains(part, StringComparison.OrdinalIgnoreCase);
        foreach (var part in parts)
            if (!tables.SelectMany(table => table.Rows).Any(row => Has(row, part)))
                throw new ArgumentException(
                    "--row must be part of a row's name ("
                    + string.Join("; ", tables.SelectMany(table => table.Rows).Select(row => row.Name).Distinct())
                    + $"), but has {part}.");
        return parts.Count == 0 ? tables :
        [
            .. from table in tables
               let rows = table.Rows.Where(row => parts.Any(part => Has(row, part))).ToList()
               where rows.Count > 0
               select table with { Rows = rows },
        ];
    }

    /// <summary>The budget of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="InvalidDataException">Its file is broken.</exception>
    public Budget ReadBudget(string name) => Budgets.Contains(name)
        ? Budget.Read(Path.Combine(Folder, $"budget-{name}.json"), Json)
        : throw new ArgumentException($"--budget must be one of {string.Join(", ", Budgets)}, but is {name}.");
}
