namespace Concord.Coordination;

/// <summary>An agent has no answer at all, because its own constraints contradict each other.</summary>
/// <remarks><see cref="Solve"/> turns it into an outcome; whoever steps a solver by hand meets it as it is.</remarks>
public sealed class InfeasibleException : InvalidOperationException
{
    /// <summary>With a sentence that names the agent.</summary>
    public InfeasibleException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence that names the agent, and what led to it.</summary>
    public InfeasibleException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without an agent's name.</summary>
    public InfeasibleException()
        : base("An agent's constraints contradict each other.")
    {
    }
}
