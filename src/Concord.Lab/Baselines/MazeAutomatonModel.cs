using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>A neural cellular automaton that marks the path through a maze, three by three pixels a cell.</summary>
/// <remarks>The decoder is that of the other maze models. 84,268 parameters with the default options.</remarks>
public sealed class MazeAutomatonModel : AutomatonModel<MazeViews>
{
    private readonly MazeDecoder _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public MazeAutomatonModel(MazeAutomatonOptions options)
        : base(options, MazeViews.Features) =>
        _decoder = new MazeDecoder(Parameters, options.Channels, options.DecoderHidden);

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, MazeViews views, Tensor state) =>
        _decoder.Apply(views.PerAgent(views.OneHot(tape)), state);

    /// <inheritdoc/>
    protected override Tensor Seen(Tape tape, MazeViews views) => views.OneHot(tape);
}
