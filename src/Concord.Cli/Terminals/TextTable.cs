using System.Text;

namespace Concord.Cli.Terminals;

/// <summary>
/// Lines of words in columns, with nothing drawn around them: fit for screens, files and tests alike.
/// </summary>
internal sealed class TextTable(params IReadOnlyList<string> heads)
{
    private readonly List<IReadOnlyList<string>> _rows = [heads];

    /// <summary>Adds a row with as many words as there are columns.</summary>
    public void Add(params IReadOnlyList<string> words) => _rows.Add(words);

    /// <summary>The table; numbers stand at the right of their column, words at the left.</summary>
    public override string ToString()
    {
        var columns = heads.Count;
        var widths = Enumerable.Range(0, columns).Select(c => _rows.Max(row => row[c].Length)).ToArray();
        var right = Enumerable.Range(0, columns)
            .Select(c => _rows.Count > 1 && _rows.Skip(1).All(row => IsNumber(row[c])))
            .ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var words = row.Select((word, c) => right[c] ? word.PadLeft(widths[c]) : word.PadRight(widths[c]));
            text.Append(string.Join("  ", words).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    private static bool IsNumber(string word) => word is "" or "–" || char.IsAsciiDigit(word.TrimStart('-')[0]);
}
