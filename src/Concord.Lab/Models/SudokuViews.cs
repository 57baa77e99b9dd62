using Concord.Lab.Tasks.Sudoku;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>What the 27 agents of a few Sudokus see, nine cells each, and the digits they should answer.</summary>
/// <remarks>An agent knows which cells of the board it sees, so no two agents of a board have the same view.</remarks>
public sealed class SudokuViews : AgentViews
{
    /// <summary>Kinds of tokens: blank and the digits; classes to predict likewise.</summary>
    public const int Tokens = 10;

    /// <summary>Pairs of an agent of a board and one of its slots.</summary>
    public const int Places = SudokuGraph.Agents * SudokuGraph.Side;

    /// <inheritdoc/>
    public override int Agents => SudokuGraph.Agents;

    /// <inheritdoc/>
    public override IReadOnlyList<Joint> Joints => SudokuGraph.Joints;

    /// <inheritdoc/>
    public override int Classes => Tokens;

    /// <inheritdoc/>
    public override int Distinct => Rows;

    /// <summary>The cell of the board at every place.</summary>
    public static int[] CellAt { get; } =
        [.. from agent in Enumerable.Range(0, SudokuGraph.Agents)
            from slot in Enumerable.Range(0, SudokuGraph.Side)
            select SudokuGraph.Cell(agent, slot)];

    /// <summary>The slot at every place.</summary>
    public static int[] SlotAt { get; } = [.. Enumerable.Range(0, Places).Select(place => place % SudokuGraph.Side)];

    /// <summary>The token in each slot of each agent of all samples; only the first 9 · rows count.</summary>
    public int[] Seen { get; private set; } = [];

    /// <summary>The place of each slot of each agent of all samples; as many count.</summary>
    public int[] PlaceOf { get; private set; } = [];

    /// <summary>The cell at each of those places, counted over all boards.</summary>
    public int[] CellOf { get; private set; } = [];

    /// <summary>Reads boards.</summary>
    /// <param name="samples">How many.</param>
    /// <param name="tokens">81 tokens a board, row by row: 0 for a blank, or a digit.</param>
    /// <param name="labels">Digits likewise; empty where nothing is to be learned.</param>
    /// <exception cref="ArgumentException">A span of other length, or a number over 9.</exception>
    public void Read(int samples, ReadOnlySpan<byte> tokens, ReadOnlySpan<byte> labels)
    {
        Require.Length(tokens, Require.Positive(samples) * SudokuGraph.Cells);
        Require.Length(labels, labels.IsEmpty ? 0 : tokens.Length);
        CheckTokens(tokens, "A token of a Sudoku");
        CheckTokens(labels, "A digit of a Sudoku's solution");
        Samples = samples;
        if (Owners.Length < Rows)
            Grow();
        CountedTargets = labels.IsEmpty ? 0 : samples * Places;
        for (int board = 0, at = 0; board < tokens.Length; board += SudokuGraph.Cells)
            foreach (var cell in CellAt)
            {
                Seen[at] = tokens[board + cell];
                Targets[at++] = labels.IsEmpty ? CrossEntropy.Ignored : labels[board + cell];
            }
    }

    /// <inheritdoc/>
    /// <remarks>Every agent has a view of its own, in the order of the agents.</remarks>
    public override Tensor PerAgent(Tensor perView) => perView;

    private static void CheckTokens(ReadOnlySpan<byte> tokens, string name)
    {
        var wrong = tokens.IndexOfAnyExceptInRange((byte)0, (byte)(Tokens - 1));
        if (wrong >= 0)
            Require.Within(tokens[wrong], 0, Tokens - 1, name);
    }

    private void Grow()
    {
        (Seen, Targets) = (new int[Samples * Places], new int[Samples * Places]);
        Owners = [.. Enumerable.Range(0, Rows)];
        PlaceOf = [.. Enumerable.Range(0, Samples * Places).Select(i => i % Places)];
        CellOf = [.. PlaceOf.Select((place, i) => (i / Places * SudokuGraph.Cells) + CellAt[place])];
    }
}
