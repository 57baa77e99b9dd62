using System.Text;

namespace Concord.Lab.Papers;

/// <summary>A reproduction as Markdown: the paper's tables with ours, what is missing and why, all trainings.
/// </summary>
public static class PaperMarkdown
{
    /// <summary>Writes it as things stand.</summary>
    public static string Render(Reproduction reproduction) => Invariant.Text(() => Text(reproduction));

    private static string Text(Reproduction reproduction)
    {
        var text = new StringBuilder($"# {reproduction.Paper.Title}\n\n{reproduction.Paper.Citation}\n\n")
            .Append($"{TableText.Extent(reproduction)}\n")
            .Append("Values are percentages, mean ± standard deviation over seeds.\n");
        var cells = reproduction.Cells();
        foreach (var table in reproduction.Tables)
        {
            var ours = cells.Where(cell => cell.Table == table).ToList();
            text.Append($"\n## Table {table.Number}. {table.Title}\n\n");
            if (table.Note.Length > 0)
                text.Append($"{table.Note}\n\n");
            string[] heads = ["", "", "parameters", .. TableText.Heads(reproduction, table), "cost"];
            Append(text, heads, TableText.Lines(ours).Select(
                line => (string[])[line.Name, line.Source, line.Parameters, .. line.Values, line.Cost]));
            foreach (var reason in TableText.Reasons(ours).Prepend(TableText.SizeNote(reproduction, table)))
                if (reason.Length > 0)
                    text.Append($"\n{reason}\n");
        }
        var trainings = TableText.Trainings(reproduction).ToList();
        if (trainings.Count > 1)
        {
            text.Append("\n## Trainings\n\nWhere several learning rates stand, the best on validation counts.\n\n");
            Append(text, trainings[0], trainings.Skip(1));
        }
        return text.ToString();
    }

    // Padded, so that it reads well where nobody renders it.
    private static void Append(StringBuilder text, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [heads, .. rows];
        var widths = heads.Select((_, column) => Math.Max(3, lines.Max(line => Safe(line[column]).Length))).ToList();
        foreach (var (index, line) in lines.Index())
        {
            foreach (var (column, word) in line.Index())
                text.Append($"| {Safe(word).PadRight(widths[column])} ");
            text.Append("|\n");
            if (index > 0)
                continue;
            foreach (var width in widths)
                text.Append($"|{new string('-', width + 2)}");
            text.Append("|\n");
        }
    }

    private static string Safe(string word) => word.Replace("|", "\\|").ReplaceLineEndings(" ");
}
