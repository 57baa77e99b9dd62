using Concord.Lab.Runs;

namespace Concord.Lab.Papers;

/// <summary>Where a reproduction stands, for whoever watches.</summary>
/// <param name="Share">The share of its trainings that is done, 0 to 1.</param>
/// <param name="Label">The cell and the training at work.</param>
/// <param name="Training">Where that training stands; null while it is scored.</param>
public readonly record struct ReproductionProgress(double Share, string Label, RunProgress? Training);

/// <summary>Measures tables of a paper anew in a folder: trains, scores, reports, and goes on where it was cut off.
/// </summary>
/// <remarks>
/// Each training is a run in a folder of its own, named after its plan; each score is a line of <c>results.jsonl</c>.
/// What stands there is not done again; a changed plan is another training.
/// </remarks>
public sealed class Reproduction
{
    /// <summary>Why a cell that can be measured has no value: nobody has done it so far.</summary>
    public const string NotYet = "It is not measured yet.";

    private readonly Agenda _agenda;
    private readonly ScoreLog _log;
    private readonly Dictionary<Recipe, string> _refused = [];

    /// <summary>Works out what is to be done, and reads what is done already.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="tables">Those of its tables that are asked for.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="folder">Where runs, results and reports are; it need not exist.</param>
    /// <exception cref="InvalidDataException">
    /// The options of a cell do not go together, or the results that are there are damaged.
    /// </exception>
    public Reproduction(Paper paper, IReadOnlyList<PaperTable> tables, Budget budget, string folder)
    {
        (Paper, Tables, Budget, Folder) = (paper, tables, budget, folder);
        _agenda = new Agenda(tables, budget);
        _log = new ScoreLog(Path.Combine(folder, "results.jsonl"));
    }

    /// <summary>The paper.</summary>
    public Paper Paper { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<PaperTable> Tables { get; }

    /// <summary>What it may cost.</summary>
    public Budget Budget { get; }

    /// <summary>Where runs, results and reports are.</summary>
    public string Folder { get; }

    /// <summary>How many trainings there are, those that choose learning rates included.</summary>
    public int Trainings => _agenda.Trainings;

    /// <summary>How many trainings are over.</summary>
    public int TrainingsDone => Trials().Count(trial => trial.Any != null);

    /// <summary>Minutes of each whole training; null where the steps of their plans decide.</summary>
    public double? MinutesEach => _agenda.MinutesEach;

    /// <summary>Minutes of all trainings, those done included; null where the steps of their plans decide.</summary>
    public double? MinutesInAll => _agenda.MinutesEach * _agenda.Cost;

    /// <summary>Does what is left to do, and writes the reports.</summary>
    /// <param name="threads">How many threads work.</param>
    /// <param name="report">Called now and then.</param>
    /// <param name="cancellation">Ends after the step at work, saved.</param>
    /// <returns>Finished or interrupted; a training that diverged is a result like others.</returns>
    /// <exception cref="InvalidDataException">A run's folder holds another plan than its name says.</exception>
    /// <exception cref="IOException">The folder cannot be written, or another process measures there.</exception>
    public RunStatus Run(int threads, Action<ReproductionProgress>? report, CancellationToken cancellation)
    {
        using var owner = RunLock.Take(Folder, "measured");
        _log.Read();
        var runner = new TrialRunner(Folder, _log, threads, cancellation);
        try
        {
            foreach (var seed in Budget.Seeds)
                foreach (var recipe in _agenda.Recipes)
                    if (Work(runner, recipe, seed, report))
                        PaperPage.Write(this);
            return RunStatus.Finished;
        }
        catch (OperationCanceledException)
        {
            return RunStatus.Interrupted;
        }
        finally
        {
            PaperPage.Write(this);
        }
    }

    /// <summary>What was measured for each cell, in the order of the tables.</summary>
    public IReadOnlyList<CellOutcome> Cells() => [.. _agenda.Cells.Select(OutcomeOf)];

    /// <summary>All trainings, in the order in which they are done for each seed.</summary>
    public IReadOnlyList<TrialOutcome> Trials() => Budget.Shipped ? [] :
    [
        .. from seed in Budget.Seeds
           from recipe in _agenda.Recipes
           from trial in TrialsOf(recipe, seed)
           let whole = BestRate(recipe) is { } best ? _agenda.TrialOf(recipe, seed, best) : null
           select new TrialOutcome(recipe.Label, trial.Folder, trial.Plan, trial.Key == whole?.Key)
           {
               Validation = recipe.Rates.Count > 1 ? _log.Find(trial.Key, recipe.Validation) : null,
               Any = _log.Find(trial.Key),
           },
    ];

    /// <summary>The main score of each row over the suites of a table's sweep, in percent.</summary>
    internal IEnumerable<(PaperRow Row, IReadOnlyList<(double X, double Y)> Points)> Sweep(PaperTable table) =>
        from cell in _agenda.Cells
        where cell.Table == table && cell.Column == table.Columns[0] && cell.Recipe != null
        select (cell.Row, (IReadOnlyList<(double, double)>)
        [
            .. from suite in table.Sweep!.Suites
               orderby suite.Value
               let measured = Measure(cell.Recipe!, cell.Recipe!.Ask(suite.Key), measure: null)
               where measured != null
               select (suite.Value, measured.Value.Mean),
        ]);

    // Those that choose a rate come first; where they go to the end, the best of them is the one that counts.
    private IEnumerable<Trial> TrialsOf(Recipe recipe, ulong seed)
    {
        var choices = recipe.Rates.Count > 1 && seed == Budget.Seeds[0]
            ? recipe.Rates.Select(rate => _agenda.ChoiceOf(recipe, rate)).ToList()
            : [];
        return BestRate(recipe) is { } best
            ? choices.Append(_agenda.TrialOf(recipe, seed, best)).DistinctBy(trial => trial.Key)
            : choices;
    }

    // Whether there was anything to do.
    private bool Work(TrialRunner runner, Recipe recipe, ulong seed, Action<ReproductionProgress>? report)
    {
        var worked = false;
        try
        {
            if (recipe.Shipped is { } shipped)
                return runner.Do(
                    shipped, recipe.Examinations,
                    _ => report?.Invoke(new ReproductionProgress(0, recipe.Label, null)));
            if (seed == Budget.Seeds[0] && recipe.Rates.Count > 1)
                foreach (var rate in recipe.Rates)
                    Do(_agenda.ChoiceOf(recipe, rate), [recipe.Validation]);
            if (BestRate(recipe) is { } best)
                Do(_agenda.TrialOf(recipe, seed, best), recipe.Examinations);
        }
        catch (ArgumentException refused)
        {
            // What a plan asks may turn out impossible only once its samples are drawn.
            _refused[recipe] = refused.Message;
        }
        return worked;

        void Do(Trial trial, IReadOnlyCollection<Examination> asked)
        {
            var done = TrainingsDone;
            worked |= runner.Do(trial, asked, training => report?.Invoke(new ReproductionProgress(
                Math.Min(1, (done + (training?.Share ?? 1)) / Trainings), $"{recipe.Label}: {trial.Name}", training)));
        }
    }

    private CellOutcome OutcomeOf(Cell cell)
    {
        var index = cell.Table.Columns.Index().First(column => column.Item == cell.Column).Index;
        var ours = cell.Recipe == null ? null : Measure(cell.Recipe, cell.Examination!, cell.Column.Measure);
        return new CellOutcome(cell.Table, cell.Row, cell.Column)
        {
            Paper = cell.Row.Paper.Count == 0 ? null : cell.Row.Paper[index],
            Ours = ours,
            Missing = ours != null ? null
                : cell.Missing ?? _refused.GetValueOrDefault(cell.Recipe!, NotYet),
        };
    }

    private Measured? Measure(Recipe recipe, Examination asked, string? measure)
    {
        var rate = recipe.Shipped == null ? BestRate(recipe) : null;
        if (recipe.Shipped == null && rate == null)
            return null;
        List<TrialScore> scores = recipe.Shipped is { } shipped
            ? [.. Known(TrialRunner.KeyOf(shipped))]
            : [.. Budget.Seeds.SelectMany(seed => Known(_agenda.TrialOf(recipe, seed, rate!.Value).Key))];
        if (scores.Count == 0)
            return null;
        var names = scores[0].Values.Select(value => value.Name).ToList();
        measure ??= names[0];
        if (!names.Contains(measure))
            throw new InvalidDataException(
                $"{Paper.Folder}, {recipe.Label}: the measure must be one of {string.Join(", ", names)}, "
                + $"but is {measure}.");
        var values = scores.Select(score => score.Values.First(value => value.Name == measure).Value).ToList();
        return new Measured(Estimate.Of(values), rate, scores);

        IEnumerable<TrialScore> Known(string key) => _log.Find(key, asked) is { } score ? [score] : [];
    }

    // The best by the main score on validation; of equals, that with the better second score. Null before all are done.
    private float? BestRate(Recipe recipe)
    {
        if (recipe.Rates.Count == 1)
            return recipe.Rates[0];
        var scores = recipe.Rates
            .Select(rate => (
                Rate: rate,
                Score: _log.Find(_agenda.ChoiceOf(recipe, rate).Key, recipe.Validation)))
            .ToList();
        return scores.Exists(entry => entry.Score == null)
            ? null
            : scores.MaxBy(entry => (
                entry.Score!.Values[0].Value, entry.Score.Values.Skip(1).FirstOrDefault().Value)).Rate;
    }
}
