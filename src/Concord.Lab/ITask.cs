using System.Globalization;
using Concord.Lab.Data;
using Concord.Tensors;

namespace Concord.Lab;

/// <summary>
/// A task as a user meets it: what it asks, how to begin, what it is scored on, how one instance looks.
/// </summary>
public interface ITask
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What is asked, in one line.</summary>
    string Goal { get; }

    /// <summary>The main score of somebody who guesses.</summary>
    double ScoreOfGuessing { get; }

    /// <summary>The models that learn it; the first is the usual one.</summary>
    IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>Ready plans; the first is the usual one.</summary>
    IReadOnlyList<Preset> Presets { get; }

    /// <summary>What a user may change about the experiment.</summary>
    IReadOnlyList<Setting> Settings { get; }

    /// <summary>What weights are scored on; the first is the usual one.</summary>
    IReadOnlyList<SuiteEntry> Suites { get; }

    /// <summary>The file name of the weights that ship for a model, or null.</summary>
    string? Shipped(string model);

    /// <summary>Throws a sentence unless the text is a size of this task's instances.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    void CheckSize(string size);

    /// <summary>Follows one instance through the iterations.</summary>
    Film Film(IStudy study, Block weights, Showing showing);

    /// <summary>
    /// What tells how trained agents coordinate, such as eigenvalues, or how layers learn; nothing where there is
    /// nothing to tell.
    /// </summary>
    Diagnosis Diagnose(IStudy study, Block weights);
}

/// <summary>A model in the catalogue: its name, what it is, and its default experiment.</summary>
public sealed record ModelEntry(string Name, string About, Experiment Experiment)
{
    /// <summary>Whether the model is there to be compared with.</summary>
    public bool IsBaseline { get; init; }
}

/// <summary>A suite in the catalogue, with the seed that it is drawn from unless another is asked for.</summary>
public sealed record SuiteEntry(string Name, string About, ulong Seed);

/// <summary>A ready plan in the catalogue; another model takes the place of the plan's own where asked for.</summary>
public sealed record Preset(string Name, string About, Func<Experiment, Plan> Plan);

/// <summary>An option of a task or a model on the command line.</summary>
/// <param name="Name">Without dashes, such as <c>hidden</c>.</param>
/// <param name="About">What it is, with its unit.</param>
/// <param name="Apply">The experiment with the option set; throws a sentence where text or model do not fit.</param>
public sealed record Setting(string Name, string About, Func<Experiment, string, Experiment> Apply)
{
    /// <summary>What stands for the value in help.</summary>
    public string Value { get; init; } = "N";

    /// <summary>Reads a whole number; <paramref name="name"/> is what the sentence calls it.</summary>
    /// <exception cref="ArgumentException">The text is not a whole number.</exception>
    internal static int Whole(string text, string name) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{name} must be a whole number, but is {text}.");

    /// <summary>Reads one of a few words.</summary>
    /// <exception cref="ArgumentException">The text is none of them; the sentence lists them.</exception>
    internal static T OneOf<T>(string text, string name, IReadOnlyList<(string Word, T Value)> choices)
    {
        foreach (var (word, value) in choices)
            if (word == text)
                return value;
        var words = choices.Select(choice => choice.Word).ToList();
        throw new ArgumentException(
            $"{name} must be one of {string.Join(", ", words)}, but is {text}{Spelling.Hint(text, words)}.");
    }
}

/// <summary>One instance to follow.</summary>
/// <param name="Iterations">How many iterations.</param>
/// <param name="Seed">Which fresh instance, where there is no input.</param>
public sealed record Showing(int Iterations, ulong Seed)
{
    /// <summary>The instance as the bytes of a file; null for a fresh one.</summary>
    public byte[]? Input { get; init; }

    /// <summary>What the input is called in messages.</summary>
    public string Source { get; init; } = "the input";

    /// <summary>The line of the input in which the instance lies, from 1; null where the input holds one instance.
    /// </summary>
    public int? Line { get; init; }

    /// <summary>The size of a fresh instance; null for the task's own.</summary>
    public string? Size { get; init; }

    /// <summary>What is done to the agents on the way; null for nothing.</summary>
    public Disturbance? Disturbance { get; init; }

    /// <summary>How sure an answer must be for a model that thinks in ticks to stop; null: never.</summary>
    public float? HaltAt { get; init; }

    /// <summary>Is told after every iteration how many are done.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>Ends the film after the iteration that runs; without a single one, the film is not made.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>How many instances to draw: a swap exchanges memories with a second one, solved beside the first.
    /// </summary>
    internal int Samples => Disturbance is { Swap: true } ? 2 : 1;

    /// <summary>The input as text.</summary>
    /// <exception cref="InvalidDataException">It is no text; the sentence says what it is.</exception>
    internal string Text => TextFile.Decode(Input, Source);
}
