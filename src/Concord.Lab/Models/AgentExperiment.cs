using System.Text.Json.Serialization;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A model of agents and the samples it trains on.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
/// <param name="Options">The model's sizes and constants.</param>
public abstract record AgentExperiment<TViews>(AgentModelOptions<TViews> Options) : Experiment
    where TViews : AgentViews
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ModelOptions Kind => Options;

    /// <summary>An option on the command line that is a whole number of the model.</summary>
    /// <param name="name">Without dashes.</param>
    /// <param name="word">What a sentence calls it.</param>
    /// <param name="about">What it is, with its unit.</param>
    /// <param name="change">The model's options with the number set; null for a model that has no such number.</param>
    internal static Setting Number(
        string name, string word, string about,
        Func<AgentModelOptions<TViews>, int, AgentModelOptions<TViews>?> change) =>
        Read(name, about, text => Setting.Whole(text, word), change);

    /// <summary>An option on the command line that is one of a few words.</summary>
    /// <param name="name">Without dashes.</param>
    /// <param name="word">What a sentence calls it.</param>
    /// <param name="about">What it is.</param>
    /// <param name="choices">The words and what they stand for.</param>
    /// <param name="change">The model's options with the choice made; null for a model that has no such choice.</param>
    internal static Setting Choice<T>(
        string name, string word, string about, IReadOnlyList<(string Word, T Value)> choices,
        Func<AgentModelOptions<TViews>, T, AgentModelOptions<TViews>?> change) =>
        Read(name, about, text => Setting.OneOf(text, word, choices), change) with
        {
            Value = string.Join('|', choices.Select(choice => choice.Word)),
        };

    /// <summary>An option on the command line of the model, read in a way of its own.</summary>
    /// <param name="name">Without dashes.</param>
    /// <param name="about">What it is, with its unit.</param>
    /// <param name="read">Reads the value, or throws a sentence.</param>
    /// <param name="change">The model's options with the value set; null for a model that has no such option.</param>
    internal static Setting Read<T>(
        string name, string about, Func<string, T> read,
        Func<AgentModelOptions<TViews>, T, AgentModelOptions<TViews>?> change) =>
        new(name, about, (experiment, text) =>
        {
            var agents = (AgentExperiment<TViews>)experiment;
            return agents with
            {
                Options = change(agents.Options, read(text))
                    ?? throw new ArgumentException($"That option is not one of the model {agents.Model}."),
            };
        });

    /// <summary>Which data it is scored on, where there is a choice; otherwise null.</summary>
    internal virtual string? Of => null;

    /// <summary>What it trains on, and how many samples one thread works on at a time.</summary>
    /// <param name="progress">Is told which share of the samples is drawn; may throw to end that.</param>
    internal abstract (ITrainingSamples<TViews> Samples, int Tile) ToTrain(Action<double>? progress = null);

    /// <summary>The samples of a suite, how each thread puts them before the agents and grades the answers.</summary>
    /// <param name="examination">Which samples; what is random about them follows from its seed.</param>
    /// <returns>
    /// Also the examination as the suite holds it: no more samples than it has, and with what it does to the agents.
    /// </returns>
    internal abstract (Func<IGrader<TViews>> Grader, int Tile, Examination Held) ToScore(Examination examination);

    /// <inheritdoc/>
    public override IStudy Open() => new AgentStudy<TViews>(this);
}

/// <summary>A model of agents laid out, with its experiment.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
internal sealed class AgentStudy<TViews>(AgentExperiment<TViews> experiment) : IStudy
    where TViews : AgentViews
{
    public IAgentModel<TViews> Model { get; } = experiment.Options.Build();

    public AgentExperiment<TViews> Experiment => experiment;

    public Parameters Parameters => Model.Parameters;

    public int IterationsToEvaluate => Model.IterationsToEvaluate;

    public int? IterationsToTrain => Model.IterationsToTrain;

    public float RateScale => experiment.Options.RateScale;

    public ILearner Learner(int batch, Rng rng, Block? start = null, Action<double>? progress = null)
    {
        var (samples, tile) = experiment.ToTrain(progress);
        return new SampleLearner<TViews>(Model, samples, batch, tile, rng, start);
    }

    public IExaminer Examiner(Block weights, Examination examination, int threads)
    {
        Require.Within(examination.Iterations, 0, 1_000_000, "The number of iterations");
        if (examination.HaltAt != null)
            RequireHalting();
        var (grader, tile, held) = experiment.ToScore(examination);
        return new SampleExaminer<TViews>(
            Model, weights, held, tile, Enumerable.Range(0, threads).Select(_ => grader()))
        {
            Of = experiment.Of,
        };
    }

    /// <summary>Throws a sentence unless the model may stop once an answer is sure.</summary>
    /// <exception cref="ArgumentException">It may not.</exception>
    public void RequireHalting()
    {
        if (experiment.Options.Asked is not { Answer: AnswerKind.AtOnce })
            throw new ArgumentException(
                $"--halt-at must come with {(experiment.Options.Asked == null
                    ? $"a model that thinks in ticks, but the model is {experiment.Model}."
                    : $"a task whose answer is said in one tick, but that of {experiment.Task} is spelled.")}");
    }
}
