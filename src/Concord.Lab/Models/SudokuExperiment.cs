using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A Sudoku model and the puzzles it trains on.</summary>
public sealed record SudokuExperiment() : AgentExperiment<SudokuViews>(new SudokuSheafOptions())
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "sudoku";

    /// <summary>How many cells of a puzzle are given in training.</summary>
    public SudokuGenerator Generator { get; init; } = new();

    /// <summary>How many puzzles to train on.</summary>
    public int Boards { get; init => field = Require.Within(value, 1, 1_000_000); } = 100_000;

    /// <summary>Puzzles that one thread works on at a time, of the same batch.</summary>
    public int Tile { get; init => field = Require.Within(value, 1, 1024); } = 4;

    internal override (ITrainingSamples<SudokuViews> Samples, int Tile) ToTrain(Action<double>? progress = null) =>
        (new SudokuSamples(SudokuBoards.Draw(Generator, Boards, SudokuBoards.TrainSeed, progress)), Tile);

    internal override (Func<IGrader<SudokuViews>> Grader, int Tile, Examination Held) ToScore(Examination examination)
    {
        Require.That(examination.Size is null or "9x9", "The size of a Sudoku", "must be 9x9", examination.Size);
        var boards = SudokuSuites.Find(examination.Suite).Boards(examination.Count, examination.Seed);
        // A swap exchanges the memory of two boards, of three where one would be left over.
        return (
            () => new SudokuGrader(boards, Math.Max(3, Tile)), Tile,
            examination with { Count = Math.Min(boards.Count, examination.Count) });
    }
}
