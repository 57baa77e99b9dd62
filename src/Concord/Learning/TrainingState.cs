using Concord.Tensors;

namespace Concord.Learning;

/// <summary>Everything that training changes: with the plan, it determines all steps to come.</summary>
public sealed class TrainingState : IDisposable
{
    /// <summary>The state before the first step: fresh weights, their average a copy of them.</summary>
    public TrainingState(Parameters parameters, Rng rng)
        : this(parameters.Draw(rng))
    {
    }

    /// <summary>The state before the first step from given weights, which it takes over.</summary>
    public TrainingState(Block weights)
    {
        Weights = weights;
        Mean = new Block(weights.Length);
        Square = new Block(weights.Length);
        Average = new Block(weights.Length);
        weights.Span.CopyTo(Average.Span);
    }

    /// <summary>How many steps were taken.</summary>
    public long Step { get; set; }

    /// <summary>Seconds spent on those steps.</summary>
    public double Seconds { get; set; }

    /// <summary>The mean loss of the steps since the last line of the log.</summary>
    public RunningLoss Loss { get; set; }

    /// <summary>The weights.</summary>
    public Block Weights { get; }

    /// <summary>The moving average of the weights, used for evaluation.</summary>
    public Block Average { get; }

    /// <summary>The moving mean of the gradient.</summary>
    public Block Mean { get; }

    /// <summary>The moving mean of the gradient's square.</summary>
    public Block Square { get; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Weights.Dispose();
        Average.Dispose();
        Mean.Dispose();
        Square.Dispose();
    }
}
