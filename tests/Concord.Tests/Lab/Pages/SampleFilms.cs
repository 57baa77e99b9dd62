using Concord.Lab;

namespace Concord.Tests.Lab.Pages;

/// <summary>Small films of a corridor of pixels with an agent on every second one.</summary>
internal static class SampleFilms
{
    public const int Height = 3, Width = 5;

    /// <summary>A film of this many iterations, whose residuals fall by a fifth each; agent 1 may be missing.</summary>
    public static Film Film(
        int iterations,
        bool hasTarget = true,
        bool isOneMissing = false,
        string title = "a corridor",
        int rightFrom = 3)
    {
        byte[] input = [.. Enumerable.Repeat((byte)1, Width), 3, 2, 2, 2, 4, .. Enumerable.Repeat((byte)1, Width)];
        byte[] target = [.. input];
        target.AsSpan(6, 3).Fill(5);
        var frames = Enumerable.Range(1, iterations).Select(k => new Frame(
            k >= rightFrom ? target : input, k >= rightFrom,
            [3f * Fall(k), 0.02f * Fall(k), 1e-9f], [1f * Fall(k), 0, 7e-3f], [0.5f * Fall(k), 4f]));
        return new Film(
            title, Height, Width, input, hasTarget ? target : [],
            [(1, 0), (1, 2), (1, 4)], [false, isOneMissing, false], [(0, 1), (1, 2)], [.. frames])
        {
            Tokens = ["pad", "wall", "empty", "start", "goal", "path"],
        };
    }

    private static float Fall(int k) => MathF.Pow(0.8f, k);
}
