using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Coordination;

/// <summary>Three problems as users state them, whose answers come from dense elimination in double precision.</summary>
public sealed class ReferenceProblemTests
{
    private static readonly Dictionary<string, Func<BoundSheaf, IConsensus>> s_steps = new()
    {
        ["exact"] = ExactConsensus.Hard,
        ["edge space"] = EdgeSpace.Hard,
        ["edge space, ten steps"] = sheaf => EdgeSpace.Hard(sheaf) with { Steps = 10, Memory = new EdgeMultipliers() },
        ["conjugate gradients"] = sheaf => ConjugateGradients.Hard(sheaf),
        ["conjugate gradients, sixty steps"] = sheaf => ConjugateGradients.Hard(sheaf) with { Steps = 60 },
        ["Nesterov"] = sheaf => NesterovDescent.Hard(sheaf, sheaf.Tape.Input([Rate(sheaf)], [])),
    };

    public static TheoryData<string> Steps => [.. s_steps.Keys];

    [Theory, MemberData(nameof(Steps))]
    public void Fifty_agents_share_a_resource_by_flows_on_edges(string step)
    {
        // Agent i makes p at cost ½ c p², and p + what flows in − what flows out = its demand; flows cost 0.05 f² an end.
        const int Agents = 50;
        var rng = new Rng(3);
        var pairs = Connected(Agents, 40, rng);
        float[] cost = [.. Draw(Agents, rng).Select(c => 0.5f + c)], demand = [.. Draw(Agents, rng).Select(d => 4 * d)];
        int[][] incident =
            [.. Enumerable.Range(0, Agents).Select(a => (int[])[.. pairs.Index().Where(e => Touches(e.Item, a)).Select(e => e.Index)])];
        var programs = incident.Select((edges, a) =>
        {
            var size = 1 + edges.Length;
            float[,] q = new float[size, size], row = new float[1, size];
            (q[0, 0], row[0, 0]) = (cost[a], 1);
            for (var i = 1; i < size; i++)
                (q[i, i], row[0, i]) = (0.1f, pairs[edges[i - 1]].U == a ? -1 : 1);
            return new QuadraticProgram
            {
                Curvature = q, Slope = new float[size], Rows = row, Lower = [demand[a]], Upper = [demand[a]],
            };
        });
        var builder = new SheafBuilder([.. incident.Select(edges => 1 + edges.Length)]);
        foreach (var (e, (u, v)) in pairs.Index())
            builder.Match(u, 1 + Array.IndexOf(incident[u], e), v, 1 + Array.IndexOf(incident[v], e));

        // With multipliers m: c p = m, 0.2 f = m_u's end … so that p = m / c and f = (m_v − m_u) / 0.2.
        var system = new double[Agents, Agents];
        for (var a = 0; a < Agents; a++)
            system[a, a] = 1 / (double)cost[a];
        foreach (var (u, v) in pairs)
        {
            const double Ease = 1 / (2 * (double)0.1f);
            (system[u, u], system[v, v]) = (system[u, u] + Ease, system[v, v] + Ease);
            (system[u, v], system[v, u]) = (system[u, v] - Ease, system[v, u] - Ease);
        }
        var prices = LinearSystem.Solve(system, [.. demand.Select(d => (double)d)])!;
        double[] expected =
        [
            .. incident.SelectMany((edges, a) => edges.Select(e => (prices[pairs[e].V] - prices[pairs[e].U]) / (2 * (double)0.1f))
                .Prepend(prices[a] / cost[a])),
        ];

        Check(step, new QpAgents([.. programs]), builder.Build(), expected, rho: 1);
    }

    [Theory, MemberData(nameof(Steps))]
    public void Twenty_agents_fit_five_unknowns_to_fifteen_rows_each(string step)
    {
        const int Agents = 20, Rows = 15, Unknowns = 5;
        var rng = new Rng(5);
        double[,] all = new double[Unknowns, Unknowns];
        var right = new double[Unknowns];
        var curvatures = new List<float[,]>();
        var slopes = new List<float[]>();
        for (var a = 0; a < Agents; a++)
        {
            float[,] q = new float[Unknowns, Unknowns];
            var slope = new float[Unknowns];
            for (var r = 0; r < Rows; r++)
            {
                double[] row = [.. Enumerable.Range(0, Unknowns).Select(_ => rng.Normal())];
                var seen = row.Select((w, i) => w * (i - 1.5)).Sum() + rng.Normal();
                for (var i = 0; i < Unknowns; i++)
                {
                    slope[i] -= (float)(row[i] * seen);
                    for (var j = 0; j <= i; j++)
                        q[i, j] = q[j, i] = q[i, j] + (float)(row[i] * row[j]);
                }
            }
            curvatures.Add(q);
            slopes.Add(slope);
            for (var i = 0; i < Unknowns; i++)
            {
                right[i] -= slope[i];
                for (var j = 0; j < Unknowns; j++)
                    all[i, j] += q[i, j];
            }
        }
        var best = LinearSystem.Solve(all, right)!;
        var same = new float[Unknowns, Unknowns];
        for (var i = 0; i < Unknowns; i++)
            same[i, i] = 1;
        var builder = new SheafBuilder([.. Enumerable.Repeat(Unknowns, Agents)]);
        foreach (var (u, v) in Connected(Agents, 12, rng))
            builder.Join(u, same, v, same);

        Check(
            step, new QuadraticAgents(curvatures, slopes), builder.Build(),
            [.. Enumerable.Range(0, Agents).SelectMany(_ => best)], rho: 15);
    }

    [Theory, MemberData(nameof(Steps))]
    public void Twelve_agents_of_two_to_six_numbers_agree_through_random_maps(string step)
    {
        const int Agents = 12;
        var rng = new Rng(7);
        int[] sizes = [.. Enumerable.Range(0, Agents).Select(a => 2 + (a % 5))];
        var pairs = Connected(Agents, 1, rng);
        var builder = new SheafBuilder(sizes);
        foreach (var (u, v) in pairs)
            builder.Join(u, Map(2, sizes[u], rng), v, Map(2, sizes[v], rng));
        var sheaf = builder.Build();
        float[][] slopes = [.. sizes.Select(size => (float[])[.. Enumerable.Range(0, size).Select(_ => (float)rng.Normal())])];
        float[][,] curvatures = [.. sizes.Select(size => Definite(size, rng))];

        // [Q δᵀ; δ 0] [x; λ] = [−q; 0]
        var delta = sheaf.DenseCoboundary();
        int n = delta.Columns, m = delta.Rows;
        var system = new double[n + m, n + m];
        for (int a = 0, at = 0; a < Agents; at += sizes[a++])
            for (var i = 0; i < sizes[a]; i++)
                for (var j = 0; j < sizes[a]; j++)
                    system[at + i, at + j] = curvatures[a][i, j];
        for (var r = 0; r < m; r++)
            for (var c = 0; c < n; c++)
                system[n + r, c] = system[c, n + r] = delta[r, c];
        var solved = LinearSystem.Solve(system, [.. slopes.SelectMany(q => q).Select(q => -(double)q), .. new double[m]])!;

        Check(step, new QuadraticAgents(curvatures, slopes), sheaf, solved[..n], rho: 1);
    }

    [Theory]
    [InlineData(2f)]
    [InlineData(1e4f)]
    public void Soft_consensus_ends_at_its_own_optimum(float pull)
    {
        var count = 12;
        var problem = Instance.Path(
            [.. Enumerable.Repeat(1f, count)], [.. Enumerable.Range(0, count).Select(i => (float)-i)]);
        var system = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            system[i, i] = 1 + (pull * (i == 0 || i == count - 1 ? 1 : 2));
            if (i > 0)
                system[i, i - 1] = system[i - 1, i] = -pull;
        }
        var expected = LinearSystem.Solve(system, [.. Enumerable.Range(0, count).Select(i => (double)i)])!;
        foreach (var make in new Func<BoundSheaf, IConsensus>[]
        {
            sheaf => ExactConsensus.Soft(sheaf, pull), sheaf => EdgeSpace.Soft(sheaf, pull) with { Steps = 2 },
            sheaf => ConjugateGradients.Soft(sheaf, pull) with { Steps = 2 },
            sheaf => NesterovDescent.Soft(sheaf, pull, sheaf.Tape.Input([0.2f / pull], [])),
            sheaf => NesterovDescent.Soft(sheaf, pull, sheaf.Tape.Input([1e-9f], [])),
        })
        {
            using var tape = new Tape(recording: false);
            var outcome = problem.Solved(tape, make);
            Assert.True(outcome.Status == SolveStatus.Agreed || outcome.State.X.Values.Length == count, outcome.Advice);
            if (outcome.Status == SolveStatus.Agreed)
                Assert.InRange(Problem.Distance(outcome.State.Z.Values, expected), 0, 1e-3 * 22);
            if (make(problem.Admm(tape).Consensus.Sheaf) is not NesterovDescent)
                Assert.Equal(SolveStatus.Agreed, outcome.Status);
        }
    }

    private static void Check(string step, IAgents agents, Sheaf sheaf, double[] expected, float rho)
    {
        using var tape = new Tape(recording: false);
        var admm = new SheafAdmm(agents, s_steps[step](sheaf.On(tape))) { Tolerance = 1e-5f };
        var start = AdmmState.From(tape.Zeros([1, expected.Length]), Penalty.Same(tape, rho));
        var outcome = Solve.Until(admm, start, new SolveOptions { StepLimit = 3000 });
        var miss = Problem.Distance(outcome.State.Z.Values, expected) / Math.Sqrt(expected.Sum(x => x * x));

        if (step != "Nesterov")
            Assert.True(outcome.Status == SolveStatus.Agreed, outcome.Advice);
        if (outcome.Status == SolveStatus.Agreed)
            Assert.InRange(miss, 0, 1e-4);
    }

    // A step size below 1 over the largest eigenvalue of the Laplacian.
    private static float Rate(BoundSheaf sheaf) => (float)(1 / new EdgeMeasure(sheaf).LargestEigenvalue(0));

    private static bool Touches((int U, int V) edge, int agent) => edge.U == agent || edge.V == agent;

    private static float[] Draw(int count, Rng rng) => [.. Enumerable.Range(0, count).Select(_ => (float)rng.Uniform())];

    // A random tree and some edges more.
    private static (int U, int V)[] Connected(int agents, int more, Rng rng)
    {
        var pairs = new List<(int, int)>();
        for (var v = 1; v < agents; v++)
            pairs.Add((rng.Below(v), v));
        while (more > 0)
        {
            int u = rng.Below(agents), v = rng.Below(agents);
            if (u == v)
                continue;
            pairs.Add((u, v));
            more--;
        }
        return [.. pairs];
    }

    private static float[,] Map(int rows, int columns, Rng rng)
    {
        var map = new float[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                map[i, j] = (float)rng.Normal();
        return map;
    }

    private static float[,] Definite(int size, Rng rng)
    {
        var root = Map(size, size, rng);
        var q = new float[size, size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
            {
                for (var k = 0; k < size; k++)
                    q[i, j] += root[Math.Min(i, j), k] * root[Math.Max(i, j), k];
                q[i, j] += i == j ? 0.5f : 0;
            }
        return q;
    }
}
