using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Tests.Coordination;

/// <summary>A coordination problem as plain numbers, so that it can be restated in other units or another order.</summary>
internal sealed record Instance
{
    public required int[] Stalks { get; init; }

    public required (int U, float[,] MapU, int V, float[,] MapV)[] Edges { get; init; }

    public required float[] Curvature { get; init; }

    public required float[] Slope { get; init; }

    public float[]? Lower { get; init; }

    public float[]? Upper { get; init; }

    public float[]? Guess { get; init; }

    public float Rho { get; init; } = 1;

    public ResidualBalance? Balance { get; init; }

    public int StepLimit { get; init; } = 1000;

    public float Tolerance { get; init; } = 1e-4f;

    /// <summary>Agents of one number each that agree along a path.</summary>
    public static Instance Path(float[] curvature, float[] slope) => new()
    {
        Stalks = [.. curvature.Select(_ => 1)],
        Edges = [.. Enumerable.Range(1, curvature.Length - 1).Select(v => (v - 1, One(1), v, One(1)))],
        Curvature = curvature,
        Slope = slope,
    };

    /// <summary>Agents of two numbers with orthogonal maps around a ring with a chord.</summary>
    public static Instance Ring(ulong seed, bool bounded)
    {
        const int Agents = 6;
        var rng = new Rng(seed);
        float[] headings = [.. Enumerable.Range(0, Agents).Select(_ => (float)(6 * rng.Uniform()))];
        (int U, int V)[] pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (1, 4)];
        float[] Draw(double from, double to) =>
            [.. Enumerable.Range(0, 2 * Agents).Select(_ => (float)(from + ((to - from) * rng.Uniform())))];
        return new()
        {
            Stalks = [.. Enumerable.Repeat(2, Agents)],
            Edges = [.. pairs.Select(p => (p.U, Turn(headings[p.U]), p.V, Turn(headings[p.V])))],
            Curvature = Draw(0.5, 3),
            Slope = Draw(-4, 4),
            Lower = bounded ? Draw(-0.6, -0.3) : null,
            Upper = bounded ? Draw(0.3, 0.6) : null,
        };
    }

    /// <summary>All numbers times a factor: targets and bounds, and so the answer.</summary>
    public Instance InUnits(float c) => this with { Slope = Times(Slope, c), Lower = Scaled(Lower, c), Upper = Scaled(Upper, c) };

    /// <summary>All costs, and the penalty, times a factor; the answer stays.</summary>
    public Instance AtPrices(float c) => this with { Curvature = Times(Curvature, c), Slope = Times(Slope, c), Rho = c * Rho };

    /// <summary>Each edge in units of its own; the answer stays where consensus is hard.</summary>
    public Instance WithMaps(Func<int, float> factor) => this with
    {
        Edges = [.. Edges.Select((e, i) => (e.U, Times(e.MapU, factor(i)), e.V, Times(e.MapV, factor(i))))],
    };

    /// <summary>Every edge twice.</summary>
    public Instance Doubled() => this with { Edges = [.. Edges, .. Edges] };

    /// <summary>The agents, all of one size, in another order: agent i moves to order[i].</summary>
    public Instance Permuted(int[] order)
    {
        var size = Stalks[0];
        float[]? Move(float[]? values)
        {
            if (values == null)
                return null;
            var moved = new float[values.Length];
            for (var i = 0; i < values.Length; i++)
                moved[(order[i / size] * size) + (i % size)] = values[i];
            return moved;
        }
        return this with
        {
            Edges = [.. Edges.Select(e => (order[e.U], e.MapU, order[e.V], e.MapV))],
            Curvature = Move(Curvature)!,
            Slope = Move(Slope)!,
            Lower = Move(Lower),
            Upper = Move(Upper),
        };
    }

    public Outcome<AdmmState> Solved(Tape tape, Func<BoundSheaf, IConsensus>? consensus = null) =>
        Solve.Until(Admm(tape, consensus), Start(tape), new SolveOptions { StepLimit = StepLimit });

    public SheafAdmm Admm(Tape tape, Func<BoundSheaf, IConsensus>? consensus = null)
    {
        var builder = new SheafBuilder(Stalks);
        foreach (var (u, mapU, v, mapV) in Edges)
            builder.Join(u, mapU, v, mapV);
        Tensor? Bound(float[]? values) => values == null ? null : tape.Input(values, [1, values.Length]);
        var agents = new DiagonalAgents(tape.Input(Curvature, [1, Curvature.Length]), tape.Input(Slope, [1, Slope.Length]))
        {
            Lower = Bound(Lower),
            Upper = Bound(Upper),
        };
        return new SheafAdmm(agents, (consensus ?? EdgeSpace.Hard)(builder.Build().On(tape)))
        {
            Balance = Balance,
            Tolerance = Tolerance,
        };
    }

    public AdmmState Start(Tape tape) =>
        AdmmState.From(tape.Input(Guess ?? new float[Slope.Length], [1, Slope.Length]), Penalty.Same(tape, Rho));

    public static float[,] One(float value) => new[,] { { value } };

    private static float[] Times(float[] values, float c) => [.. values.Select(value => c * value)];

    private static float[]? Scaled(float[]? values, float c) => values == null ? null : Times(values, c);

    private static float[,] Times(float[,] map, float c)
    {
        var scaled = (float[,])map.Clone();
        for (var i = 0; i < map.GetLength(0); i++)
            for (var j = 0; j < map.GetLength(1); j++)
                scaled[i, j] *= c;
        return scaled;
    }

    private static float[,] Turn(float angle) =>
        new[,] { { MathF.Cos(angle), -MathF.Sin(angle) }, { MathF.Sin(angle), MathF.Cos(angle) } };
}
