using System.Text;
using Concord.Lab;
using Concord.Lab.Data;
using Concord.Lab.Runs;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Parity;
using Concord.Lab.Tasks.Routes;
using Concord.Lab.Tasks.Sorting;
using Concord.Lab.Tasks.Sudoku;
using static Concord.Benchmarks.Fuzz.FuzzSeeds;

namespace Concord.Benchmarks.Fuzz;

/// <summary>The readers of text: mazes, Sudokus, lists, plans, logs.</summary>
internal static class TextDoors
{
    private const int Positions = 8, Numbers = 4;

    private const string Puzzle = "..3.2.6..9..3.5..1..18.64....81.29..7.......8..67.82....26.95..8..2.3..9..5.1.3..";

    private const string Solution =
        "483921657967345821251876493548132976729564138136798245372689514814253769695417382";

    private const string Maze = "#######\n#S  # #\n### # #\n#   # #\n# ### #\n#    G#\n#######\n";

    /// <summary>Every reader of text.</summary>
    public static IReadOnlyList<Door> All { get; } =
    [
        new("maze", [.. Bytes(Maze, Maze.Replace("\n", "\r\n"), Maze.Replace(' ', '.')), .. Wide(Maze)],
            (file, source) => MazeText.Parse(TextFile.Decode(file, source), source))
        {
            Tokens = Bytes("#", " ", "S", "G", "E", "*", "\n", "\r", "#######\n", "#     #\n"),
        },
        new("route", [.. Bytes(Maze, Maze + "\nrrddllddrrrr\n"), .. NetpbmFiles, .. PngFiles],
            (file, source) => RouteFile.Read(file, source))
        {
            Tokens = Bytes("\n\n", "udlrw", "right ", "P6 3 3 1\n", "\0\0\u0001", "#", "S", "G"),
        },
        new("sudoku", [.. Bytes(Grids), .. Wide(Puzzle)], (file, source) =>
            SudokuBoards.Read(new StringReader(TextFile.Decode(file, source)), source))
        {
            Tokens = Bytes(
                ".", "0", "9", "x", "-", ",", ";", "\"", "|", "+---+---+---+\n", "[Puzzle]\n", "Grid 01\n", "\n\n",
                Puzzle, Solution, "#A me\n", "puzzle,solution\n"),
        },
        new("parity", Bytes("+-+-++--\n", "1 -1 1 -1 1 1 -1 -1", "+ - + -\n+ + - -"), (file, source) =>
            ParityText.Parse(file, source, Positions))
        {
            Tokens = Bytes("+", "-", "1", "-1", " ", "\n", ","),
        },
        new("sorting", Bytes("0.5 -1.25 2.5 0.1\n", "1;2;3;4", "[1, 2e0, 3, -4]"), (file, source) =>
            SortingText.Parse(file, source, Numbers))
        {
            Tokens = Bytes("1e39", "NaN", "1,5", ";", "-", "0.1", " "),
        },
        new("plan", [.. Plans], (file, source) => FromFile(file, source, path => Plan.Read(path)))
        {
            Tokens = Bytes("null", "{", "}", "[", "]", ",", "\"task\":", "\"model\":", "1e999", "-1", "\"\"", "/*"),
        },
        new("events", Bytes(Log), (file, source) => FromFile(file, source, path => EventLog.Read(path)))
        {
            Tokens = Bytes("null", "{", "}", "\n", "\r\n", "\"step\":", "\"loss\":", "1e999", "-1", "\"NaN\"", ","),
        },
    ];

    private static string[] Grids =>
    [
        Puzzle + "\n", Puzzle.Replace('.', '0') + "\n" + Solution + "\n", $"quizzes,solutions\n{Puzzle},{Solution}\n",
        string.Join("\n", Puzzle.Chunk(9).Select(row => new string(row))),
        string.Join("\n", Puzzle.Chunk(9).Select(row => string.Join(" ", row.Chunk(3).Select(r => new string(r))))),
        "*-----------*\n" + string.Concat(Puzzle.Chunk(9).Select(
            row => $"|{string.Join("|", row.Chunk(3).Select(r => new string(r)))}|\n")) + "*-----------*\n",
        $"id,puzzle,clues\n1,\"{Puzzle}\",32\n",
    ];

    private static IEnumerable<byte[]> Plans => Catalog.Tasks.SelectMany(task => task.Models).Select(
        model => new Plan { Experiment = model.Experiment }.ToJson());

    private static string[] Log =>
    [
        """{"step":1,"seconds":0.5,"loss":0.7}""" + "\n" + """{"step":2,"seconds":1,"loss":0.6,"solved":0.5}""" + "\n",
        """{"step":20,"seconds":0.25,"loss":0.7,"gradient_norm":1.5,"rate":0.001}""" + "\n",
    ];

    // As other systems save text: with a byte order mark, in two bytes a letter.
    private static byte[][] Wide(string text) =>
    [
        [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
        [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
    ];

    private static void FromFile(byte[] file, string source, Action<string> read)
    {
        var name = $"{source}-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";
        var path = Path.Combine(Path.GetTempPath(), name);
        try
        {
            File.WriteAllBytes(path, file);
            read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
