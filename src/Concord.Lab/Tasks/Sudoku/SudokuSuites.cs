namespace Concord.Lab.Tasks.Sudoku;

/// <summary>A named, endless list of puzzles, the same for the same seed.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Generator">How many cells are given.</param>
/// <param name="Seed">Which puzzles.</param>
public sealed record SudokuSuite(string Name, SudokuGenerator Generator, ulong Seed)
{
    /// <summary>What it is, in a line.</summary>
    public string About => Generator.LeastGivens == Generator.MostGivens
        ? $"puzzles with {Generator.LeastGivens} givens"
        : $"puzzles with {Generator.LeastGivens} to {Generator.MostGivens} givens, all numbers alike";

    /// <summary>The first puzzles of the suite.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Takes the place of <see cref="Seed"/> for puzzles that nobody has seen.</param>
    public SudokuBoards Boards(int count, ulong? seed = null) => SudokuBoards.Draw(Generator, count, seed ?? Seed);
}

/// <summary>The suites that Sudoku models are scored on.</summary>
public static class SudokuSuites
{
    /// <summary>Every suite: puzzles as in training first, then one for each number of givens.</summary>
    public static IReadOnlyList<SudokuSuite> All { get; } =
    [
        new("test", new SudokuGenerator(), SudokuBoards.TestSeed),
        .. new[] { 24, 26, 28, 30, 32, 34, 36, 38, 40 }.Select(n => new SudokuSuite(
            $"givens{n}", new SudokuGenerator { LeastGivens = n, MostGivens = n }, 2000 + (ulong)n)),
    ];

    /// <summary>The suite with this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static SudokuSuite Find(string name) =>
        All.FirstOrDefault(suite => suite.Name == name)
        ?? throw new ArgumentException(
            $"The Sudoku suite must be one of {string.Join(", ", All.Select(suite => suite.Name))}, but is {name}.");
}
