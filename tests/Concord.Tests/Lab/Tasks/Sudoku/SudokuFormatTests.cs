using System.Text.Json;
using Concord.Lab.Tasks.Sudoku;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sudoku;

/// <summary>Sudokus as other programs write them.</summary>
public sealed class SudokuFormatTests
{
    private const string Puzzle =
        "..3.2.6..9..3.5..1..18.64....81.29..7.......8..67.82....26.95..8..2.3..9..5.1.3..";

    private const string Solution =
        "483921657967345821251876493548132976729564138136798245372689514814253769695417382";

    private static readonly string[] s_rows = [.. Puzzle.Chunk(9).Select(row => new string(row))];
    private static readonly string[] s_spaced = [.. s_rows.Select(row => row.Replace('.', ' '))];
    private static readonly string s_zeros = Puzzle.Replace('.', '0');

    public static TheoryData<string, string> Formats { get; } = new()
    {
        { "Simple Sudoku", Framed("*-----------*", "|---+---+---|", "*-----------*").ReplaceLineEndings("\r\n") },
        { "a signature", Framed(" *-----------*", " |---+---+---|", " *-----------*\n Simple Sudoku\n  Version 4.2n") },
        { "SadMan", $"#D small test\n[Puzzle]\n{Lines(s_rows)}" },
        { "SadMan with a state", $"#D x\n[Puzzle]\n{Lines(s_rows)}\n[State]\n{Lines(Solution.Chunk(9).Select(Text))}" },
        { "Project Euler", $"Grid 01\n{Lines(s_rows).Replace('.', '0')}" },
        { "a number before", $"1\n{Lines(s_rows)}" },
        { "x", Puzzle.Replace('.', 'x') },
        { "X in a grid", Lines(s_rows).Replace('.', 'X') },
        { "dashes", Puzzle.Replace('.', '-') },
        { "dashes in a grid", Lines(s_rows).Replace('.', '-') },
        { "dashes and rules", Framed("+---+---+---+", "+---+---+---+", "").Replace('.', '-') },
        { "rules of nine dashes", Lines(s_rows.Select((row, i) => i % 3 == 2 ? $"{row}\n---------" : row)) },
        { "equal signs", Lines(s_rows.Select((row, i) => i % 3 == 2 ? $"{row}\n===+===+===" : row)) },
        { "corners of dots", Framed(".---.---.---.", ":---+---+---:", "'---'---'---'") },
        { "Unicode", Framed("┌───┬───┬───┐", "├───┼───┼───┤", "└───┴───┴───┘").Replace('|', '│') },
        { "double lines", Framed("╔═══╦═══╦═══╗", "╠═══╬═══╬═══╣", "╚═══╩═══╩═══╝").Replace('|', '║') },
        { "no-break spaces", Lines(s_rows.Select(row => string.Join('\u00A0', row.ToArray()))) },
        { "middle dots", Lines(s_rows).Replace('.', '·') },
        { "CR", Lines(s_rows).Replace('\n', '\r') },
        { "spaces", Puzzle.Replace('.', ' ') },
        { "spaces in a grid", Lines(s_spaced) },
        { "spaces cut off", Lines(s_spaced.Select(row => row.TrimEnd())) },
        { "spaces in a frame", Framed("+---+---+---+", "+---+---+---+", "+---+---+---+").Replace('.', ' ') },
        { "spaces in a wide frame", Lines(s_spaced.Select(row => $"| {Boxes(row, ' ', " | ")} |")) },
        { "Markdown", "|a|b|c|d|e|f|g|h|i|\n|-|-|-|-|-|-|-|-|-|\n"
            + Lines(s_spaced.Select(row => $"| {string.Join(" | ", row.ToArray())} |")) },
        { "LaTeX", "\\begin{sudoku}\n" + Lines(s_spaced.Select(row => $"|{string.Join('|', row.ToArray())}|."))
            + "\n\\end{sudoku}" },
        { "columns with zeros", Lines(s_rows.Select(row => string.Join(',', row.ToArray()))).Replace('.', '0') },
        { "empty columns", Lines(s_rows.Select(row => string.Join(',', row.ToArray()).Replace(".", ""))) },
        { "columns and semicolons", Lines(s_rows.Select(row => string.Join(';', row.ToArray()).Replace(".", ""))) },
        { "tabs cut off", Lines(s_rows.Select(row => string.Join('\t', row.ToArray()).Replace(".", "").TrimEnd())) },
        { "quoted digits", Lines(s_rows.Select(row => string.Join(',', row.Select(sign => $"\"{sign}\"")))) },
        { "81 columns", string.Join(',', Puzzle.ToArray()) },
        { "an id first", $"id,puzzle\n7,{Puzzle}" },
        { "five columns", $"id,puzzle,solution,clues,difficulty\n1,{Puzzle},{Solution},32,2.2" },
        { "the solution first", $"solution,puzzle\n{Solution},{Puzzle}" },
        { "quotes", $"\"{Puzzle}\"" },
        { "Kaggle", $"quizzes,solutions\n{s_zeros},{Solution}" },
        { "HoDoKu", $":0000:x:{Puzzle.Replace("2.6", "+2.6", StringComparison.Ordinal)}:411 413::" },
        { "Sudoku Exchange", $"0000183b305c {s_zeros}  1.2" },
        { "a rating and a name", $"{Puzzle};9.1/1.2/1.2;easy one" },
        { "rows on one line", string.Join(' ', s_rows) },
        { "slashes", string.Join('/', s_rows) },
        { "JSON", JsonSerializer.Serialize(s_zeros.Chunk(9).Select(row => row.Select(sign => sign - '0'))) },
        { "Python", $"grid = [\n{Lines(s_rows.Select(row => $"  [{string.Join(", ", row.ToArray())}],"))}\n]\n"
            .Replace('.', '0') },
        { "texts", $"[\n{Lines(s_rows.Select(row => $"  \"{row}\","))}\n]\n" },
        { "full width", Puzzle.Replace('3', '３') },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_puzzle_is_read(string format, string text)
    {
        var boards = SudokuBoards.Read(new StringReader(text), format);
        Assert.Equal(1, boards.Count);
        Assert.Equal(Puzzle, SudokuText.Write(boards.Puzzle(0)));
    }

    /// <summary>Whatever stands between puzzles, two are two.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Two_of_them_are_read(string format, string text)
    {
        var boards = SudokuBoards.Read(new StringReader($"{text}\n\n{text}"), format);
        Assert.Equal(2, boards.Count);
        Assert.Equal(Puzzle, SudokuText.Write(boards.Puzzle(1)));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("-")]
    public void An_empty_row_in_the_middle_is_a_row(string blank)
    {
        // Row 6 has no digit, and an editor cuts off its spaces.
        const string puzzle = "48.3............71.2.......7.5....6....2..8.............1.76...3.....4......5....";
        var text = Lines(puzzle.Chunk(9).Select(row => Text(row).Replace(".", blank).TrimEnd()));
        Assert.Equal(puzzle, SudokuText.Write(SudokuBoards.Read(new StringReader(text), "test").Puzzle(0)));
    }

    [Fact]
    public void Mutated_texts_are_read_or_refused()
    {
        var rng = new Concord.Tensors.Rng(3);
        var texts = Formats.Select(row => row.Data.Item2).ToList();
        for (var trial = 0; trial < 3000; trial++)
        {
            var text = texts[rng.Below(texts.Count)].ToCharArray();
            for (var i = rng.Below(6); i >= 0; i--)
                text[rng.Below(text.Length)] = (char)(rng.Below(8) == 0 ? rng.Below(65536) : rng.Below(128));
            var cut = new string(text)[..rng.Below(text.Length + 1)];
            var thrown = Record.Exception(() => SudokuBoards.Read(new StringReader(cut), "test"));
            Assert.True(thrown is null or InvalidDataException, $"{thrown}");
        }
    }

    private static string Text(char[] row) => new(row);

    private static string Lines(IEnumerable<string> rows) => string.Join('\n', rows);

    private static string Boxes(string row, char inside, string between) =>
        string.Join(between, row.Chunk(3).Select(box => string.Join(inside, box)));

    private static string Framed(string first, string rule, string last)
    {
        var rows = s_rows.Select(row => $"|{string.Join('|', row.Chunk(3).Select(Text))}|").ToList();
        return $"{first}\n{Lines(rows[..3])}\n{rule}\n{Lines(rows[3..6])}\n{rule}\n{Lines(rows[6..])}\n{last}\n";
    }
}
