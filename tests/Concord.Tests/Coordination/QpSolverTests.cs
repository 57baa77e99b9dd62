using Concord.Coordination;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Quadratic programs in units of every size.</summary>
public sealed class QpSolverTests
{
    private const float Infinity = float.PositiveInfinity;

    public static TheoryData<float> Units => [1e-30f, 1e-20f, 1e-12f, 1e-8f, 1e-3f, 1, 1e3f, 1e8f, 1e12f, 1e20f, 1e30f];

    [Theory, MemberData(nameof(Units))]
    public void Units_of_rows_do_not_matter(float unit)
    {
        // One coordinate, no cost but the proposal's: the row alone decides.
        Assert.Equal(1, Solve(One(unit, unit, unit), [0])![0], 1e-6);
        Assert.Equal(1, Solve(One(unit, unit, Infinity), [0])![0], 1e-6);
        Assert.Equal(-1, Solve(One(-unit, unit, Infinity), [3])![0], 1e-6);
        Assert.Equal(3, Solve(One(unit, unit, Infinity), [3])![0], 1e-6);
    }

    [Theory, MemberData(nameof(Units))]
    public void Units_of_coordinates_do_not_matter(float unit)
    {
        // unit · x = 1, and two bounds of which the second is twice the first.
        Near(1 / unit, Solve(One(unit, 1, 1), [0])![0]);
        var bounds = One(1, unit, Infinity) with
        {
            Rows = new float[,] { { 1 }, { 1 } }, Lower = [unit, 2 * unit], Upper = [Infinity, Infinity],
        };
        Near(2 * unit, Solve(bounds, [0])![0]);
        Near(2 * unit, Solve(bounds, [-100 * unit])![0]);
        Near(5 * unit, Solve(bounds, [5 * unit])![0]);
        Assert.Null(Solve(bounds with { Upper = [unit, Infinity] }, [0]));
        Assert.Null(Solve(bounds with { Upper = [1.0001f * unit, Infinity] }, [0]));
        Near(2 * unit, Solve(bounds with { Upper = [2 * unit, Infinity] }, [0])![0]);
    }

    [Theory]
    [InlineData(1e-3f)]
    [InlineData(1e-6f)]
    [InlineData(1e-8f)]
    [InlineData(1e-10f)]
    [InlineData(1e-12f)]
    public void Rows_that_differ_in_a_small_entry_alone_are_different_rows(float small)
    {
        var program = Free(2) with
        {
            Rows = new[,] { { 1, small }, { 1, 0 } }, Lower = [1, -Infinity], Upper = [1, 0],
        };
        var x = Solve(program, [0, 0])!;

        Assert.InRange(x[0], -1e-15, 0);
        Near(1 / small, x[1]);
    }

    [Fact]
    public void Rows_that_differ_by_rounding_alone_count_once()
    {
        // Three times the first row, and a row that is the sum of two others, in single precision.
        var program = Free(2) with
        {
            Rows = new[,] { { 0.1f, 0.7f }, { 0.1f * 3, 0.7f * 3 } },
            Lower = [0.9f, 0.9f * 3],
            Upper = [0.9f, 0.9f * 3],
        };
        var x = Solve(program, [0, 0])!;
        Near(0.9 * 0.1 / 0.5, x[0], 1e-5);
        Near(0.9 * 0.7 / 0.5, x[1], 1e-5);

        var sum = Free(3) with
        {
            Rows = new[,] { { 0.1f, 0.2f, 0 }, { 0, 0.1f, 0.3f }, { 0.1f, 0.2f + 0.1f, 0.3f } },
            Lower = [0.1f, 0.6f, 0.1f + 0.6f],
            Upper = [0.1f, 0.6f, 0.1f + 0.6f],
        };
        var without = sum with
        {
            Rows = new[,] { { 0.1f, 0.2f, 0 }, { 0, 0.1f, 0.3f } }, Lower = [0.1f, 0.6f], Upper = [0.1f, 0.6f],
        };
        var expected = AgentEntries.TryProgram(without, [0, 0, 0], [1, 1, 1])!;
        Assert.All(Solve(sum, [0, 0, 0])!.Zip(expected), pair => Near(pair.Second, pair.First, 1e-5));
        Assert.Null(Solve(sum with { Lower = [0.1f, 0.6f, 0.701f], Upper = [0.1f, 0.6f, 0.701f] }, [0, 0, 0]));
    }

    [Fact]
    public void A_row_of_zeros_is_met_by_all_or_by_none()
    {
        var zero = One(0, -1, 1);
        Assert.Equal(7, Solve(zero, [7])![0]);
        Assert.Null(Solve(zero with { Lower = [1e-30f] }, [7]));
    }

    [Fact]
    public void Many_rows_through_one_vertex_are_solved()
    {
        // A cone of 40 planes that meet at (0, 0, 0), or at (1, 2, 3), below which x is wanted.
        foreach (var apex in new float[][] { [0, 0, 0], [1, 2, 3], [1e-8f, 2e6f, 3] })
        {
            var rows = new float[40, 3];
            var lower = new float[40];
            for (var i = 0; i < 40; i++)
            {
                (rows[i, 0], rows[i, 1]) = (MathF.Round(8 * MathF.Cos(i)), MathF.Round(8 * MathF.Sin(i)));
                rows[i, 2] = 4;
                lower[i] = (float)Enumerable.Range(0, 3).Sum(j => (double)rows[i, j] * apex[j]);
            }
            var program = Free(3) with { Rows = rows, Lower = lower, Upper = [.. lower.Select(_ => Infinity)] };
            var x = Solve(program, [apex[0], apex[1], apex[2] - 1000])!;

            Assert.All(x.Zip(apex), pair => Assert.Equal(pair.Second, pair.First, 1e-5 + (3e-7 * apex.Max())));
        }
    }

    [Fact]
    public void A_thousand_programs_are_solved_alike_in_all_units()
    {
        int solved = 0, contradictory = 0;
        for (var seed = 0UL; seed < 1000; seed++)
        {
            var rng = new Rng(seed);
            var (program, v, rho) = Draw(rng);
            var expected = AgentEntries.TryProgram(
                program, [.. v.Select(value => (double)value)], [.. rho.Select(value => (double)value)]);
            var units = v.Select(_ => Power(rng)).ToArray();
            var cost = Power(rng);
            var scaled = Scale(program, units, cost, [.. program.Lower.Select(_ => Power(rng))]);
            var x = new float[v.Length];
            float[] price = [.. rho.Select((r, j) => cost * r / units[j] / units[j])];
            var solver = new QpSolver(scaled);
            for (var again = 0; again < 2; again++)
            {
                var found = solver.TrySolve([.. v.Select((value, j) => value * units[j])], price, x);
                Assert.True(found == (expected != null), $"seed {seed}: {found}");
                for (var j = 0; found && j < x.Length; j++)
                    Assert.True(
                        Math.Abs(expected![j] - (x[j] / units[j])) <= 1e-5 * (1 + Math.Abs(expected[j])),
                        $"seed {seed}, coordinate {j}: {x[j] / units[j]} instead of {expected[j]}");
                // The same program from another start.
                solver.TrySolve([.. v.Select((_, j) => (float)rng.Normal() * units[j])], price, x);
            }
            _ = expected == null ? contradictory++ : solved++;
        }
        Assert.True(solved > 500 && contradictory > 100, $"{solved} and {contradictory}");
    }

    [Fact]
    public void Large_programs_that_are_made_from_their_answers_have_these()
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var rng = new Rng(seed);
            var (n, m) = (5 + rng.Below(30), 5 + rng.Below(60));
            double[] answer = [.. Enumerable.Range(0, n).Select(_ => rng.Normal())];
            var program = Around(answer, n, m, rng, out var v);
            var x = Solve(program, v)!;
            for (var j = 0; j < n; j++)
                Assert.True(Math.Abs(answer[j] - x[j]) <= 2e-4, $"seed {seed}: {x[j]} instead of {answer[j]}");
        }
    }

    // A program whose active rows, with multipliers of the right sign, hold x at the answer.
    private static QuadraticProgram Around(double[] answer, int n, int m, Rng rng, out float[] proposal)
    {
        var program = Free(n) with { Rows = new float[m, n], Lower = new float[m], Upper = new float[m] };
        var pull = new double[n];
        for (var i = 0; i < m; i++)
        {
            var value = 0.0;
            var unit = Power(rng);
            for (var j = 0; j < n; j++)
            {
                program.Rows[i, j] = unit * (float)rng.Normal();
                value += program.Rows[i, j] * answer[j];
            }
            // Held at the lower bound or at the upper one, or not at all.
            var side = i < n / 2 ? 1 - (2 * (i % 2)) : 0;
            program.Lower[i] = side > 0 ? (float)value : (float)(value - (unit * (0.1 + rng.Uniform())));
            program.Upper[i] = side < 0 ? (float)value : (float)(value + (unit * (0.1 + rng.Uniform())));
            var multiplier = side * (0.1 + rng.Uniform()) / unit;
            for (var j = 0; j < n; j++)
                pull[j] += multiplier * program.Rows[i, j];
        }
        // x − v = Σ λ a, as ρ is 1 and there is no other cost.
        proposal = [.. answer.Select((x, j) => (float)(x - pull[j]))];
        return program;
    }

    private static (QuadraticProgram Program, float[] V, float[] Rho) Draw(Rng rng)
    {
        int n = 1 + rng.Below(4), m = rng.Below(6), rank = rng.Below(n + 1);
        var half = new float[rank, n];
        for (var k = 0; k < rank; k++)
            for (var j = 0; j < n; j++)
                half[k, j] = rng.Below(5) - 2;
        var program = Free(n) with
        {
            Slope = [.. Enumerable.Range(0, n).Select(_ => (float)rng.Normal())],
            Rows = new float[m, n],
            Lower = new float[m],
            Upper = new float[m],
        };
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < rank; k++)
                    program.Curvature[i, j] += half[k, i] * half[k, j];
        for (var i = 0; i < m; i++)
            Row(program, i, rng);
        return (program, [.. Enumerable.Range(0, n).Select(_ => 3 * (float)rng.Normal())],
            [.. Enumerable.Range(0, n).Select(_ => 0.25f + (float)rng.Uniform())]);
    }

    // A bound on a coordinate, a row of whole numbers, or an earlier row or sum of rows again; of small whole bounds,
    // so that vertices are often degenerate.
    private static void Row(QuadraticProgram program, int i, Rng rng)
    {
        var n = program.Size;
        var kind = rng.Below(4);
        if (kind == 0)
            program.Rows[i, rng.Below(n)] = rng.Below(2) == 0 ? 1 : -2;
        else if (kind == 1 && i > 1)
            for (var j = 0; j < n; j++)
                program.Rows[i, j] = program.Rows[i - 1, j] + program.Rows[i - 2, j];
        else
            for (var j = 0; j < n; j++)
                program.Rows[i, j] = rng.Below(7) - 3;
        float low = rng.Below(5) - 2, width = rng.Below(4);
        (program.Lower[i], program.Upper[i]) = rng.Below(4) switch
        {
            0 => (low, low + width),
            1 => (low, Infinity),
            2 => (-Infinity, low),
            _ => (low, low + (2 * width)),
        };
    }

    private static QuadraticProgram Scale(QuadraticProgram program, float[] units, float cost, float[] rows)
    {
        int n = program.Size, m = rows.Length;
        var scaled = Free(n) with
        {
            Slope = [.. program.Slope.Select((q, j) => cost * q / units[j])],
            Rows = new float[m, n],
            Lower = [.. program.Lower.Select((bound, i) => rows[i] * bound)],
            Upper = [.. program.Upper.Select((bound, i) => rows[i] * bound)],
        };
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < n; k++)
                scaled.Curvature[j, k] = cost * program.Curvature[j, k] / units[j] / units[k];
            for (var i = 0; i < m; i++)
                scaled.Rows[i, j] = rows[i] * program.Rows[i, j] / units[j];
        }
        return scaled;
    }

    // Between 1e-8 and 1e8, and a power of two, which rounds nothing.
    private static float Power(Rng rng) => MathF.ScaleB(1, rng.Below(53) - 26);

    private static QuadraticProgram Free(int size) => AgentEntries.Free(new float[size, size], new float[size]);

    private static QuadraticProgram One(float row, float lower, float upper) =>
        Free(1) with { Rows = new[,] { { row } }, Lower = [lower], Upper = [upper] };

    private static float[]? Solve(QuadraticProgram program, float[] v)
    {
        var x = new float[v.Length];
        return new QpSolver(program).TrySolve(v, [1], x) ? x : null;
    }

    private static void Near(double expected, double actual, double tolerance = 1e-6) => Assert.True(
        Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"{actual:g9} instead of {expected:g9}");
}
