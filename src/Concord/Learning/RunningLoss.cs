namespace Concord.Learning;

/// <summary>The mean loss over some steps, as its parts, so that it can be stored and continued bit for bit.</summary>
/// <param name="Sum">The sum of the losses.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="GradientNorm">The length of the last step's gradient before clipping.</param>
public readonly record struct RunningLoss(double Sum, int Steps, double GradientNorm)
{
    /// <summary>The mean; NaN over no steps.</summary>
    public double Mean => Sum / Steps;

    /// <summary>The same with one more step.</summary>
    public RunningLoss With(StepResult step) => new(Sum + step.Loss, Steps + 1, step.GradientNorm);
}
