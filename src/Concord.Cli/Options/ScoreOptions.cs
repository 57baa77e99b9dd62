using System.CommandLine;
using Concord.Lab;

namespace Concord.Cli.Options;

/// <summary>The options that say what weights are scored on.</summary>
internal sealed class ScoreOptions
{
    private const int UsualCount = 1000;

    private readonly Option<string?> _suites =
        Given.Text("--suite", "A,B", "the suites to score on (the task's first); concord catalog lists them");
    private readonly Option<string?> _size =
        Given.Text("--size", "SIZE", "size of the instances instead of the suite's own, as 31 or 19x37");
    private readonly Option<long?> _count =
        Given.Whole("--count", $"instances per suite, 1 to 1000000 ({UsualCount})", 1, 1_000_000);
    private readonly Option<long?> _iterations =
        Given.Whole("--iterations", "iterations the agents get, 0 to 1000000 (the model's own number)", 0, 1_000_000);
    private readonly Option<double?> _haltAt = TrainedOptions.HaltAt();
    private readonly Option<ulong?> _seed = Given.Seed("seed of instances nobody has seen, instead of the suite's own");
    private readonly Option<string?> _data = TrainedOptions.Data();
    private readonly Option<long?> _threads = Given.Threads();
    private readonly DisturbanceOptions _disturbance = new();

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_suites, _size, _data, _count, _iterations, _haltAt, _seed, _threads])
            verb.Add(option);
        _disturbance.AddTo(verb);
    }

    /// <summary>The suites asked for.</summary>
    /// <exception cref="ArgumentException">One that the task does not have.</exception>
    public IReadOnlyList<SuiteEntry> Suites(ParseResult given, ITask task) => given.GetValue(_suites) is { } names
        ? [.. names.Split(',').Select(name => Named(task, name))]
        : [task.Suites[0]];

    /// <summary>The model on the data asked for.</summary>
    public TrainedModel On(ParseResult given, ITask task, TrainedModel model) => model.With(given, _data, task);

    /// <summary>What one suite asks.</summary>
    public Examination Read(ParseResult given, ITask task, SuiteEntry suite, IStudy study)
    {
        var iterations = Iterations(given, study);
        return new Examination(suite.Name, Count(given), iterations, given.GetValue(_seed))
        {
            Size = given.SizeOf(_size, task),
            Disturbance = Disturbance(given, study),
            HaltAt = (float?)given.GetValue(_haltAt),
        };
    }

    /// <summary>What is done to the agents, in words.</summary>
    public string Words(ParseResult given, IStudy study) =>
        Disturbance(given, study) is { } disturbance ? DisturbanceOptions.Words(disturbance) : "none";

    /// <summary>Instances per suite.</summary>
    public int Count(ParseResult given) => (int)(given.GetValue(_count) ?? UsualCount);

    /// <summary>Iterations the agents get.</summary>
    public int Iterations(ParseResult given, IStudy study) =>
        (int)(given.GetValue(_iterations) ?? study.IterationsToEvaluate);

    /// <summary>The seed asked for, or that of the suite.</summary>
    public ulong Seed(ParseResult given, SuiteEntry suite) => given.GetValue(_seed) ?? suite.Seed;

    /// <summary>How many threads work.</summary>
    public int Threads(ParseResult given) => given.ThreadsOf(_threads);

    private static SuiteEntry Named(ITask task, string name) =>
        task.Suites.FirstOrDefault(suite => suite.Name == name)
        ?? throw new ArgumentException(
            $"--suite must be one of {string.Join(", ", task.Suites.Select(s => s.Name))}, but is "
            + $"{Spelling.Shown(name)}.");

    private Disturbance? Disturbance(ParseResult given, IStudy study) =>
        _disturbance.Read(given, given.GetValue(_seed) ?? 0, Iterations(given, study));
}
