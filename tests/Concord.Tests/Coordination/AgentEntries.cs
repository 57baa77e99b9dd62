using Concord.Coordination;
using Concord.Tensors;
using Concord.Tests.Reference;

namespace Concord.Tests.Coordination;

/// <summary>Two agents with two and three numbers, as the contract runs them.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Make">The agents on a tape, for a number of samples.</param>
/// <param name="BestAnswer">v and ρ, one number a coordinate, to the x found by trying everything.</param>
internal sealed record AgentEntry(
    string Name, Func<Tape, int, IAgents> Make, Func<double[], double[], double[]> BestAnswer)
{
    public const int State = 5;

    /// <summary>Whether the answer can be differentiated, or else refuses to be.</summary>
    public bool Differentiable { get; init; } = true;
}

/// <summary>All kinds of agents there are. A new one adds its line here and is tested like the others.</summary>
internal static class AgentEntries
{
    private const float Infinity = float.PositiveInfinity;
    private static readonly float[] s_curvature = [0.5f, 2, 0.01f, 1, 3], s_slope = [1, -2, 0.5f, 0, -4];
    private static readonly float[] s_upper = [0.2f, 1, 0.5f, 2, 0.7f];
    private static readonly float[,] s_first = { { 2, 0.5f }, { 0.5f, 1 } };
    private static readonly float[,] s_second = { { 1, 0, 0 }, { 0, 0, 0 }, { 0, 0, 4 } };

    private static readonly QuadraticProgram[] s_programs =
    [
        new()
        {
            Curvature = s_first, Slope = s_slope[..2], Rows = new float[,] { { 1, 1 }, { 1, -2 } },
            Lower = [-Infinity, 0.1f], Upper = [0.5f, Infinity],
        },
        new()
        {
            Curvature = s_second, Slope = s_slope[2..], Rows = new float[,] { { 1, 1, 1 }, { 0, 1, 0 }, { 1, 0, -1 } },
            Lower = [1, -0.2f, -1], Upper = [1, 0.4f, 1],
        },
    ];

    public static IReadOnlyList<AgentEntry> All { get; } =
    [
        Diagonal("quadratic", 0, -Infinity, null),
        Diagonal("quadratic and l1", 0.6f, -Infinity, null),
        Diagonal("quadratic, l1 and box", 0.3f, 0, s_upper),
        Diagonal("non-negative", 0, 0, null),
        new("wishing", (tape, samples) => DiagonalAgents.Wishing(Rows(tape, s_slope, samples), 1.5f), (v, rho) =>
            [.. v.Select((vi, i) => Programs.Least(
                x => (0.75 * Square(x - s_slope[i])) + (rho[i] / 2 * Square(x - vi)), -100, 100))]),
        new("dense quadratic", (_, _) => new QuadraticAgents([s_first, s_second], [s_slope[..2], s_slope[2..]]),
            (v, rho) =>
            [
                .. Program(Free(s_first, s_slope[..2]), v[..2], rho[..2]),
                .. Program(Free(s_second, s_slope[2..]), v[2..], rho[2..]),
            ])
        {
            Differentiable = false,
        },
        new("quadratic programs", (_, _) => new QpAgents(s_programs), (v, rho) =>
            [.. Program(s_programs[0], v[..2], rho[..2]), .. Program(s_programs[1], v[2..], rho[2..])])
        {
            Differentiable = false,
        },
    ];

    public static AgentEntry Named(string name) => All.Single(entry => entry.Name == name);

    /// <summary>A program without constraints.</summary>
    public static QuadraticProgram Free(float[,] curvature, float[] slope) =>
        new() { Curvature = curvature, Slope = slope, Rows = new float[0, slope.Length], Lower = [], Upper = [] };

    /// <summary>One agent's best answer by trying every set of active constraints; null where there is none.</summary>
    public static double[]? TryProgram(QuadraticProgram program, double[] v, double[] rho)
    {
        var n = v.Length;
        var h = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                h[i, j] = program.Curvature[i, j] + (i == j ? rho[i] : 0);
        var rows = new double[program.Lower.Length, n];
        for (var i = 0; i < rows.GetLength(0); i++)
            for (var j = 0; j < n; j++)
                rows[i, j] = program.Rows[i, j];
        double[] g = [.. program.Slope.Select((q, i) => q - (rho[i] * v[i]))];
        return Programs.Quadratic(h, g, rows, [.. program.Lower], [.. program.Upper]);
    }

    private static double[] Program(QuadraticProgram program, double[] v, double[] rho) =>
        TryProgram(program, v, rho)!;

    private static AgentEntry Diagonal(string name, float l1, float lower, float[]? upper) => new(
        name,
        (tape, samples) => new DiagonalAgents(Rows(tape, s_curvature, samples), Rows(tape, s_slope, samples))
        {
            L1 = l1 == 0 ? null : tape.Input([l1], []),
            Lower = float.IsInfinity(lower) ? null : tape.Input([lower], []),
            Upper = upper == null ? null : Rows(tape, upper, samples),
        },
        (v, rho) => [.. v.Select((vi, i) => Programs.Least(
            x => (0.5 * s_curvature[i] * x * x) + (s_slope[i] * x) + (l1 * Math.Abs(x)) + (rho[i] / 2 * Square(x - vi)),
            Math.Max(lower, -100), Math.Min(upper?[i] ?? 100, 100)))]);

    private static Tensor Rows(Tape tape, float[] numbers, int samples) =>
        tape.Input([.. Enumerable.Repeat(numbers, samples).SelectMany(row => row)], [samples, numbers.Length]);

    private static double Square(double x) => x * x;
}
