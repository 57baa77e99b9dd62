using Concord.Tensors;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Test images with something done to them that no model has seen in training.</summary>
/// <remarks>Seely et al. 2026, section 4.3 of the method. What happens to image i follows from the seed's stream i.
/// </remarks>
/// <param name="Name">What the command line calls it.</param>
/// <param name="About">What is done, in a line.</param>
public sealed record DigitSuite(string Name, string About)
{
    /// <summary>The seed of all that is random, and of the images where they are drawn.</summary>
    public const ulong Seed = 1000;

    /// <summary>Empty pixels around the image, on each side.</summary>
    public int Pad { get; init; }

    /// <summary>The share of 3x3 blocks, one an agent, whose pixels are set to 0.</summary>
    public double Dropout { get; init; }

    /// <summary>The share of agents that are missing, with their edges.</summary>
    public double Missing { get; init; }

    /// <summary>The standard deviation of noise added to every pixel, of 1 for white; then clipped to [0, 1].</summary>
    public double Noise { get; init; }

    /// <summary>Whether the images are the last of those to train on, which a training on fewer has not seen.</summary>
    public bool IsHeldOut { get; init; }

    /// <summary>Every suite, clean images first; the paper's, those whose agents are missing, those to choose by.
    /// </summary>
    public static IReadOnlyList<DigitSuite> All { get; } =
    [
        new("clean", "test images as they are"),
        .. new[] { 4, 8, 16 }.Select(n => new DigitSuite($"pad{n}", $"{n} empty pixels on each side") { Pad = n }),
        .. new[] { 5, 10, 30 }.Select(n => new DigitSuite($"dropout{n}", $"{n} % of the 3x3 blocks made black")
            { Dropout = n / 100.0 }),
        .. new[] { 5, 10, 30 }.Select(n => new DigitSuite($"missing{n}", $"{n} % of the agents missing, edges too")
            { Missing = n / 100.0 }),
        .. new[] { 1, 2 }.Select(n => new DigitSuite($"noise0.{n}", $"noise of standard deviation 0.{n}")
            { Noise = n / 10.0 }),
        new("validation", "the last images to train on, which --images 55000 leaves out of MNIST") { IsHeldOut = true },
    ];

    /// <summary>The suite with this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static DigitSuite Find(string name) =>
        All.FirstOrDefault(suite => suite.Name == name)
        ?? throw new ArgumentException(
            $"The digit suite must be one of {string.Join(", ", All.Select(suite => suite.Name))}, but is {name}.");

    /// <summary>Images with all done to them that concerns pixels.</summary>
    /// <param name="images">The images as they are.</param>
    /// <param name="side">The canvas they are put in the middle of, as high and wide; null: their own.</param>
    /// <param name="seed">Which noise and which blocks.</param>
    public DigitSet Apply(DigitSet images, int? side, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(images);
        int height = (side ?? images.Height) + (2 * Pad), width = (side ?? images.Width) + (2 * Pad);
        var seeds = new Rng(seed).Split(1);
        var stream = new Rng(0);
        return images.On(height, width, (index, image) =>
        {
            seeds.SplitInto((ulong)index, stream);
            Disturb(image, width, stream);
        });
    }

    private void Disturb(Span<byte> image, int width, Rng rng)
    {
        if (Noise > 0)
            foreach (ref var pixel in image)
                pixel = (byte)Math.Clamp(Math.Round(pixel + (255 * Noise * rng.Normal())), 0, 255);
        if (Dropout == 0)
            return;
        const int block = 3;
        int columns = width / block, rows = image.Length / width / block;
        var blocks = new int[rows * columns];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = i;
        rng.Shuffle<int>(blocks);
        foreach (var b in blocks.AsSpan(0, (int)Math.Round(Dropout * blocks.Length)))
            for (var y = 0; y < block; y++)
                image.Slice((((b / columns * block) + y) * width) + (b % columns * block), block).Clear();
    }
}
