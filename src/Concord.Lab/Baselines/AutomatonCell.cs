using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>The rule of a cellular automaton: a 3×3 convolution of states, rectified, and a dense layer.</summary>
/// <remarks>What a cell sees does not change, so its share of the hidden layer is computed once.</remarks>
internal sealed class AutomatonCell
{
    private readonly DenseLayer _seen, _around, _change;
    private readonly int _width;

    public AutomatonCell(Parameters parameters, int features, int channels, int hidden)
    {
        _width = AutomatonPlaces.Count * channels;
        _seen = new DenseLayer(parameters, "cell.seen", features, hidden);
        _around = new DenseLayer(parameters, "cell.around", _width, hidden, hasBias: false);
        _change = new DenseLayer(parameters, "cell.change", hidden, channels, Start.Zero);
    }

    /// <summary>What views add to the hidden layer: [views, features] to [views, hidden].</summary>
    public Tensor See(Tensor views) => _seen.Apply(views);

    /// <summary>By how much each cell changes; zero before training.</summary>
    /// <param name="state">[cells, channels].</param>
    /// <param name="seen">What each cell's view adds, [cells, hidden].</param>
    /// <param name="around">For each cell the rows of its nine places; those that nobody holds read as zeros.</param>
    public Tensor Change(Tensor state, Tensor seen, int[] around)
    {
        var cells = state.Shape.Rows;
        var read = RowOperations.Gather(state, around, cells * AutomatonPlaces.Count).As([cells, _width]);
        return _change.Apply(Activations.Apply(_around.Apply(read) + seen, Activation.Relu));
    }
}
