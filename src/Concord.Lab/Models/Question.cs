using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>How a sample that is shown in whole is laid out.</summary>
public enum SightKind
{
    /// <summary>Numbers one after the other.</summary>
    Sequence,

    /// <summary>Rows and columns of places, each with the numbers of its channels side by side.</summary>
    Image,

    /// <summary>Numbers that are read all at once in every tick, without a look for their places.</summary>
    Whole,
}

/// <summary>What is shown over time: image after image, then symbol after symbol, then nothing more.</summary>
public sealed record ShownScript
{
    /// <summary>How many images there are, all of one size.</summary>
    public required int Images { get; init => field = Require.Within(value, 1, 1000); }

    /// <summary>How many symbols follow, one number each.</summary>
    public required int Symbols { get; init => field = Require.Within(value, 1, 1000); }

    /// <summary>For how many ticks each image and each symbol is shown.</summary>
    public int Repeats { get; init => field = Require.Within(value, 1, 1000); } = 1;

    /// <summary>The first tick behind all that is shown; what is said from here on is the answer.</summary>
    [JsonIgnore]
    public int Silence => (Images + Symbols) * Repeats;
}

/// <summary>How the classes of an answer are said.</summary>
public enum AnswerKind
{
    /// <summary>All of them in every tick.</summary>
    AtOnce,

    /// <summary>One or none in a tick, in their order, so that all ticks together are the answer.</summary>
    Spelled,
}

/// <summary>What a model is shown of a sample in whole, and what it is asked: a class for each place.</summary>
public sealed record Question
{
    private const long MostNumbers = 1 << 24;

    /// <summary>How a sample is laid out.</summary>
    public required SightKind Sight { get; init; }

    /// <summary>How an answer is said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AnswerKind Answer { get; init; }

    /// <summary>What is shown over time, where it is more than one image; null: all is there in every tick.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ShownScript? Script { get; init; }

    /// <summary>Rows of an image; 1 for a sequence.</summary>
    public int Height { get; init => field = Require.Within(value, 1, 4096); } = 1;

    /// <summary>Columns of an image, or the length of a sequence.</summary>
    public required int Width { get; init => field = Require.Within(value, 1, 4096); }

    /// <summary>Numbers of a pixel; 1 for a sequence.</summary>
    public int Channels { get; init => field = Require.Within(value, 1, 1024); } = 1;

    /// <summary>How many classes are asked for: positions of a string, steps of a route.</summary>
    public required int Places { get; init => field = Require.Within(value, 1, 4096); }

    /// <summary>How many classes there are to choose from at each place.</summary>
    public required int Classes { get; init => field = Require.Within(value, 2, 65_536); }

    /// <summary>Numbers of a sample.</summary>
    [JsonIgnore]
    public int Inputs => ((Script?.Images ?? 1) * Height * Width * Channels) + (Script?.Symbols ?? 0);

    /// <summary>The first tick whose saying may be the answer.</summary>
    [JsonIgnore]
    public int Silence => Script?.Silence ?? 0;

    /// <summary>What a saying chooses from: the classes and, where an answer is spelled, behind them nothing.</summary>
    [JsonIgnore]
    public int Choices => Answer == AnswerKind.Spelled ? Classes + 1 : Classes;

    /// <summary>Logits that are said in a tick, place-major.</summary>
    [JsonIgnore]
    public int Outputs => Answer == AnswerKind.Spelled ? Choices : Places * Classes;

    /// <summary>This question, if its numbers fit each other; options that hold one ask here.</summary>
    /// <exception cref="ArgumentException">A sequence with rows or channels, or too many numbers.</exception>
    public Question Checked()
    {
        var text = $"{Height}x{Width}x{Channels}";
        Require.That(
            Sight == SightKind.Image || (Height == 1 && Channels == 1), "A sequence",
            "must be of one row and one channel", text);
        Require.That(
            (long)Height * Width * Channels * (Script?.Images ?? 1) <= MostNumbers, "A sample",
            $"must have at most {MostNumbers} numbers", text);
        Require.That(
            (long)Places * Classes <= MostNumbers, "An answer", $"must have at most {MostNumbers} logits",
            $"{Places}x{Classes}");
        return this;
    }
}
