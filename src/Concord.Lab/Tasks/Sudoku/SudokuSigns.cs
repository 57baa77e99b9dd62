using System.Buffers;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>The characters of Sudokus as text: digits, blanks, and what separates cells, rows and boxes.</summary>
internal static class SudokuSigns
{
    /// <summary>The blank in files where cells that are not given are dashes.</summary>
    public const char Dash = '-';

    private const string Separators = " \t|+-=,;:!/\\[]{}()\"'`~<>";
    private const string Corners = ".*'o";
    private const int LeastRule = 3, MostOfNumber = 4;

    private static readonly SearchValues<char> s_rule = SearchValues.Create(Separators + Corners);

    /// <summary>What a grid has whose blanks are spaces.</summary>
    public static SearchValues<char> DigitsAndSpaces { get; } = SearchValues.Create("123456789 ");

    /// <summary>The plain character of the same meaning: for spaces, frames, dots, dashes and digits of any kind.
    /// </summary>
    public static char Plain(char sign) => sign switch
    {
        <= '~' => sign,
        '\u00A0' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF' or (>= '\u2000' and <= '\u200B') => ' ',
        '·' or '•' or '∙' or '□' => '.',
        '−' or (>= '\u2010' and <= '\u2015') => Dash,
        '─' or '━' or '═' or (>= '┄' and <= '┅') or (>= '┈' and <= '┉') or (>= '╌' and <= '╍') => Dash,
        '│' or '┃' or '║' or '¦' => '|',
        >= '\u2500' and <= '\u257F' => '+',
        >= '０' and <= '９' => (char)(sign - '０' + '0'),
        _ => sign,
    };

    /// <summary>Whether a character may stand between cells.</summary>
    public static bool IsSeparator(char sign) => Separators.Contains(sign);

    /// <summary>Whether a line has nothing but separators, or is a rule between boxes.</summary>
    public static bool IsEmpty(ReadOnlySpan<char> line)
    {
        var rest = line.Trim(Separators);
        return rest.IsEmpty || (IsRule(line) && !line.ContainsAnyExcept(s_rule));
    }

    /// <summary>Whether a line has a run of dashes or the like, as between the boxes of a grid.</summary>
    public static bool IsRule(ReadOnlySpan<char> line)
    {
        var run = 0;
        foreach (var sign in line)
            if ((run = sign is Dash or '=' ? run + 1 : 0) == LeastRule)
                return true;
        return false;
    }

    /// <summary>Whether a line is a title or another remark: a word, a number, or hardly anything that may be a cell.
    /// </summary>
    public static bool IsTitle(ReadOnlySpan<char> line)
    {
        var (cells, others, letters, isWord) = (0, 0, 0, false);
        foreach (var sign in line)
        {
            letters = char.IsLetter(sign) ? letters + 1 : 0;
            isWord |= letters > 1 && sign is not ('x' or 'X');
            if (SudokuText.Cell(sign) >= 0)
                cells++;
            else if (!IsSeparator(sign))
                others++;
        }
        var isNumber = line.Length <= MostOfNumber && !line.ContainsAnyExceptInRange('0', '9');
        return isWord || isNumber || (others > 0 && (2 * others > cells || cells + others < SudokuGraph.Side));
    }

    /// <summary>The name in brackets that begins a section of a SadMan file, or null.</summary>
    public static string? Section(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line is ['[', .. var name, ']'] && !name.ContainsAny("[],") && name.ContainsAnyInRange('A', 'z')
            ? name.ToString()
            : null;
    }
}
