using System.Text;
using Concord.Lab;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concord.Cli.Drawing;

/// <summary>Draws a Sudoku: digits between the lines of its boxes; a wrong one has a ! behind it.</summary>
internal sealed class BoardPicture(Film film, int columns) : Picture
{
    private const int Box = 3;

    private static readonly Style Given = new(decoration: Decoration.Bold);
    private static readonly Style Found = new(Color.DodgerBlue1);
    private static readonly Style Wrong = new(Color.Black, Color.Gold1);
    private static readonly Style Line = new(Color.Grey50);

    public override string[] Input => Bare(film.Input);

    // A line above every box and one below the last.
    public override int Rows =>
        Rule("+++", '-').Length <= columns ? film.Height + (film.Height / Box) + 1 : 0;

    public override string[] Answer(Frame frame) => Bare(frame.Answer);

    public override string Plain(Frame frame)
    {
        var wrong = Enumerable.Range(0, film.Places).Any(cell => IsWrong(frame.Answer, cell));
        return Pair(
            ["input", .. Lines(film.Input, marks: false)],
            [wrong ? "answer, ! where wrong" : "answer", .. Lines(frame.Answer, marks: true)], columns);
    }

    public override IRenderable Coloured(Frame? frame)
    {
        var board = frame?.Answer ?? film.Input;
        var result = new Paragraph();
        for (var y = 0; y < film.Height; y++)
        {
            if (y % Box == 0)
                result.Append(Rule(y == 0 ? "┌┬┐" : "├┼┤", '─'), Line).Append("\n");
            for (var x = 0; x < film.Width; x++)
            {
                if (x % Box == 0)
                    result.Append("│ ", Line);
                var cell = (y * film.Width) + x;
                var (text, wrong) = (Cell(board, cell, marks: frame != null), frame != null && IsWrong(board, cell));
                result.Append(text, wrong ? Wrong : film.Input[cell] != 0 ? Given : Found);
            }
            result.Append("│", Line).Append("\n");
        }
        return result.Append(Rule("└┴┘", '─'), Line).Append("\n");
    }

    private string[] Bare(byte[] board) =>
        [.. board.Select(Sign).Chunk(film.Width).Select(row => string.Concat(row))];

    private IEnumerable<string> Lines(byte[] board, bool marks)
    {
        for (var y = 0; y < film.Height; y++)
        {
            if (y % Box == 0)
                yield return Rule("+++", '-');
            var row = new StringBuilder();
            for (var x = 0; x < film.Width; x++)
                row.Append(x % Box == 0 ? "| " : "").Append(Cell(board, (y * film.Width) + x, marks));
            yield return $"{row}|";
        }
        yield return Rule("+++", '-');
    }

    // A digit, or a dot, and behind it a blank or the mark of what is wrong.
    private string Cell(byte[] board, int cell, bool marks) =>
        Sign(board[cell]) + (marks && IsWrong(board, cell) ? "!" : " ");

    private string Sign(byte token) => token == 0 ? "." : film.Tokens[token];

    private bool IsWrong(byte[] board, int cell) => film.Target.Length > 0 && board[cell] != film.Target[cell];

    private string Rule(string corners, char line)
    {
        var boxes = Enumerable.Repeat(new string(line, (2 * Box) + 1), film.Width / Box);
        return $"{corners[0]}{string.Join(corners[1], boxes)}{corners[2]}";
    }
}
