using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Draws which cells of an automaton change in a step.</summary>
internal sealed class AutomatonDraws
{
    private static readonly Rng Root = new(0);

    private readonly Rng _sample = new(0);
    private readonly Rng _step = new(0);

    /// <summary>A factor for each entry of a change: ones where a cell is awake, zeros where it is not.</summary>
    /// <param name="change">[agents of all samples, channels].</param>
    /// <param name="views">Whose agents they are, with the streams of their samples.</param>
    /// <param name="step">Which step; each has draws of its own.</param>
    /// <param name="rate">The chance to be awake.</param>
    public Tensor Awake(Tensor change, AgentViews views, int step, double rate)
    {
        var awake = change.Tape.Zeros(change.Shape);
        var channels = change.Shape.Columns;
        for (var row = 0; row < views.Rows; row++)
        {
            if (row % views.Agents == 0)
            {
                Root.SplitInto(views.Stream + (ulong)(row / views.Agents), _sample);
                _sample.SplitInto((ulong)step, _step);
            }
            if (_step.Uniform() < rate)
                awake.Values.Slice(row * channels, channels).Fill(1);
        }
        return awake;
    }
}
