using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>A neural cellular automaton that calls the digit of an image; every cell answers by itself.</summary>
/// <remarks>42,602 parameters with the default options.</remarks>
public sealed class DigitAutomatonModel : AutomatonModel<DigitViews>
{
    private readonly DenseLayer _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public DigitAutomatonModel(DigitAutomatonOptions options)
        : base(options, DigitViews.Pixels) =>
        _decoder = new DenseLayer(Parameters, "decoder.dense", options.Channels, DigitGenerator.Classes);

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, DigitViews views, Tensor state) => _decoder.Apply(state);

    /// <inheritdoc/>
    protected override Tensor Seen(Tape tape, DigitViews views) => views.Patches(tape);
}
