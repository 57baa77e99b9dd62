using Concord.Tensors;

namespace Concord.Thought;

/// <summary>A model that says something after every tick of a thought.</summary>
public interface IThinker
{
    /// <summary>Thinks about samples.</summary>
    /// <param name="shown">What is shown.</param>
    /// <param name="ticks">How long; a model without ticks takes one.</param>
    /// <param name="training">Whether batch norms use, and remember, what they see.</param>
    /// <param name="thoughts">Takes what happens in every tick.</param>
    /// <param name="enough">
    /// Is asked after every tick, with the number of ticks so far, whether to stop; null: never.
    /// </param>
    void Think(Scene shown, int ticks, bool training, Thoughts thoughts, Func<int, bool>? enough = null);

    /// <summary>What is said, [rows, outputs], of rows of what a tick ends with.</summary>
    Tensor Say(Tensor saying);
}
