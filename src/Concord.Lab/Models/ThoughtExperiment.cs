using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A model that is shown samples in whole, and the samples it trains on.</summary>
/// <remarks>
/// What is shown and asked is an option of the model, since its layers follow from it; a task's settings change it
/// there, and the task checks that it is one of its own.
/// </remarks>
/// <param name="Options">The model's sizes and constants.</param>
public abstract record ThoughtExperiment(AgentModelOptions<ThoughtViews> Options)
    : AgentExperiment<ThoughtViews>(Options)
{
    private const int MostOfOneLength = 8;

    /// <summary>What is shown and asked.</summary>
    /// <exception cref="ArgumentException">The model is not one that is shown samples in whole.</exception>
    [JsonIgnore]
    public Question Question => Options.Asked ?? throw Unasked();

    /// <summary>
    /// Samples that one thread works on at a time, of the same batch; a model that normalises over a batch does so over
    /// these.
    /// </summary>
    public int Tile { get; init => field = Require.Within(value, 1, 1024); } = 32;

    /// <summary>This experiment with something else shown and asked.</summary>
    internal ThoughtExperiment Asking(Question question) => this with
    {
        Options = Options.WithQuestion(question) ?? throw Unasked(),
    };

    /// <summary>An option on the command line that changes what is shown and asked.</summary>
    /// <param name="name">Without dashes.</param>
    /// <param name="word">What a sentence calls it.</param>
    /// <param name="about">What it is, with its unit.</param>
    /// <param name="change">The question with the number set, or a sentence.</param>
    internal static Setting Asking(string name, string word, string about, Func<Question, int, Question> change) =>
        Number(name, word, about, (options, number) =>
            options.Asked is { } question ? options.WithQuestion(change(question, number)) : null);

    internal override (ITrainingSamples<ThoughtViews> Samples, int Tile) ToTrain(Action<double>? progress = null) =>
        (Samples(progress), Tile);

    internal override (Func<IGrader<ThoughtViews>> Grader, int Tile, Examination Held) ToScore(Examination examination)
    {
        var samples = Samples(examination);
        var tile = TileOf(samples);
        // Three is what a swap of memories may need, which the model refuses only later.
        var most = Math.Max(3, tile);
        Func<IGrader<ThoughtViews>> grader = samples.Question.Answer == AnswerKind.Spelled
            ? () => new SpelledGrader(samples, most)
            : () => new WholeGrader(samples, most);
        return (grader, tile, examination);
    }

    /// <summary>What thinking longer brings to a trained model, on samples of the task's first suite.</summary>
    internal static Diagnosis Diagnose(IStudy study, Block weights, int count = 1000)
    {
        var agents = (AgentStudy<ThoughtViews>)study;
        if (agents.Model is not ThoughtModel<ThoughtViews> model)
            return Diagnosis.None;
        var experiment = (ThoughtExperiment)agents.Experiment;
        var samples = experiment.Samples(new Examination("test", count, model.IterationsToEvaluate));
        var tile = experiment.TileOf(samples);
        var batches = samples.Open(tile).InBatches(count, tile);
        return samples.Question.Answer == AnswerKind.Spelled
            ? SpellingDiagnosis.Of(model, weights, batches)
            : ThoughtDiagnosis.Of(model, weights, batches);
    }

    /// <summary>The samples to train on.</summary>
    /// <param name="progress">Is told which share of them is drawn; may throw to end that.</param>
    private protected abstract WholeSamples Samples(Action<double>? progress);

    /// <summary>The samples of a suite.</summary>
    private protected abstract WholeSamples Samples(Examination examination);

    // Larger samples than those of training come in smaller tiles. So do those of drawn lengths, since a mean over them
    // is to know many lengths.
    private int TileOf(WholeSamples samples) => samples.Drawn != null
        ? Math.Min(Tile, MostOfOneLength)
        : (int)Math.Clamp((long)Tile * Question.Inputs / samples.Question.Inputs, 1, Tile);

    private ArgumentException Unasked() =>
        new($"The task {Task} needs a model that is asked a question, but has {Model}.");
}
