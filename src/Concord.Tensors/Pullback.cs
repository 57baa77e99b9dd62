namespace Concord.Tensors;

/// <summary>One step of the way back: takes the gradient of an operation's result to its arguments.</summary>
/// <remarks>
/// Lives in the same file as the operation. The object is used again for the next pass, so an operation sets all its
/// fields. <see cref="Run"/> adds to gradients, never assigns, and skips arguments that are not tracked.
/// </remarks>
public abstract class Pullback
{
    /// <summary>The operation's result, whose gradient is known when <see cref="Run"/> is called.</summary>
    public Tensor Output { get; internal set; } = null!;

    /// <summary>Adds to the gradients of the arguments.</summary>
    public abstract void Run();
}
