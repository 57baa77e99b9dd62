using Concord.Lab.Data;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>The characters that stand for the pixels of a maze.</summary>
internal static class MazeSigns
{
    private const string Walls = "#█▓■⬛", Empties = " .·\u00A0\u3000⬜*", Starts = "Ss", Goals = "GgEe";

    /// <summary>The character that a token is printed as: * for path, ? for what has none.</summary>
    public static char Of(MazeToken token) => token switch
    {
        MazeToken.Wall => '#',
        MazeToken.Empty => ' ',
        MazeToken.Start => 'S',
        MazeToken.Goal => 'G',
        MazeToken.Path => '*',
        _ => '?',
    };

    /// <summary>Whether a row is nothing but wall.</summary>
    public static bool AreWalls(string row) => row.Length > 0 && !row.AsSpan().ContainsAnyExcept(Walls);

    /// <summary>Whether a row's last pixel is wall, so that none was cut off behind it.</summary>
    public static bool EndsInWall(string row) => row.Length > 0 && Walls.Contains(row[^1]);

    /// <summary>The tokens of rows that are equally long.</summary>
    /// <exception cref="ArgumentException">A character has no meaning; the sentence says which.</exception>
    public static byte[] Read(string[] rows)
    {
        // Digits are tokens, or beside letters 1 is wall and 0 is not.
        var areDigits = char.IsAsciiDigit(rows[0][0]);
        var areBits = areDigits && rows.Any(row => row.AsSpan().ContainsAny(Starts));
        var tokens = new byte[rows.Length * rows[0].Length];
        var pixel = 0;
        foreach (var (row, text) in rows.Index())
        {
            foreach (var (column, sign) in text.Index())
            {
                var token = areBits ? OfBit(sign) : areDigits ? OfDigit(sign) : OfSign(sign);
                if (token == MazeToken.Pad)
                    throw Unknown(sign, areDigits, areBits, row + 1, column + 1);
                tokens[pixel++] = (byte)token;
            }
        }
        return tokens;
    }

    /// <summary>Whether every pixel is two characters wide: both alike, or a letter beside a blank.</summary>
    public static bool AreWide(string[] rows)
    {
        if (rows[0].Length % 2 != 0 || rows[0].Length < 6 || !rows.Any(row => row.AsSpan().ContainsAny(Starts)))
            return false;
        foreach (var row in rows)
        {
            if (row.Length != rows[0].Length)
                return false;
            for (var i = 0; i < row.Length; i += 2)
                if (row[i] != row[i + 1] && !IsLettered(row[i], row[i + 1]) && !IsLettered(row[i + 1], row[i]))
                    return false;
        }
        return true;
    }

    /// <summary>A row of wide pixels with one character for each.</summary>
    public static string Narrow(string row) =>
        string.Concat(row.Chunk(2).Select(pair => IsLettered(pair[1], pair[0]) ? pair[1] : pair[0]));

    private static bool IsLettered(char letter, char blank) =>
        (Starts.Contains(letter) || Goals.Contains(letter)) && Empties.Contains(blank);

    private static MazeToken OfSign(char sign) =>
        Walls.Contains(sign) ? MazeToken.Wall
        : Empties.Contains(sign) ? MazeToken.Empty
        : Starts.Contains(sign) ? MazeToken.Start
        : Goals.Contains(sign) ? MazeToken.Goal
        : MazeToken.Pad;

    private static MazeToken OfDigit(char sign) =>
        sign is >= '1' and <= '4' ? (MazeToken)(sign - '0') : MazeToken.Pad;

    private static MazeToken OfBit(char sign) => sign switch
    {
        '0' => MazeToken.Empty,
        '1' => MazeToken.Wall,
        _ when char.IsAsciiLetter(sign) => OfSign(sign),
        _ => MazeToken.Pad,
    };

    private static ArgumentException Unknown(char sign, bool areDigits, bool areBits, int row, int column)
    {
        var rule = areBits ? "0, 1, 'S' or 'G', as the first one is a digit and there is an 'S'"
            : areDigits ? "a digit from 1 to 4, as the first one is a digit"
            : "'#', ' ', '.', 'S' or 'G'";
        return new ArgumentException(
            $"The character at row {row}, column {column} must be {rule}, but is {TextFile.Shown(sign)}.");
    }
}
