using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Routes;

/// <summary>Mazes as pictures in colour, -1 to 1 a channel, with the route from start to goal as the answer.</summary>
/// <remarks>
/// From Darlow et al. 2025, "Continuous Thought Machines": wall black, corridor white, start red, goal green; the first
/// steps of the route, then waiting.
/// </remarks>
public static class RouteImages
{
    /// <summary>Red, green and blue.</summary>
    public const int Channels = 3;

    /// <summary>The most steps that may be asked for.</summary>
    public const int MostSteps = 4096;

    // By token from pad to path; the path is not shown.
    private static readonly float[] Colours = [-1, -1, -1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, 1, -1, 1, 1, 1];

    /// <summary>What is shown and asked: a picture of a maze, and a class for every step.</summary>
    /// <param name="size">Height and width of the maze.</param>
    /// <param name="steps">How many steps, 1 to 4096.</param>
    public static Question Asks(GridSize size, int steps) => new()
    {
        Sight = SightKind.Image,
        Height = size.Height,
        Width = size.Width,
        Channels = Channels,
        Places = Require.Within(steps, 1, MostSteps, "The number of steps of a route"),
        Classes = RouteSteps.Kinds,
    };

    /// <summary>Writes a maze as a picture, row by row, the channels of a pixel side by side.</summary>
    /// <param name="tokens">What the pixels are; a marked path looks like a corridor.</param>
    /// <param name="image">Three numbers for every pixel.</param>
    public static void Write(ReadOnlySpan<byte> tokens, Span<float> image)
    {
        Require.Length<float>(image, tokens.Length * Channels);
        for (var i = 0; i < tokens.Length; i++)
            Colours.AsSpan(tokens[i] * Channels, Channels).CopyTo(image[(i * Channels)..]);
    }

    /// <summary>Mazes to train on, each of the eight symmetric variants of one as a sample of its own.</summary>
    /// <param name="mazes">The mazes, square.</param>
    /// <param name="steps">How many steps are asked for.</param>
    public static WholeSamples Train(MazeTrainingSet mazes, int steps)
    {
        ArgumentNullException.ThrowIfNull(mazes);
        var size = mazes.Size;
        Require.That(size == size.Transposed, "The mazes to train on", "must be square", size);
        return new WholeSamples(Asks(size, steps), Symmetry.Count * mazes.Count, () =>
        {
            byte[] tokens = new byte[size.Pixels], labels = new byte[size.Pixels];
            return (sample, image, route) =>
            {
                mazes.Copy(sample / Symmetry.Count, sample % Symmetry.Count, tokens, labels);
                Write(tokens, image);
                RouteSteps.Follow(labels, size, route);
            };
        });
    }

    /// <summary>Mazes of one size that can be solved, as they are.</summary>
    /// <param name="mazes">The mazes.</param>
    /// <param name="steps">How many steps are asked for.</param>
    public static WholeSamples Of(IReadOnlyList<Maze> mazes, int steps)
    {
        ArgumentNullException.ThrowIfNull(mazes);
        return new WholeSamples(Asks(mazes[0].Size, steps), mazes.Count, () => (sample, image, route) =>
        {
            Write(mazes[sample].Tokens.Span, image);
            RouteSteps.Follow(mazes[sample].Labels.Span, mazes[sample].Size, route);
        });
    }
}
