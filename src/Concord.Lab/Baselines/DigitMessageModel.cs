using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Concord.Tensors.Operations;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Baselines;

/// <summary>Message passing on digits: one answer for all agents of an image, read from the mean of their states.
/// </summary>
/// <remarks>
/// The encoder is that of <see cref="DigitSheafModel"/>, and so are the layers that read the mean, 128 wide instead of
/// 256. 198,027 parameters with the default options. Missing agents are not read.
/// </remarks>
public sealed class DigitMessageModel : MessageModel<DigitViews>
{
    private readonly ResidualLayers _encoder, _head;
    private readonly DenseLayer _out;

    /// <summary>Lays out the model's parameters.</summary>
    public DigitMessageModel(DigitMessageOptions options)
        : base(options, Lattice.Directions)
    {
        _encoder = new ResidualLayers(Parameters, "encoder", DigitViews.Pixels, options.Hidden);
        Cell = new MessageCell(Parameters, options.Hidden, options.State, options.Message);
        _head = new ResidualLayers(Parameters, "decoder", options.State, options.Head);
        _out = new DenseLayer(Parameters, "decoder.out_dense", options.Head, DigitGenerator.Classes);
    }

    /// <inheritdoc/>
    protected override MessageCell Cell { get; }

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, DigitViews views, Tensor state)
    {
        var means = TokenMean.Apply(state.As([views.Samples, views.Agents, state.Shape.Columns]));
        return views.PerAgentOfSample(_out.Apply(_head.Apply(means)));
    }

    /// <inheritdoc/>
    protected override Tensor Encode(Tape tape, DigitViews views) => _encoder.Apply(views.Patches(tape));

    /// <summary>
    /// Missing agents take the mean state of the others of their image, which leaves the mean theirs.
    /// </summary>
    /// <inheritdoc/>
    protected override void LeaveOut(DigitViews views, Tensor state, AgentWatch watch)
    {
        int agents = views.Agents, size = state.Shape.Columns;
        var missing = Enumerable.Range(0, agents).ToLookup(watch.IsMissing);
        if (!missing[true].Any() || !missing[false].Any())
            return;
        var mean = new float[size];
        for (var sample = 0; sample < views.Samples; sample++)
        {
            Array.Clear(mean);
            foreach (var agent in missing[false])
                TensorPrimitives.Add(mean, Row(agent), mean);
            TensorPrimitives.Divide(mean, missing[false].Count(), mean);
            foreach (var agent in missing[true])
                mean.CopyTo(Row(agent));

            Span<float> Row(int agent) => state.Values.Slice(((sample * agents) + agent) * size, size);
        }
    }
}
