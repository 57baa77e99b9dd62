namespace Concord.Lab.Baselines;

/// <summary>How an agent makes one message of its neighbours' messages.</summary>
public enum Aggregation
{
    /// <summary>The largest, number by number.</summary>
    Max,

    /// <summary>The mean.</summary>
    Mean,
}
