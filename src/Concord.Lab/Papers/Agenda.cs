namespace Concord.Lab.Papers;

/// <summary>One place of a table, and what is to be done for it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column.</param>
internal sealed record Cell(PaperTable Table, PaperRow Row, PaperColumn Column)
{
    /// <summary>What is trained; null where <see cref="Missing"/> says why nothing is.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>What is scored.</summary>
    public Examination? Examination { get; init; }

    /// <summary>Why there is nothing to measure; null where there is.</summary>
    public string? Missing { get; init; }
}

/// <summary>All that must be trained and scored for some tables within a budget, nothing of it twice.</summary>
internal sealed class Agenda
{
    private readonly Budget _budget;
    private readonly Dictionary<string, Recipe> _recipes = [];

    /// <summary>Works out what is to be done; nothing is done yet.</summary>
    /// <exception cref="InvalidDataException">The options of a cell go neither together nor with the budget's.
    /// </exception>
    public Agenda(IReadOnlyList<PaperTable> tables, Budget budget)
    {
        _budget = budget;
        Cells =
        [
            .. from table in tables
               from row in table.Rows
               from column in table.Columns.Index()
               select Plan(table, row, column.Index),
        ];
        if (budget.Shipped)
            return;
        var goesOn = budget.ChooseAfter < 1 ? 1 : 0;
        foreach (var recipe in _recipes.Values)
        {
            var rates = recipe.Rates.Count;
            Trainings += budget.Seeds.Count - 1 + (rates > 1 ? rates + goesOn : 1);
            Cost += budget.Seeds.Count - 1 + 1 + ((rates - 1) * budget.ChooseAfter);
        }
        MinutesEach = budget.MinutesOf(Cost);
    }

    /// <summary>Every cell, in the order of the tables.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>What is trained, in the order of the cells that ask for it first.</summary>
    public IReadOnlyCollection<Recipe> Recipes => _recipes.Values;

    /// <summary>How many trainings: one for each recipe and seed, and those that choose learning rates.</summary>
    public int Trainings { get; }

    /// <summary>How many whole trainings they cost.</summary>
    public double Cost { get; }

    /// <summary>Minutes of each whole training; null where the steps of their plans decide.</summary>
    public double? MinutesEach { get; }

    /// <summary>One training of a recipe.</summary>
    public Trial TrialOf(Recipe recipe, ulong seed, float rate)
    {
        var trial = TrialOf(recipe, seed, rate, share: 1);
        return recipe.Rates.Count > 1 && seed == _budget.Seeds[0] && _budget.ChooseAfter < 1
            ? trial with { Beginning = ChoiceOf(recipe, rate) }
            : trial;
    }

    /// <summary>The training by which a recipe's learning rate is judged: the beginning of a whole one.</summary>
    public Trial ChoiceOf(Recipe recipe, float rate) => TrialOf(recipe, _budget.Seeds[0], rate, _budget.ChooseAfter);

    private Trial TrialOf(Recipe recipe, ulong seed, float rate, double share)
    {
        var steps = MinutesEach == null ? recipe.Plan.Steps : null;
        var plan = recipe.Plan with
        {
            Seed = seed,
            Optimizer = recipe.Plan.Optimizer with { Rate = rate },
            Steps = steps is { } all ? (long)Math.Ceiling(share * all) : null,
            Minutes = share * (MinutesEach ?? recipe.Plan.Minutes),
        };
        return new Trial(
            plan, Recipe.Digest(plan.ToJson()),
            FormattableString.Invariant($"{recipe.Slug}-lr{rate:0.#e0}-seed{seed}"));
    }

    private Cell Plan(PaperTable table, PaperRow row, int index)
    {
        var column = table.Columns[index];
        var cell = new Cell(table, row, column);
        if (row.RunOf(index) == null)
            return cell with { Missing = row.Why.Length > 0 ? row.Why : "No training is stated for it." };
        try
        {
            var recipe = Keep(new Recipe(table, row, index, _budget));
            if (table.Sweep is { } sweep && index == 0)
                foreach (var suite in sweep.Suites.Keys)
                    recipe.Ask(suite);
            return cell with { Recipe = recipe, Examination = recipe.Ask(column.Suite) };
        }
        catch (ArgumentException refused)
        {
            return _budget.Shipped
                ? cell with { Missing = refused.Message }
                : throw table.Refusal(row, column, refused);
        }
    }

    private Recipe Keep(Recipe recipe) =>
        _recipes.TryGetValue(recipe.Key, out var known) ? known : _recipes[recipe.Key] = recipe;
}
