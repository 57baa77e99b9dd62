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

    /// <summary>
    /// A Sudoku of two iterations: the first answer is wrong in three cells, one of them given, the second in one.
    /// </summary>
    public static Film Board()
    {
        byte[] solution =
            [.. Enumerable.Range(0, 81).Select(i => (byte)(((3 * (i / 9)) + (i / 27) + (i % 9)) % 9 + 1))];
        byte[] puzzle = [.. solution.Select((digit, i) => i % 3 == 0 ? (byte)0 : digit)];
        byte[] first = [.. solution], second = [.. solution];
        (first[0], first[1], first[3], second[3]) = (9, 9, 0, 0);
        Frame Of(byte[] answer, float size) => new(answer, false, [size, 1, 0.1f], [1, size, 0.1f], [size, 0.2f]);
        return new Film(
            "a board", 9, 9, puzzle, solution, [(0, -1), (-1, 0), (1, 9)], new bool[3], [(0, 1), (0, 2)],
            [Of(first, 3), Of(second, 2)])
        {
            Look = FilmLook.Board,
            Names = ["row 1", "column 1", "box 1"],
            Sees = [[0, 1], [0, 9], [0, 10]],
            Meetings = [0, 1],
            Tokens = ["blank", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        };
    }

    /// <summary>An image of 12x12 pixels and sixteen agents, the last missing, which is called 1, then 7.</summary>
    /// <param name="label">What it is; null: nobody knows.</param>
    public static Film Grey(byte? label = 7)
    {
        byte[] image = [.. Enumerable.Range(0, 144).Select(i => (byte)(i / 12 < 3 || i % 12 > 8 ? 255 : i))];
        Frame Of(byte called, float size)
        {
            var shares = new float[10];
            (shares[called], shares[0]) = (0.75f, 0.25f);
            byte[] calls = [0, .. Enumerable.Repeat(called, 15)];
            float[] certainty = [.. Enumerable.Range(1, 16).Select(i => i / 16f)];
            return new Frame([called], called == label, [], [.. certainty.Select(c => c * size)], [])
            {
                Ballot = new Ballot(calls, certainty, shares),
            };
        }
        return new Film(
            "an image", 12, 12, image, label is { } digit ? [digit] : [],
            [.. Enumerable.Range(0, 16).Select(a => ((3 * (a / 4)) + 1, (3 * (a % 4)) + 1))],
            [.. Enumerable.Range(0, 16).Select(a => a == 15)], [(0, 1)], [Of(1, 1), Of(7, 0.5f)])
        {
            Look = FilmLook.Grey,
            Of = "drawn digits",
            Tokens = [.. Enumerable.Range(0, 10).Select(d => $"{d}")],
        };
    }

    /// <summary>The image of <see cref="Grey"/>, answered once by a model without agents and iterations.</summary>
    public static Film AtOnce(byte? label = 7)
    {
        var grey = Grey(label);
        var frame = grey.Frames[1];
        return grey with
        {
            Agents = [],
            Missing = [],
            Edges = [],
            Frames = [frame with { Dual = [], Ballot = new Ballot([], [], frame.Ballot!.Shares) }],
        };
    }

    private static float Fall(int k) => MathF.Pow(0.8f, k);
}
