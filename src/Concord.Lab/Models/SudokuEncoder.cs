using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>Turns the nine cells that an agent sees into features of the agent and of each of its cells.</summary>
/// <remarks>
/// Seely et al. 2026, section 3.1 of the method: what stands in a cell, which cell of the board it is and which slot of
/// the agent, each embedded and added; blocks of an MLP-Mixer; a dense layer per cell.
/// </remarks>
public sealed class SudokuEncoder
{
    private readonly Parameter _cells, _slots;
    private readonly DenseLayer _token, _cell;
    private readonly MixerBlock[] _blocks;
    private readonly RmsNormLayer _outNorm, _cellNorm;
    private readonly float[] _identity = new float[SudokuViews.Tokens * SudokuViews.Tokens];
    private readonly int _channels;

    /// <summary>Adds the encoder's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="channels">Numbers that describe a cell.</param>
    /// <param name="blocks">How many mixer blocks there are.</param>
    /// <param name="cell">Numbers of a cell in the end.</param>
    public SudokuEncoder(Parameters parameters, int channels, int blocks, int cell)
    {
        _channels = channels;
        var start = Start.Normal(1 / MathF.Sqrt(channels));
        _cells = parameters.Add("encoder.cell_embedding", [SudokuGraph.Cells, channels], start);
        _slots = parameters.Add("encoder.slot_embedding", [SudokuGraph.Side, channels], start);
        _token = new DenseLayer(parameters, "encoder.token_dense", SudokuViews.Tokens, channels, start);
        _blocks =
            [.. Enumerable.Range(0, blocks).Select(
                block => new MixerBlock(parameters, $"encoder.block{block}", SudokuGraph.Side, channels))];
        _outNorm = new RmsNormLayer(parameters, "encoder.out_norm", channels);
        _cell = new DenseLayer(parameters, "encoder.cell_dense", channels, cell);
        _cellNorm = new RmsNormLayer(parameters, "encoder.cell_norm", cell);
        for (var token = 0; token < SudokuViews.Tokens; token++)
            _identity[token * (SudokuViews.Tokens + 1)] = 1;
    }

    /// <summary>Encodes all views.</summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="views">What the agents see.</param>
    /// <returns>
    /// Features of agents, the mean over their cells, [agents, channels]; and of their cells, [agents, 9 · cell].
    /// </returns>
    public (Tensor Features, Tensor Cells) Apply(Tape tape, SudokuViews views)
    {
        const int side = SudokuGraph.Side;
        var x = Embed(tape, views).As([views.Rows, side, _channels]);
        foreach (var block in _blocks)
            x = block.Apply(x);
        x = _outNorm.Apply(x);
        var cells = _cellNorm.Apply(_cell.Apply(x));
        return (TokenMean.Apply(x), cells.As([views.Rows, side * cells.Shape.Columns]));
    }

    // There are ten tokens and 243 places: each is embedded once, and the rows are taken from there.
    private Tensor Embed(Tape tape, SudokuViews views)
    {
        var count = views.Samples * SudokuViews.Places;
        var tokens = _token.Apply(tape.Input(_identity, [SudokuViews.Tokens, SudokuViews.Tokens]));
        var places =
            RowOperations.Gather(tape.Use(_cells), SudokuViews.CellAt, SudokuViews.Places)
            + RowOperations.Gather(tape.Use(_slots), SudokuViews.SlotAt, SudokuViews.Places);
        var scale = MathF.Sqrt(_channels / 2f);
        return Linear.Combine(
            RowOperations.Gather(tokens, views.Seen, count), scale,
            RowOperations.Gather(places, views.PlaceOf, count), scale);
    }
}
