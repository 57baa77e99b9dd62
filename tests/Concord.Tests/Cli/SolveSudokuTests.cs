using Concord.Lab.Models;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class SolveSudokuTests : IDisposable
{
    private const string Puzzle =
        "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";

    private readonly RandomWeights _weights = new(new SudokuExperiment
    {
        Options = new SudokuSheafOptions { EdgeStalk = 4, Channels = 8, Blocks = 1, Hidden = 16 },
    });

    public void Dispose() => _weights.Dispose();

    [Fact]
    public void A_puzzle_on_a_line_and_one_in_a_grid_are_drawn_alike()
    {
        var line = Solve(Puzzle);
        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.StartsWith("Sudoku with 30 givens, 27 agents, 243 edges\n\ninput ", line.Out);
        Assert.Contains("\n| 5 3 . | . 7 . | . . . |   | ", line.Out);
        Assert.Contains("answer, ! where wrong", line.Out);
        Assert.Matches(@"Not solved: after 3 iterations \d+ of 81 cells are wrong\.", line.Out);
        Assert.Equal(line.Out, Solve(string.Join('\n', Puzzle.Chunk(9).Select(row => new string(row)))).Out);
    }

    [Theory]
    [InlineData(0, "55", "the givens must not contradict each other, but 5 stands twice in row 1, at columns 1 and 2.")]
    [InlineData(2, "1", "the Sudoku must have a solution, but has none.")]
    [InlineData(0, "..", "the Sudoku must have one solution, but has several, such as ")]
    [InlineData(4, "q", "line 1")]
    public void Puzzles_that_are_none_are_refused(int place, string signs, string fragment) =>
        Solve(Puzzle.Remove(place, signs.Length).Insert(place, signs)).IsRefusedWith(fragment);

    [Fact]
    public void Several_puzzles_and_other_sizes_are_refused()
    {
        Solve($"{Puzzle}\n{Puzzle}\n").IsRefusedWith("standard input must hold one Sudoku to follow, but holds 2");
        CliProcess.Here("solve", "sudoku", "--size", "16x16", "--weights", _weights.Path)
            .IsRefusedWith("--size: The size of a Sudoku must be 9x9, but is 16x16.");
    }

    [Fact]
    public void A_line_of_several_puzzles_is_chosen()
    {
        var grid = string.Join('\n', Puzzle.Chunk(9).Select(row => new string(row)));
        var other = "..3.2.6..9..3.5..1..18.64....81.29..7.......8..67.82....26.95..8..2.3..9..5.1.3..";
        var text = $"# two\n{other}\n\n{grid}\n";
        Assert.StartsWith("Sudoku with 32 givens", Solve(text, "--line", "2").Out);
        foreach (var line in (string[])["4", "8", "12"])
            Assert.Equal(Solve(Puzzle).Out, Solve(text, "--line", line).Out);
        foreach (var line in (string[])["1", "3", "13"])
            Solve(text, "--line", line).IsRefusedWith(
                $"standard input: --line must be a line in which a Sudoku lies, but {line} is of none.");
        Solve(text, "--line", "0").IsRefusedWith("--line");
        CliProcess.Here("solve", "sudoku", "--line", "2", "--weights", _weights.Path)
            .IsRefusedWith("--line must come with a file of Sudokus");
    }

    [Fact]
    public void Its_json_has_a_line_of_signs_for_every_row()
    {
        var json = Solve(Puzzle, "--swap", "--json").Json();
        Assert.Equal("53..7....", json.GetProperty("input")[0].GetString());
        Assert.Equal(9, json.GetProperty("answer").GetArrayLength());
        Assert.InRange(json.GetProperty("wrong_cells").GetInt32(), 1, 81);
        Assert.Equal(1, json.GetProperty("damaged_after").GetInt32());
    }

    [Fact]
    public void A_fresh_puzzle_follows_from_the_seed()
    {
        string Answer(int seed) => CliProcess.Here(
            "solve", "sudoku", "--weights", _weights.Path, "--iterations", "1", "--seed", $"{seed}").Out;
        Assert.Equal(Answer(3), Answer(3));
        Assert.NotEqual(Answer(3), Answer(4));
    }

    [Fact]
    public void Eval_shows_the_share_of_blanks_filled_beside_the_others()
    {
        var result = CliProcess.Here(
            "eval", "sudoku", "--weights", _weights.Path, "--count", "3", "--iterations", "1");
        Assert.Matches(@"suite +count +solved +cell accuracy +completion", result.Out);
        Assert.Matches(@"test +3 +0\.0 % +\d+\.\d % +\d+\.\d %", result.Out);
    }

    [Fact]
    public void Inspect_tells_the_scale_of_its_sheaf() =>
        Assert.Contains("largest eigenvalue", CliProcess.Here("inspect", _weights.Path).Out);

    private CliResult Solve(string puzzle, params string[] words) => CliProcess.HereWith(
        puzzle, ["solve", "sudoku", "-", .. words, "--weights", _weights.Path, "--iterations", "3"]);
}
