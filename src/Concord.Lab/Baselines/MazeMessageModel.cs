using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>Message passing on mazes, with the encoder and the decoder of <see cref="MazeSheafModel"/>.</summary>
/// <remarks>182,007 parameters with the default options, 48,807 with states of 10 and messages of 5.</remarks>
public sealed class MazeMessageModel : MessageModel<MazeViews>
{
    private readonly RmsNormLayer _inputNorm;
    private readonly DenseLayer _dense;
    private readonly MazeDecoder _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public MazeMessageModel(MazeMessageOptions options)
        : base(options, Lattice.Directions)
    {
        _inputNorm = new RmsNormLayer(Parameters, "input_norm", MazeViews.Features);
        _dense = new DenseLayer(Parameters, "dense", MazeViews.Features, options.Hidden);
        Cell = new MessageCell(Parameters, options.Hidden, options.State, options.Message);
        _decoder = new MazeDecoder(Parameters, options.State, options.Hidden);
    }

    /// <inheritdoc/>
    protected override MessageCell Cell { get; }

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, MazeViews views, Tensor state) =>
        _decoder.Apply(views.PerAgent(views.OneHot(tape)), state);

    /// <inheritdoc/>
    protected override Tensor Encode(Tape tape, MazeViews views) =>
        _dense.Apply(_inputNorm.Apply(views.OneHot(tape)), Activation.Gelu);
}
