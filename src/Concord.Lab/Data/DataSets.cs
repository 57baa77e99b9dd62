using Concord.Lab.Tasks.Digits;
using Concord.Lab.Tasks.Sudoku;

namespace Concord.Lab.Data;

/// <summary>The one list of data sets that can be downloaded.</summary>
public static class DataSets
{
    /// <summary>All data sets.</summary>
    public static IReadOnlyList<DataSet> All { get; } = [Mnist.Source];

    /// <summary>Files that suites of tasks are read from, and that are not downloaded.</summary>
    public static IReadOnlyList<SuiteFile> SuiteFiles =>
    [
        .. SudokuSuites.All.Where(suite => suite.File != null).Select(suite => new SuiteFile(
            "sudoku", suite.Name, suite.About, Path.Combine("data", SudokuSuite.Folder, suite.File!),
            suite.FindFile())),
    ];

    /// <summary>The data set of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static DataSet Of(string name) =>
        All.FirstOrDefault(data => data.Name == name)
        ?? throw new ArgumentException(
            $"The data set must be one of {string.Join(", ", All.Select(data => data.Name))}, but is {name}.");
}

/// <summary>A file that a suite of a task is read from, and that users put in its place themselves.</summary>
/// <param name="Task">The task.</param>
/// <param name="Suite">The suite's name.</param>
/// <param name="About">The suite in a line.</param>
/// <param name="Expected">The path where the file is searched first, from the current folder.</param>
/// <param name="Path">The path where it was found; null where it is missing.</param>
public sealed record SuiteFile(string Task, string Suite, string About, string Expected, string? Path);
