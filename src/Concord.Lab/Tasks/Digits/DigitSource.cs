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
    private const ulong SeedToTrain = 0;
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

    /// <summary>Reads what a user writes: drawn, mnist, or a folder with MNIST.</summary>
    /// <exception cref="IOException">The folder does not hold MNIST.</exception>
    public DigitSource From(string text) => text switch
    {
        "drawn" => this with { Hand = DigitHand.Drawn, Folder = null },
        "mnist" => this with { Hand = DigitHand.Mnist, Folder = null },
        _ => this with { Hand = DigitHand.Mnist, Folder = Mnist.Find(text) },
    };

    /// <summary>Reads the side of a canvas, as 60.</summary>
    /// <exception cref="ArgumentException">Not a number, or out of range.</exception>
    public static int ParseSide(string text) => CheckSide(Setting.Whole(text, "The side of a canvas"));

    /// <summary>Images to train on.</summary>
    /// <param name="count">How many; null for all, or 10,000 where they are drawn.</param>
    public DigitSet ToTrain(int? count) => OnCanvas(
        Hand == DigitHand.Mnist
            ? Part(Mnist.Train(FolderOrThrow()), count)
            : DigitSet.Draw(DrawnSide, DrawnSide, count ?? DrawnToTrain, SeedToTrain));

    /// <summary>Images to test on: the first of MNIST's, or drawn with a seed that training does not use.</summary>
    public DigitSet ToTest(int count, ulong seed) => OnCanvas(
        Hand == DigitHand.Mnist
            ? Part(Mnist.Test(FolderOrThrow()), count)
            : DigitSet.Draw(DrawnSide, DrawnSide, count, seed));

    private static int CheckSide(int side) => Require.Within(side, 5, 1000, "The side of a canvas");

    private static DigitSet Part(DigitSet all, int? count)
    {
        Require.That(
            count is null || count <= all.Count, "The number of images of MNIST", $"must be at most {all.Count}",
            count ?? 0);
        return count is { } n && n < all.Count ? all.First(n) : all;
    }

    private DigitSet OnCanvas(DigitSet images) => Canvas is { } side ? images.On(side, side) : images;

    private string FolderOrThrow() => Mnist.Find(Folder)
        ?? throw new FileNotFoundException(
            "MNIST must lie in data/mnist or in the folder that --data names, but was not found; "
            + "concord data get mnist fetches it, and --data drawn does without.");
}
