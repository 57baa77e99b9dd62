using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>Films a Sudoku: the one that is read, or a fresh one.</summary>
internal static class SudokuFilm
{
    private const int Side = SudokuGraph.Side;

    private static readonly string[] Tokens = ["blank", .. Enumerable.Range(1, Side).Select(digit => $"{digit}")];

    public static Film Shoot(AgentStudy<SudokuViews> study, Block weights, Showing showing)
    {
        var (puzzles, solution) = Draw(showing);
        var views = new SudokuViews();
        views.Read(showing.Samples, puzzles, []);
        var answer = new SudokuAnswer();
        var reel = Camera<SudokuViews>.Shoot(study, weights, showing, views, (logits, watch) =>
        {
            answer.Read(views, logits, watch);
            var board = answer.Of(0).ToArray();
            return new Frame(board, board.AsSpan().SequenceEqual(solution), [], [], []);
        });
        var puzzle = puzzles[..SudokuGraph.Cells];
        var agents = Enumerable.Range(0, reel.HasAgents ? SudokuGraph.Agents : 0);
        return new Film(
            $"Sudoku with {puzzle.Count(token => token != SudokuGenerator.Blank)} givens", Side, Side, puzzle, solution,
            [.. agents.Select(Seat)], reel.Missing, reel.Edges, reel.Frames)
        {
            Look = FilmLook.Board,
            Names = [.. agents.Select(Name)],
            Sees = [.. agents.Select(CellsOf)],
            Meetings = [.. reel.Joints.Select(joint => SudokuGraph.Cell(joint.U, joint.SlotU))],
            Moment = reel.Moment,
            Tokens = Tokens,
        };
    }

    private static int[] CellsOf(int agent) =>
        [.. Enumerable.Range(0, Side).Select(slot => SudokuGraph.Cell(agent, slot))];

    // Rows to the left of the board, columns above it, boxes to its right in the order they have on it.
    private static (int Y, int X) Seat(int agent)
    {
        var which = agent % Side;
        return (agent / Side) switch
        {
            0 => (which, -1),
            1 => (-1, which),
            _ => ((which / 3 * 3) + 1, Side + (which % 3)),
        };
    }

    private static string Name(int agent) =>
        $"{(agent / Side) switch { 0 => "row", 1 => "column", _ => "box" }} {(agent % Side) + 1}";

    // As many puzzles as are to be solved beside each other, and the first one's solution.
    private static (byte[] Puzzles, byte[] Solution) Draw(Showing showing)
    {
        var fresh = SudokuSuites.All[0].Boards(2, unchecked(SudokuBoards.TestSeed + showing.Seed));
        var boards = showing.Input == null ? fresh : SudokuBoards.Read(new StringReader(showing.Text), showing.Source);
        var at = showing.Line is { } line ? boards.At(line) : 0;
        if (at < 0)
            throw new InvalidDataException(
                $"{showing.Source}: --line must be a line in which a Sudoku lies, but {showing.Line} is of none.");
        if (showing.Input != null && showing.Line == null && boards.Count > 1)
            throw new InvalidDataException(
                $"{showing.Source} must hold one Sudoku to follow, but holds {boards.Count}; --line N picks the one in "
                + "line N.");
        byte[] puzzle = boards.Puzzle(at).ToArray(), solution = boards.Solution(at).ToArray();
        return (showing.Samples == 1 ? puzzle : [.. puzzle, .. fresh.Puzzle(1)], solution);
    }
}
