using Concord.Predictive;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Predictive;

public sealed class RelaxationTests
{
    [Theory]
    [InlineData(Activation.None, 0f, 1, 0f, false)]
    [InlineData(Activation.Tanh, 0f, 2, 0f, false)]
    [InlineData(Activation.Tanh, 1f, 1, 0f, false)]
    [InlineData(Activation.Relu, 1f, 1, 0f, true)]
    [InlineData(Activation.Relu, 0.5f, 3, 0.1f, false)]
    public void LearnsAsTheEquationsSay(Activation activation, float alpha, int inner, float leak, bool postDual)
    {
        using var chain = new ChainFixture(width: 7, depth: 6, activation);
        var rule = new Relaxation
        {
            Cycles = 9,
            Step = 0.2f,
            Alpha = alpha,
            Penalty = 0.8f,
            InnerSteps = inner,
            Leak = leak,
            Credit = postDual ? WeightCredit.PostDual : WeightCredit.PreDual,
        };

        var (gradient, loss) = chain.Learn(rule);

        var expected = chain.Mean((x, y) => chain.Reference.Relax(
            x, y, 9, rule.Step, alpha, rule.Penalty, inner, leak, postDual));
        Close(expected, gradient, 5e-6);
        var forward = Enumerable.Range(0, chain.Samples)
            .Average(s => chain.Reference.BackPropagate(chain.Input(s), chain.Target(s)).Loss);
        Assert.Equal(forward, loss, 1e-5);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void BackPropagationIsTheChainRule(Activation activation)
    {
        using var chain = new ChainFixture(width: 7, depth: 6, activation);

        var (gradient, _) = chain.Learn(new BackPropagation());

        Close(chain.Mean((x, y) => chain.Reference.BackPropagate(x, y).Gradient), gradient, 5e-6);
    }

    [Fact]
    public void OfALinearNetworkTheLimitIsBackPropagation()
    {
        using var chain = new ChainFixture(width: 6, depth: 10, Activation.None, samples: 1);
        var rule = new Relaxation { Cycles = 2000, Step = chain.Bounds.Step };

        var relaxed = chain.Learn(rule).Gradient;

        var exact = chain.Learn(new BackPropagation()).Gradient;
        Assert.True(Cosine(exact, relaxed) > 0.999999);
        Close([.. exact.Select(g => (double)g)], relaxed, 2e-3);
    }

    [Fact]
    public void InDoublePrecisionTheLimitIsBackPropagationToTenDigits()
    {
        const int Cycles = 10_000;
        using var chain = new ChainFixture(width: 6, depth: 10, Activation.None, samples: 1);
        var step = chain.Bounds.Step;

        var limit = chain.Mean((x, y) => chain.Reference.Relax(x, y, Cycles, step, alpha: 1, rho: 1));

        var exact = chain.Mean((x, y) => chain.Reference.BackPropagate(x, y).Gradient);
        var gap = Math.Sqrt(exact.Zip(limit, (a, b) => (a - b) * (a - b)).Sum() / exact.Sum(a => a * a));
        Assert.True(gap < 1e-10, $"{gap}");
        Close(limit, chain.Learn(new Relaxation { Cycles = Cycles, Step = step }).Gradient, 1e-5);
    }

    [Fact]
    public void ASampleSettlesTheSameAloneAndInABatch()
    {
        using var many = new ChainFixture(width: 7, depth: 6, Activation.Relu, samples: 7);
        var rule = new Relaxation { Cycles = 12 };
        var together = Settled(many, 7, rule);
        var alone = Settled(many, 1, rule);
        for (var v = 0; v < alone.Length; v++)
            for (var i = 0; i < alone[v].Length; i++)
                Assert.Equal(together[v][i], alone[v][i], 1e-5f);
    }

    [Fact]
    public void WithoutDualStepsItIsPredictiveCoding()
    {
        using var chain = new ChainFixture(width: 7, depth: 6, Activation.Relu);
        float[] Learn(RuleKind kind, int cycles, float? alpha = null) => chain.Learn(
            new RuleOptions { Kind = kind, Cycles = cycles, Alpha = alpha }.For(chain.Network, () => chain.Bounds))
            .Gradient;

        Assert.Equal(Learn(RuleKind.Pc, 1), Learn(RuleKind.PcAlm, 1));
        Assert.Equal(Learn(RuleKind.Pc, 5), Learn(RuleKind.PcAlm, 5, alpha: 0));
        Assert.NotEqual(Learn(RuleKind.Pc, 5), Learn(RuleKind.PcAlm, 5));
    }

    [Fact]
    public void TheReverseSweepHasTheSameLimit()
    {
        using var chain = new ChainFixture(width: 6, depth: 8, Activation.None, samples: 2);
        var step = chain.Bounds.Step;
        var exact = chain.Learn(new BackPropagation()).Gradient;

        var swept = chain.Learn(new Relaxation { Cycles = 1600, Step = step, Sweep = Sweep.Reverse }).Gradient;

        Assert.True(Cosine(exact, swept) > 0.9999);
    }

    [Fact]
    public void OneStepInErrorsIsBackPropagationButForLength()
    {
        using var chain = new ChainFixture(width: 7, depth: 6, Activation.Tanh);
        var exact = chain.Learn(new BackPropagation()).Gradient;

        var one = chain.Learn(new ErrorCoding { Cycles = 1, Step = 1e-3f }).Gradient;

        var last = chain.Parameters.Entries[^1].Offset;
        Close([.. exact[..last].Select(g => 1e-3 * g)], one[..last], 1e-3);
        Close([.. exact[last..].Select(g => (double)g)], one[last..], 1e-3);
    }

    [Theory]
    [InlineData(0.3f, false)]
    [InlineData(-0.5f, false)]
    [InlineData(0.3f, true)]
    public void ANudgeLeadsALinearNetworkToTheSameGradient(float nudge, bool centred)
    {
        using var chain = new ChainFixture(width: 6, depth: 6, Activation.None, samples: 2);
        var rule = new Relaxation { Cycles = 2000, Step = chain.Bounds.Step, Nudge = nudge, Centred = centred };

        var (nudged, loss) = chain.Learn(rule);

        var (exact, same) = chain.Learn(new BackPropagation());
        Close([.. exact.Select(g => (double)g)], nudged, 2e-3);
        Assert.Equal(same, loss, 1e-5f);
    }

    [Fact]
    public void StepsByStepsOfTheWeightsActivitiesGoOn()
    {
        using var chain = new ChainFixture(width: 7, depth: 6, Activation.Tanh);
        var whole = chain.Learn(new Relaxation { Cycles = 3, Alpha = 0 }).Gradient;
        var rule = new Relaxation { Cycles = 3, Alpha = 0, Incremental = true };
        var carry = new Carry();
        float[] last = [];
        for (; carry.Phase < rule.WeightSteps; carry.Phase++)
            last = chain.Learn(rule, carry).Gradient;
        Assert.Equal(whole, last);
    }

    private static float[][] Settled(ChainFixture chain, int samples, Relaxation rule)
    {
        using var tape = new Tape();
        var (x, y) = chain.Bind(tape);
        if (samples < chain.Samples)
        {
            x = tape.Input(x.Values[..(samples * x.Shape.Columns)], [samples, x.Shape.Columns]);
            y = tape.Input(y.Values[..(samples * y.Shape.Columns)], [samples, y.Shape.Columns]);
        }
        var activities = new Activities(chain.Network);
        activities.Begin(tape, x, y);
        activities.Relax(rule);
        return [.. activities.H.Select(h => h.Values.ToArray())];
    }

    private static void Close(double[] expected, float[] actual, double tolerance)
    {
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * largest,
                $"entry {i} is {actual[i]} instead of {expected[i]}, the largest being {largest}");
    }

    private static double Cosine(float[] a, float[] b)
    {
        double dot = 0, left = 0, right = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            left += (double)a[i] * a[i];
            right += (double)b[i] * b[i];
        }
        return dot / Math.Sqrt(left * right);
    }
}
