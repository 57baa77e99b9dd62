using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab;

/// <summary>A task and a model with all their options, but no weights, seed or length of training.</summary>
/// <remarks>
/// Plain data that a plan stores as JSON. Options check themselves; <see cref="Open"/> builds what they describe.
/// </remarks>
public abstract record Experiment
{
    /// <summary>The task's name in the catalogue.</summary>
    [JsonIgnore]
    public abstract string Task { get; }

    /// <summary>The model's name in the catalogue.</summary>
    [JsonIgnore]
    public string Model => Kind.Name;

    /// <summary>The model's sizes and constants, whichever model it is.</summary>
    [JsonIgnore]
    public abstract ModelOptions Kind { get; }

    /// <summary>Builds the model's layout.</summary>
    public abstract IStudy Open();
}

/// <summary>A model on its task, ready to be trained and scored.</summary>
public interface IStudy
{
    /// <summary>The layout of the weights.</summary>
    Parameters Parameters { get; }

    /// <summary>How many iterations an evaluation takes unless said.</summary>
    int IterationsToEvaluate { get; }

    /// <summary>How many iterations every training step takes; null where each draws its own number.</summary>
    int? IterationsToTrain { get; }

    /// <summary>What a plan's learning rate is multiplied with, for models whose sizes ask for it.</summary>
    float RateScale { get; }

    /// <summary>What the trainer needs: batches and a loss.</summary>
    /// <param name="batch">Samples per step.</param>
    /// <param name="rng">All that is random about the batches.</param>
    /// <param name="start">The weights before training, for models whose rule follows from them.</param>
    /// <param name="progress">Is told which share of the samples is drawn; may throw to end that.</param>
    ILearner Learner(int batch, Rng rng, Block? start = null, Action<double>? progress = null);

    /// <summary>Draws the samples of a suite and makes ready to score weights on them.</summary>
    /// <param name="weights">The weights; read anew at every run.</param>
    /// <param name="examination">What is to be scored, and how.</param>
    /// <param name="threads">The most threads that will work.</param>
    IExaminer Examiner(Block weights, Examination examination, int threads);
}

/// <summary>An examination with its samples drawn, to be run once or again and again.</summary>
public interface IExaminer : IDisposable
{
    /// <summary>Lets the agents answer every sample and grades the answers.</summary>
    SuiteScore Run(Workers workers);
}

/// <summary>What every study can do.</summary>
public static class Studies
{
    /// <summary>The weights before training.</summary>
    public static Block Start(this IStudy study, ulong seed) => study.Parameters.Draw(new Rng(seed).Split(1));

    /// <summary>Takes a plan's steps from a state on.</summary>
    public static Trainer Trainer(
        this IStudy study, Plan plan, TrainingState state, Workers workers, Action<double>? progress = null)
    {
        // Drawn again where a run goes on, so that what follows from it is the same.
        using var start = study.Start(plan.Seed);
        return new Trainer(
            study.Learner(plan.Batch, new Rng(plan.Seed).Split(2), start, progress),
            plan.Optimizer with { Rate = plan.Optimizer.Rate * study.RateScale }, state, workers);
    }

    /// <summary>Scores weights on one suite, once.</summary>
    public static SuiteScore Score(this IStudy study, Block weights, Examination examination, Workers workers)
    {
        using var examiner = study.Examiner(weights, examination, workers.Count);
        return examiner.Run(workers);
    }
}

/// <summary>What is to be scored, and how.</summary>
/// <param name="Suite">The suite's name.</param>
/// <param name="Count">How many samples of it.</param>
/// <param name="Iterations">How many iterations each gets.</param>
/// <param name="Seed">Takes the place of the suite's own seed.</param>
public sealed record Examination(string Suite, int Count, int Iterations, ulong? Seed = null)
{
    /// <summary>A size that takes the place of the suite's own, such as 31 or 19x37.</summary>
    public string? Size { get; init; }

    /// <summary>What is done to the agents on the way; null for nothing.</summary>
    public Disturbance? Disturbance { get; init; }

    /// <summary>How sure an answer must be for a model that thinks in ticks to stop; null: never.</summary>
    public float? HaltAt { get; init; }

    /// <summary>Is told how many samples are done.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>Stops between tiles.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>What a model reached on a suite.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Values">
/// Fractions and means by name: <c>solved</c>, <c>cell_accuracy</c>, …; the first is the main one.
/// </param>
public sealed record SuiteScore(string Name, int Count, IReadOnlyList<Runs.Measurement> Values)
{
    /// <summary>Which data the samples come from, such as MNIST; null where the suite says all.</summary>
    public string? Of { get; init; }

    /// <summary>How many iterations a sample took, the most of any; those that halted early took fewer.</summary>
    public int Iterations { get; init; }

    /// <summary>Samples whose answers were no numbers; they count as wrong.</summary>
    public int Broken { get; init; }

    /// <summary>The score, or an exception with advice if there are answers that are no numbers.</summary>
    /// <param name="iterations">After how many iterations the answers were read.</param>
    /// <exception cref="NotFiniteNumberException">NaN or +∞ was among the logits of an answer.</exception>
    public SuiteScore OrThrow(int iterations) => Broken == 0 ? this : throw Models.Logits.Failure(
        $"Every answer on the suite {Name} must consist of numbers, but {Broken} of {Count} do not", iterations);

    /// <summary>The value of this name, or NaN.</summary>
    public double this[string name] =>
        Values.FirstOrDefault(v => v.Name == name, new Runs.Measurement(name, double.NaN)).Value;
}
