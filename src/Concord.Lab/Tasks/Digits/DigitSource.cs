using System.Text.Json.Serialization;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Who wrote the digits.</summary>
public enum DigitHand
{
    /// <summary><see cref="DigitGenerator"/>, with a seed.</summary>
    Drawn,

    /// <summary>People, for MNIST.</summary>
    Mnist,
}

/// <summary>Where images of digits come from, and how large their canvas is.</summary>
public sealed record DigitSource
{
    /// <summary>The smallest and the largest height or width of an image.</summary>
    internal const int LeastSide = 5, MostSide = 1000;

    private const ulong SeedToTrain = 0, SeedsApart = 1_000_000;
    private const int DrawnToTrain = 10_000, DrawnSide = 28;

    /// <summary>MNIST where it lies on this machine, drawn digits where not.</summary>
    public static DigitSource Usual { get; } =
        new() { Hand = Mnist.Find() == null ? DigitHand.Drawn : DigitHand.Mnist };

    /// <summary>Who wrote them.</summary>
    public DigitHand Hand { get; init; }

    /// <summary>The folder with the files of MNIST; null: where they are found.</summary>
    public string? Folder { get; init; }

    /// <summary>Height and width that images are put in the middle of, or cut to; null: their own.</summary>
    public int? Canvas { get; init => field = value is { } side ? CheckSide(side) : null; }

    /// <summary>Which images tests see, in words.</summary>
    [JsonIgnore]
    public string About => Hand == DigitHand.Drawn ? "drawn digits"
        : OrDrawn().Hand == DigitHand.Mnist ? "MNIST"
        : "drawn digits, since MNIST was not found on this machine";

    /// <summary>Reads what a user writes: drawn, mnist, or a folder with MNIST.</summary>
    /// <exception cref="IOException">MNIST is not where it should be.</exception>
    public DigitSource From(string text) => text switch
    {
        "drawn" => this with { Hand = DigitHand.Drawn, Folder = null },
        "mnist" => (this with { Hand = DigitHand.Mnist, Folder = null }).There(),
        _ => this with { Hand = DigitHand.Mnist, Folder = Mnist.Find(text) },
    };

    /// <summary>Reads the side of a canvas, as 60.</summary>
    /// <exception cref="ArgumentException">Not a number, or out of range.</exception>
    public static int ParseSide(string text) => CheckSide(Setting.Whole(text, "The side of a canvas"));

    /// <summary>Images to train on.</summary>
    /// <param name="count">How many; null for all, or 10,000 where they are drawn.</param>
    /// <param name="progress">Is told now and then which share is drawn; may throw to end that.</param>
    public DigitSet ToTrain(int? count, Action<double>? progress = null) => OnCanvas(
        Hand == DigitHand.Mnist
            ? Part(Mnist.Train(FolderOrThrow()), count)
            : DigitSet.Draw(DrawnSide, DrawnSide, count ?? DrawnToTrain, SeedToTrain, progress));

    /// <summary>
    /// Where images to test on come from: drawn digits where MNIST is asked for and is not on this machine.
    /// </summary>
    public DigitSource OrDrawn()
    {
        if (Hand == DigitHand.Drawn)
            return this;
        // A plan may name a folder of another machine.
        var folder = Directory.Exists(Folder) ? Mnist.Find(Folder) : Mnist.Find();
        return this with { Hand = folder == null ? DigitHand.Drawn : DigitHand.Mnist, Folder = folder };
    }

    /// <summary>
    /// Images to test on: the first of MNIST's, or drawn with a seed that training does not use; drawn also where MNIST
    /// is not on this machine.
    /// </summary>
    public DigitSet ToTest(int count, ulong seed) => OnCanvas(
        OrDrawn() is { Hand: DigitHand.Mnist } found
            ? Part(Mnist.Test(found.Folder!), count)
            : DigitSet.Draw(DrawnSide, DrawnSide, count, seed));

    /// <summary>Images to choose options by: the last of MNIST's to train on, or drawn with a seed of their own.
    /// </summary>
    public DigitSet ToValidate(int count, ulong seed) => OnCanvas(
        OrDrawn() is { Hand: DigitHand.Mnist } found
            ? Mnist.Train(found.Folder!).Last(count)
            : DigitSet.Draw(DrawnSide, DrawnSide, count, seed + SeedsApart));

    /// <summary>One image to test on and another one.</summary>
    /// <param name="number">Which of MNIST's, from 0, or which to draw.</param>
    /// <exception cref="ArgumentException">MNIST does not have as many.</exception>
    internal DigitSet Example(ulong number)
    {
        if (OrDrawn() is not { Hand: DigitHand.Mnist } found)
            return OnCanvas(DigitSet.Draw(DrawnSide, DrawnSide, 2, unchecked(DigitSuite.Seed + number)));
        var all = Mnist.Test(found.Folder!);
        var index = (int)Require.Within(
            number, 0UL, (ulong)all.Count - 1, "The seed, as the number of an image of MNIST,");
        return OnCanvas(all.Pair(index, (index + 1) % all.Count));
    }

    private static int CheckSide(int side) => Require.Within(side, LeastSide, MostSide, "The side of a canvas");

    private static DigitSet Part(DigitSet all, int? count)
    {
        Require.That(
            count is null || count <= all.Count, "The number of images of MNIST", $"must be at most {all.Count}",
            count ?? 0);
        return count is { } n && n < all.Count ? all.First(n) : all;
    }

    private DigitSet OnCanvas(DigitSet images) => Canvas is { } side ? images.On(side, side) : images;

    private DigitSource There()
    {
        FolderOrThrow();
        return this;
    }

    private string FolderOrThrow() => Mnist.Find(Folder)
        ?? throw new FileNotFoundException(
            "MNIST must lie in data/mnist or in the folder that --data names, but was not found; "
            + "concord data get mnist fetches it, and --data drawn does without.");
}
