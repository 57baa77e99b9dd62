namespace Concord.Lab;

/// <summary>What the numbers of a film's ticks stand for, and what was asked of the model that thinks.</summary>
/// <param name="Height">Rows of the places that are looked at; 1 for a sequence, 0 where nothing is looked at.</param>
/// <param name="Width">Columns of these places; they lie evenly over the picture.</param>
/// <param name="Heads">How many look, each with weights of its own.</param>
/// <param name="Neurons">How many neurons think.</param>
public sealed record ThoughtLayout(int Height, int Width, int Heads, int Neurons)
{
    /// <summary>The neurons whose synchrony looks; null for a model that is not read by synchrony.</summary>
    public SynchronyLayout? Looking { get; init; }

    /// <summary>The neurons whose synchrony is said; null likewise.</summary>
    public SynchronyLayout? Saying { get; init; }

    /// <summary>What a place of the answer is called, such as "position" or "step".</summary>
    public string Place { get; init; } = "";

    /// <summary>The names of the classes that a place of the answer is one of.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The right class of each place of the answer; empty where nobody knows. Where several are right, one of
    /// them.</summary>
    public IReadOnlyList<int> Right { get; init; } = [];

    /// <summary>
    /// Whether the answer is spelled: in a tick one class is said, the last of them nothing, and all ticks so far are
    /// the answer.
    /// </summary>
    public bool IsSpelled { get; init; }

    /// <summary>How many ticks there are before the first whose saying may be the answer.</summary>
    public int Silence { get; init; }

    /// <summary>This layout where an answer is spelled of classes, the last of them nothing.</summary>
    public ThoughtLayout Spelling(IReadOnlyList<string> classes) =>
        this with { Place = "position", Classes = classes, IsSpelled = true };

    /// <summary>This layout with what the task asks.</summary>
    public ThoughtLayout Asking(string place, IReadOnlyList<string> classes, IReadOnlyList<int> right) =>
        this with { Place = place, Classes = classes, Right = right };

    /// <summary>The class that is said of each place in a tick, the first of equally likely ones.</summary>
    public byte[] Said(ThoughtTick tick) => [.. tick.Chances.Chunk(Classes.Count)
        .Select(chances => (byte)chances.Index().MaxBy(chance => chance.Item).Index)];

    /// <summary>How many places' class is not the right one in a tick; 0 where nobody knows.</summary>
    public int Wrong(ThoughtTick tick) =>
        Right.Count == 0 ? 0 : Said(tick).Zip(tick.Right ?? Right, (said, right) => said == right ? 0 : 1).Sum();
}

/// <summary>Whose synchrony is read.</summary>
/// <param name="Pairs">How many pairs of neurons.</param>
/// <param name="Side">
/// J where the pairs are a triangle of J by J, row by row with its diagonal; null where they were drawn one by one.
/// </param>
public sealed record SynchronyLayout(int Pairs, int? Side);

/// <summary>What a model did in one tick of a thought.</summary>
/// <param name="Certainty">How sure it was of all it said, 0 to 1.</param>
/// <param name="Chances">How likely it held each class, place by place of the answer.</param>
/// <param name="Weights">
/// How much it read of each place that it looked at, head by head; each head's sum to 1. Empty where it did not look.
/// </param>
/// <param name="Neurons">What every neuron did.</param>
/// <param name="Looking">The synchrony that looked, pair by pair.</param>
/// <param name="Saying">The synchrony that was said, pair by pair.</param>
public sealed record ThoughtTick(
    float Certainty, float[] Chances, float[] Weights, float[] Neurons, float[] Looking, float[] Saying)
{
    /// <summary>The right classes nearest to what is said, where several are right; null: the layout's.</summary>
    public IReadOnlyList<int>? Right { get; init; }
}

/// <summary>Where a route leads on the picture of a film.</summary>
/// <param name="Pixels">The pixels that are walked, from the start on; one may come again.</param>
/// <param name="Bumps">The steps that could not be taken: the pixel they leave, and the direction.</param>
public sealed record WalkedRoute(
    IReadOnlyList<int> Pixels, IReadOnlyList<(int Pixel, int Down, int Right)> Bumps);
