namespace Concord.Lab.Runs;

/// <summary>What was measured at one step of a run.</summary>
/// <param name="Step">Updates of the weights done so far, 0 or more.</param>
/// <param name="Seconds">Wall-clock time spent in the run so far, all its parts together, 0 or more.</param>
/// <param name="Values">The numbers, in the order in which they are shown; no name twice.</param>
public sealed record RunEvent(long Step, double Seconds, IReadOnlyList<Measurement> Values)
{
    /// <summary>The number of this name, or NaN where the event has none.</summary>
    public double this[string name]
    {
        get
        {
            foreach (var value in Values)
                if (value.Name == name)
                    return value.Value;
            return double.NaN;
        }
    }
}

/// <summary>One named number.</summary>
/// <param name="Name">What was measured, as it stands in the file; not empty, <c>step</c> or <c>seconds</c>.</param>
/// <param name="Value">In the unit that the name says; NaN where there is nothing finite to say.</param>
public readonly record struct Measurement(string Name, double Value);
