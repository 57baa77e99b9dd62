using Concord.Tensors;

namespace Concord.Thought;

/// <summary>What a thinker reads in every tick, of what it is shown.</summary>
/// <remarks>Holds parameters alone, so it may serve many threads; what is looked at lies in their thoughts.</remarks>
public abstract class Reader
{
    /// <summary>Numbers read in a tick.</summary>
    public abstract int Width { get; }

    /// <summary>Whether what is read depends on a query.</summary>
    public virtual bool IsAsked => true;

    /// <summary>Looks, once for all ticks, and leaves in the thoughts what it found.</summary>
    /// <param name="shown">What is shown.</param>
    /// <param name="training">Whether batch norms use, and remember, what they see.</param>
    /// <param name="thoughts">The thoughts to come.</param>
    public abstract void Look(Scene shown, bool training, Thoughts thoughts);

    /// <summary>Reads in a tick.</summary>
    /// <param name="thoughts">What was looked at.</param>
    /// <param name="tick">From 0.</param>
    /// <param name="query">[samples, width]; null unless <see cref="IsAsked"/>.</param>
    /// <param name="weights">
    /// [samples, heads, places]: set to how much of each place is read; null where no places were chosen from.
    /// </param>
    /// <returns>[samples, width].</returns>
    public abstract Tensor Read(Thoughts thoughts, int tick, Tensor? query, out Tensor? weights);
}

/// <summary>Reads all that is shown in every tick, for what is short and has no places, such as numbers to sort.
/// </summary>
/// <param name="width">Numbers shown.</param>
public sealed class WholeReader(int width) : Reader
{
    /// <inheritdoc/>
    public override int Width { get; } = Require.Positive(width, "The numbers read");

    /// <inheritdoc/>
    public override bool IsAsked => false;

    /// <inheritdoc/>
    public override void Look(Scene shown, bool training, Thoughts thoughts)
    {
        Require.Shape(shown.Numbers.Shape, [shown.Samples, Width], "What is shown to be read whole");
        thoughts.Made.Add(shown.Numbers);
    }

    /// <inheritdoc/>
    public override Tensor Read(Thoughts thoughts, int tick, Tensor? query, out Tensor? weights)
    {
        weights = null;
        return thoughts.Made[0];
    }
}
