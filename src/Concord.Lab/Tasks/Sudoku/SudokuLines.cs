namespace Concord.Lab.Tasks.Sudoku;

/// <summary>A line of a text of Sudokus: plain characters, without what follows a #.</summary>
/// <param name="Number">Its number in the text, from 1.</param>
/// <param name="Text">Its characters, each at the column that it has in the text.</param>
internal readonly record struct SudokuLine(int Number, string Text);

/// <summary>Reads the lines of a text of Sudokus, some of them ahead.</summary>
/// <param name="text">Where they come from; lines end as any system has it.</param>
/// <param name="source">What sentences call the text.</param>
/// <param name="mostCharacters">The longest text that is read.</param>
internal sealed class SudokuLines(TextReader text, string source, int mostCharacters)
{
    private const int MostColumns = 400;

    private readonly char[] _line = new char[MostColumns];
    private readonly List<SudokuLine> _ahead = [];
    private int _characters, _number;

    /// <summary>A line that is not passed yet, the next for 0; null behind the end of the text.</summary>
    public SudokuLine? Peek(int ahead = 0)
    {
        while (_ahead.Count <= ahead)
        {
            if (ReadLine() is not { } line)
                return null;
            _ahead.Add(line);
        }
        return _ahead[ahead];
    }

    /// <summary>Passes lines that were peeked at.</summary>
    public void Pass(int count) => _ahead.RemoveRange(0, count);

    /// <summary>What to throw where a line, counted from 1, is wrong.</summary>
    public InvalidDataException Broken(int line, string sentence) => new($"{source}, line {line}: {sentence}.");

    private SudokuLine? ReadLine()
    {
        var sign = text.Read();
        if (sign < 0)
            return null;
        _number++;
        var end = 0;
        for (var comment = false; sign >= 0 && !IsLineEnd(sign); sign = text.Read())
        {
            comment |= sign == '#';
            Count();
            if (comment || (sign == '\uFEFF' && _characters == 1))
                continue;
            if (end == MostColumns)
                throw Broken(_number, $"a line must have at most {MostColumns} characters, but has more");
            _line[end++] = SudokuSigns.Plain((char)sign);
        }
        if (sign == '\r' && text.Peek() == '\n')
            text.Read();
        Count();
        return new SudokuLine(_number, new string(_line, 0, end));
    }

    private void Count()
    {
        if (++_characters > mostCharacters)
            throw new InvalidDataException($"{source} must have at most {mostCharacters} characters, but has more.");
    }

    private static bool IsLineEnd(int sign) => sign is '\n' or '\r' or '\f' or '\u0085' or '\u2028' or '\u2029';
}
