using Concord.Lab.Data;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Puzzles that Sudoku models are scored on: drawn without end, or those of a file.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="About">What it is, in a line.</param>
/// <param name="Seed">Which puzzles, where they are drawn.</param>
public sealed record SudokuSuite(string Name, string About, ulong Seed)
{
    internal const string Folder = "sudoku";

    /// <summary>How many cells are given, where puzzles are drawn.</summary>
    public SudokuGenerator Generator { get; init; } = new();

    /// <summary>The name of a file of puzzles; null where they are drawn.</summary>
    public string? File { get; init; }

    /// <summary>The puzzles of the suite.</summary>
    /// <param name="count">How many to draw; a file gives all it has.</param>
    /// <param name="seed">Takes the place of <see cref="Seed"/> for puzzles that nobody has seen.</param>
    /// <exception cref="IOException">The file is nowhere where it might be.</exception>
    public SudokuBoards Boards(int count, ulong? seed = null)
    {
        if (File == null)
            return SudokuBoards.Draw(Generator, count, seed ?? Seed);
        return FindFile() is { } path
            ? SudokuBoards.Read(path)
            : throw new FileNotFoundException(
                $"The Sudoku suite {Name} needs the file {File} in data/{Folder}, but it is missing.");
    }

    /// <summary>The path of the file of puzzles; null where it is missing or they are drawn.</summary>
    public string? FindFile() => File == null ? null : DataFolders.Of(Folder)
        .Select(folder => Path.Combine(folder, File)).FirstOrDefault(System.IO.File.Exists);
}

/// <summary>The suites that Sudoku models are scored on.</summary>
public static class SudokuSuites
{
    private const ulong FirstSeed = 2000;

    private static readonly int[] Givens = [24, 26, 28, 30, 32, 34, 36, 38, 40, 50];

    /// <summary>Puzzles as in training first, then those with one number of givens, then files.</summary>
    public static IReadOnlyList<SudokuSuite> All { get; } =
    [
        new("test", "puzzles with 30 to 40 givens, all numbers alike", SudokuBoards.TestSeed),
        .. Givens.Select(givens =>
            new SudokuSuite($"givens{givens}", $"puzzles with {givens} givens", FirstSeed + (ulong)givens)
            {
                Generator = new() { LeastGivens = givens, MostGivens = givens },
            }),
        OfFile("easy50", "50 puzzles from Project Euler"),
        OfFile("top95", "95 puzzles that are hard for simple solvers"),
        OfFile("hardest11", "11 puzzles called the hardest in newspapers"),
        OfFile("mixed10k", "10,000 puzzles, most with 17 givens"),
    ];

    /// <summary>The suite with this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static SudokuSuite Find(string name) =>
        All.FirstOrDefault(suite => suite.Name == name)
        ?? throw new ArgumentException(
            $"The Sudoku suite must be one of {string.Join(", ", All.Select(suite => suite.Name))}, but is {name}.");

    private static SudokuSuite OfFile(string name, string about) =>
        new(name, $"{about}; from a file of that name in data/sudoku", 0) { File = $"{name}.txt" };
}
