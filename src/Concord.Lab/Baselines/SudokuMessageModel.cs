using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Message passing on Sudokus, with the encoder and the decoder of <see cref="SudokuSheafModel"/>.</summary>
/// <remarks>
/// What an agent leaves in a slot is heard by the two others that see the slot's cell, so 18 messages reach an agent.
/// 3,026,185 parameters with the default options, 1,227,889 with states of 288, 879,156 with states of 225.
/// </remarks>
public sealed class SudokuMessageModel : MessageModel<SudokuViews>
{
    private readonly SudokuEncoder _encoder;
    private readonly SudokuDecoder _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public SudokuMessageModel(SudokuMessageOptions options)
        : base(options, SudokuGraph.Side)
    {
        var cell = options.State / SudokuGraph.Side;
        _encoder = new SudokuEncoder(Parameters, options.Channels, options.Blocks, cell);
        Cell = new MessageCell(Parameters, options.State, options.State, options.Message);
        _decoder = new SudokuDecoder(Parameters, cell, options.Hidden);
    }

    /// <inheritdoc/>
    protected override MessageCell Cell { get; }

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, SudokuViews views, Tensor state) => _decoder.Apply(state);

    /// <inheritdoc/>
    protected override Tensor Encode(Tape tape, SudokuViews views) => _encoder.Apply(tape, views).Cells;
}
