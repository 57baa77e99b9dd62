using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Predictive;

/// <summary>A network about one sample as a sheaf: every prediction by its Jacobian there.</summary>
/// <remarks>
/// Seely 2025 (arXiv 2511.11092) for linear networks; of others this is what small changes meet. The sheaf's states are
/// changes of activities from those that follow from the input, in the units of the network. The input does not change,
/// so its stalk is empty; held at y − f, the target's stalk asks for the change that would make the answer right.
/// </remarks>
public static class NetworkSheaf
{
    /// <summary>The sheaf, and the relative system's states: zero but for y − f at the target.</summary>
    /// <param name="network">The network, whose weights are bound to the tape.</param>
    /// <param name="x">One sample's input, [1, numbers].</param>
    /// <param name="y">Its target, [1, numbers].</param>
    public static (Coboundary Sheaf, Matrix States) Of(PredictiveNetwork network, Tensor x, Tensor y)
    {
        var tape = x.Tape;
        var place = tape.Now;
        var activities = new Activities(network);
        activities.Begin(tape, x, y);
        int[] stalks = [0, .. network.Sizes.Skip(1)];
        var sheaf = new Coboundary(stalks, [.. network.Edges.Select(edge => EdgeMaps.Prediction(
            edge.From,
            edge.From == 0 ? new Matrix(edge.Predictor.Outputs, 0) : Jacobian(edge.Predictor, activities.H[edge.From]),
            edge.To))]);
        var states = new Matrix(1, sheaf.Columns);
        var into = network.Order.First(e => network.Edges[e].To == network.Target);
        var target = states.Row(0)[^network.Sizes[^1]..];
        for (var i = 0; i < target.Length; i++)
            target[i] = activities.Error[into].Values[i];
        tape.Forget(place);
        return (sheaf, states);
    }

    /// <summary>J [outputs, inputs] of a prediction at one sample's activity, by pushing every unit vector.</summary>
    private static Matrix Jacobian(Predictor predictor, Tensor h)
    {
        var size = predictor.Inputs;
        Tensor at = h.Tape.Empty([size, size]), units = h.Tape.Zeros([size, size]);
        for (var i = 0; i < size; i++)
        {
            h.Values.CopyTo(at.Values.Slice(i * size, size));
            units.Values[(i * size) + i] = 1;
        }
        var pushed = predictor.Push(at, units);
        var jacobian = new Matrix(predictor.Outputs, size);
        for (var i = 0; i < size; i++)
            for (var o = 0; o < predictor.Outputs; o++)
                jacobian[o, i] = pushed.Values[(i * predictor.Outputs) + o];
        return jacobian;
    }
}
