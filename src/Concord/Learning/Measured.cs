using Concord.Tensors;

namespace Concord.Learning;

/// <summary>What a step does to weights besides the optimiser: statistics are moved, bounds are kept.</summary>
/// <remarks>
/// Tiles leave how far a statistic should move in the place of its gradient. Lanes take it from there, so that it is no
/// part of the gradient, and it is added up in their order, whatever the number of threads.
/// </remarks>
internal sealed class Measured
{
    private readonly Parameter[] _statistics;
    private readonly Parameter[] _bounded;
    private readonly float[][] _found;
    private readonly float[] _held;
    private readonly float _share;

    public Measured(Parameters parameters, int tiles, int lanes)
    {
        _statistics = [.. parameters.Entries.Where(entry => entry.IsStatistic)];
        _bounded = [.. parameters.Entries.Where(entry => entry.Bounds != null)];
        _found = [.. Enumerable.Range(0, lanes).Select(_ => new float[parameters.Count - parameters.Trained])];
        _held = new float[parameters.Count - parameters.Trained];
        _share = 1f / tiles;
    }

    /// <summary>Takes what a lane's tiles found out of its gradient.</summary>
    public void Take(Block gradient, int lane)
    {
        var at = 0;
        foreach (var entry in _statistics)
        {
            var from = gradient.Span.Slice(entry.Offset, entry.Shape.Size);
            from.CopyTo(_found[lane].AsSpan(at));
            from.Clear();
            at += from.Length;
        }
    }

    /// <summary>Remembers the statistics, which an optimiser may shrink.</summary>
    public void Keep(Block weights)
    {
        var at = 0;
        foreach (var entry in _statistics)
        {
            var held = weights.Span.Slice(entry.Offset, entry.Shape.Size);
            held.CopyTo(_held.AsSpan(at));
            at += held.Length;
        }
    }

    /// <summary>Moves the statistics by the mean over tiles, and what went out of its bounds back into them.</summary>
    public void Move(Block weights)
    {
        var at = 0;
        foreach (var entry in _statistics)
            foreach (ref var value in weights.Span.Slice(entry.Offset, entry.Shape.Size))
            {
                var found = 0f;
                foreach (var lane in _found)
                    found += lane[at];
                value = _held[at++] + (_share * found);
            }
        Bound(weights);
    }

    /// <summary>Puts what lies outside its bounds back into them.</summary>
    public void Bound(Block weights)
    {
        foreach (var entry in _bounded)
            foreach (ref var value in weights.Span.Slice(entry.Offset, entry.Shape.Size))
                value = Math.Clamp(value, entry.Bounds!.Value.Least, entry.Bounds.Value.Most);
    }
}
