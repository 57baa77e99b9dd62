using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

public sealed class HistoryTests
{
    private const int Samples = 2, Steps = 5;
    private readonly Sheaf _sheaf = SampleSheaves.All["stalks of all sizes, parallel edges"];

    [Fact]
    public void It_holds_the_start_and_every_step_with_residuals_and_disagreement()
    {
        using var tape = new Tape(recording: false);
        var (admm, start, bound) = Make(tape);
        var history = new History(bound);
        new Unrolled { Iterations = Steps }.Run(admm, start, history.Observe);

        Assert.Equal(Enumerable.Range(0, Steps + 1), history.Iterations.Select(i => i.Step));
        var state = start;
        Check(history.Iterations[0], state, state);
        for (var k = 1; k <= Steps; k++)
        {
            var next = admm.Step(state);
            Check(history.Iterations[k], next, state);
            state = next;
        }
    }

    [Fact]
    public void A_solve_and_an_unrolled_layer_are_watched_alike()
    {
        using var tape = new Tape(recording: false);
        var (layer, start, bound) = Make(tape);
        // A solve goes on with conjugate gradients where a layer stops; an exact step is the same in both.
        var admm = layer with { Consensus = ExactConsensus.Soft(bound, 2) };
        History solved = new(bound), unrolled = new(bound);
        Solve.Until(admm with { Tolerance = 1e-20f }, start, new SolveOptions { StepLimit = Steps }, solved.Observe);
        new Unrolled { Iterations = Steps }.Run(admm, start, unrolled.Observe);

        foreach (var (a, b) in solved.Iterations.Zip(unrolled.Iterations))
        {
            Assert.Equal(a.X, b.X);
            Assert.Equal(a.U, b.U);
            Assert.Equal(a.Dual, b.Dual);
            Assert.Equal(a.Disagreement, b.Disagreement);
        }
        Assert.Equal(Steps + 1, unrolled.Iterations.Count);
    }

    [Fact]
    public void Watching_changes_no_gradient()
    {
        float[] Gradient(bool watched)
        {
            using var tape = new Tape();
            var target = tape.Input(SampleSheaves.Draw(Samples * 11, 3), [Samples, 11], tracked: true);
            var (admm, start, bound) = Make(tape);
            var history = new History(bound);
            StepObserver<AdmmState>? observe = watched ? history.Observe : null;
            var end = new Unrolled { Iterations = Steps }.Run(admm, start with { Z = target }, observe);
            end.X.Gradient.Fill(1);
            tape.Backward();
            return target.Gradient.ToArray();
        }
        Assert.Equal(Gradient(watched: false), Gradient(watched: true));
        Assert.Contains(Gradient(watched: true), value => value != 0);
    }

    [Fact]
    public void Disagreement_is_also_given_as_the_release_plots_it()
    {
        using var tape = new Tape(recording: false);
        var (_, start, bound) = Make(tape);
        var history = new History(bound);
        history.Observe(0, start);
        var frame = history.Iterations[0];
        var r = bound.Coboundary(start.Z).Values.Slice(bound.Layout.EdgeSizeTotal, 2);

        // The first edge of the second sample holds two numbers.
        Assert.Equal(MathF.Sqrt((((r[0] * r[0]) + (r[1] * r[1])) / 2) + 1e-6f), frame.DisagreementRms(1, 0), 1e-5f);
        Assert.Throws<ArgumentException>(() => frame.DisagreementRms(0, 5));
    }

    [Fact]
    public void A_sheaf_without_edges_has_no_disagreement()
    {
        using var tape = new Tape(recording: false);
        var history = new History(SampleSheaves.All["no edges"].On(tape));
        history.Observe(0, AdmmState.From(tape.Zeros([1, 5]), Penalty.Same(tape, 1)));

        Assert.Empty(history.Iterations[0].Disagreement);
        Assert.Equal(2, history.Iterations[0].Primal.Length);
    }

    private (SheafAdmm Admm, AdmmState Start, BoundSheaf Sheaf) Make(Tape tape)
    {
        var bound = _sheaf.On(tape, Samples);
        var slope = tape.Input(SampleSheaves.Draw(Samples * 11, 1), [Samples, 11]);
        var admm = new SheafAdmm(new DiagonalAgents(tape.Input([1], []), slope), ConjugateGradients.Soft(bound, 2));
        var guess = tape.Input(SampleSheaves.Draw(Samples * 11, 2), [Samples, 11]);
        return (admm, AdmmState.From(guess, Penalty.PerAgent(bound, 1, 2, 0.5f, 3)), bound);
    }

    private void Check(History.Iteration frame, AdmmState state, AdmmState before)
    {
        Assert.Equal(state.X.Values.ToArray(), frame.X);
        Assert.Equal(state.Z.Values.ToArray(), frame.Z);
        Assert.Equal(state.U.Values.ToArray(), frame.U);
        float[] rho = [1, 2, 0.5f, 3];
        for (int b = 0, at = 0, edge = 0; b < Samples; b++)
        {
            for (var v = 0; v < 4; at += _sheaf.Layout.VertexStalks[v++])
            {
                double primal = 0, dual = 0;
                for (var i = at; i < at + _sheaf.Layout.VertexStalks[v]; i++)
                {
                    primal += Math.Pow(state.X.Values[i] - state.Z.Values[i], 2);
                    dual += Math.Pow(rho[v] * (state.Z.Values[i] - before.Z.Values[i]), 2);
                }
                Assert.Equal(Math.Sqrt(primal), frame.Primal[(b * 4) + v], 1e-4);
                Assert.Equal(Math.Sqrt(dual), frame.Dual[(b * 4) + v], 1e-4);
            }
            var seen = SampleSheaves.Dense(_sheaf).Coboundary;
            var r = Reference.Matrices.Apply(seen, SampleSheaves.Exact(state.Z.Values.Slice(b * 11, 11)));
            for (int e = 0, row = 0; e < 5; row += _sheaf.Layout.EdgeStalks[e++])
            {
                var onEdge = r[row..(row + _sheaf.Layout.EdgeStalks[e])];
                Assert.Equal(Math.Sqrt(onEdge.Sum(x => x * x)), frame.Disagreement[edge++], 1e-4);
            }
        }
    }
}
