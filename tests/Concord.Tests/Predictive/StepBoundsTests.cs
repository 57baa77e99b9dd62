using System.Numerics;
using Concord.Predictive;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Predictive;

/// <summary>The theory of steps in double precision, and what the library makes of it.</summary>
public sealed class StepBoundsTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.9)]
    public void WithoutALossEveryModeTurnsOnACircleOfItsOwnWhateverAlphaIs(double alpha)
    {
        const int Width = 6, Depth = 10;
        var rng = new Rng(1);
        double[][,] weights =
        [
            .. Enumerable.Range(0, Depth - 1).Select(_ => Matrices.Of(Matrices.Draw(rng, Width, Width))),
            new double[Width, Width],
        ];
        var chain = new PredictiveChain(
            weights, [.. Enumerable.Repeat(1 / Math.Sqrt(Width * Depth), Depth)], x => x, _ => 1);
        var constraints = Constraints(chain, new double[Width], Width * (Depth - 1));
        var modes = new Spectrum(Matrices.Product(Matrices.Transposed(constraints), constraints));
        // At exactly 1/λ_max the fastest mode stops at once, and its circle is a point.
        var eta = 0.9 / modes.Values.Max();
        var turning = 0;
        for (var k = 0; k < modes.Values.Length; k++)
        {
            var square = modes.Values[k];
            double[] v = [.. Enumerable.Range(0, modes.Values.Length).Select(i => modes.Vectors[i, k])];
            var u = Entries.Scale(Matrices.Apply(constraints, v), 1 / Math.Sqrt(square));
            var (a, c) = Step(v, new double[v.Length]);
            var (b, d) = Step(new double[v.Length], u);

            double trace = a + d, determinant = (a * d) - (b * c);
            Assert.Equal(2 - (eta * square * (1 + alpha)), trace, 1e-10);
            if (trace * trace >= 4 * determinant)
                continue;
            var root = (trace + Complex.Sqrt((trace * trace) - (4 * determinant))) / 2;
            Assert.Equal(Math.Sqrt(1 - (eta * square)), root.Magnitude, 1e-10);
            turning++;

            // What one cycle makes of an activity along v and a multiplier along u is again along both.
            (double OfV, double OfU) Step(double[] h, double[] lambda)
            {
                var nothing = new double[Width];
                var next = chain.Cycle(nothing, nothing, [.. h.Chunk(Width)], [.. lambda.Chunk(Width)], eta, alpha);
                double[] moved = [.. next.H.SelectMany(x => x)], priced = [.. next.Lambda.SelectMany(x => x)];
                double ofV = Matrices.Dot(v, moved), ofU = Matrices.Dot(u, priced);
                Assert.All(Entries.Combine(moved, 1, v, -ofV), rest => Assert.Equal(0, rest, 1e-12));
                Assert.All(Entries.Combine(priced, 1, u, -ofU), rest => Assert.Equal(0, rest, 1e-12));
                return (ofV, ofU);
            }
        }
        Assert.True(turning > modes.Values.Length / 2, $"{turning}");
    }

    // η in units of 1/λ_max(AᵀA), and how much longer everything is after each cycle; 0 where it settles.
    [Theory]
    [InlineData(1.0, 0.5, 1, 0.0, 0.0)]
    [InlineData(1.0, 1.0, 1, 0.0, 0.0)]
    [InlineData(1.0, 1.9, 1, 0.0, 0.0)]
    [InlineData(1.0, 2.05, 1, 0.0, 1.05)]
    [InlineData(1.9, 0.25, 1, 0.0, 1.155)]
    [InlineData(2.1, 0.0, 1, 0.0, 1.1)]
    [InlineData(0.5, 3.2, 2, 0.0, 0.0)]
    [InlineData(0.5, 3.5, 2, 0.0, 1.16)]
    [InlineData(1.0, 1.7, 1, 0.2, 0.0)]
    [InlineData(1.0, 1.9, 1, 0.2, 1.1)]
    public void StepsThatAreAllowedSettleAndOthersGrow(
        double units, double alpha, int inner, double leak, double growth)
    {
        using var chain = new ChainFixture(width: 6, depth: 10, Activation.None, samples: 1);
        var constraints = Constraints(chain.Reference, chain.Input(0), 54);
        var eta = units
            / new Spectrum(Matrices.Product(Matrices.Transposed(constraints), constraints)).Values.Max();
        void Choose() => new RuleOptions
        {
            Kind = alpha > 0 ? RuleKind.PcAlm : RuleKind.Pc,
            Step = (float)(units / chain.Bounds.Constraints),
            Alpha = (float)alpha,
            InnerSteps = inner,
            Leak = (float)leak,
        }.For(chain.Network, () => chain.Bounds);
        var rule = new Relaxation
        {
            Step = (float)eta,
            Alpha = (float)alpha,
            InnerSteps = inner,
            Leak = (float)leak,
        };

        var radius = Radius(chain.Reference, eta, alpha, inner, leak);
        if (growth == 0)
        {
            Choose();
            Assert.InRange(radius, 0.95, 0.9999);
            Assert.InRange(Lengthening(chain, rule, 300), 0.8, 1.25);
            return;
        }
        Assert.Equal(growth, radius, 0.005);
        // Until what grows is a million times as long.
        Assert.True(Lengthening(chain, rule, (int)(6 / Math.Log10(growth))) > 1e5);
        Assert.Contains(
            units > 2 ? "η must be below 2/(ρ λ_max)"
                : inner > 1 || leak > 0 ? "α must be below ρ (2 − l) (1 + q)/(1 − q), where q = (1 − η ρ λ_max)^K, ="
                : "α must be below 4/(η λ_max) − 2ρ =",
            Assert.Throws<ArgumentException>(Choose).Message);
    }

    [Fact]
    public void MomentumTakesSmallerSteps()
    {
        using var chain = new ChainFixture(width: 6, depth: 10, Activation.None, samples: 1);
        Relaxation Choose(double units) => (Relaxation)new RuleOptions
        {
            Kind = RuleKind.PcNesterov,
            Step = (float)(units / chain.Bounds.Constraints),
        }.For(chain.Network, () => chain.Bounds);

        var rule = Choose(1.3);
        Assert.InRange(Lengthening(chain, rule, 300), 0.9, 1.1);
        Assert.True(Lengthening(chain, rule with { Step = (float)(1.5 / chain.Bounds.Constraints) }, 100) > 1e5);
        Assert.StartsWith(
            "η must be below (2 + 2μ)/((1 + 2μ) ρ λ_max) = ",
            Assert.Throws<ArgumentException>(() => Choose(1.5)).Message);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void PowerIterationFindsTheLargestEigenvalueOfAllSamples(Activation activation)
    {
        using var chain = new ChainFixture(width: 6, depth: 5, activation);
        double Largest(bool loss) => Enumerable.Range(0, chain.Samples).Max(s =>
        {
            var x = chain.Input(s);
            var errors = loss ? chain.Reference.Jacobian(x) : Constraints(chain.Reference, x, 24);
            return new Spectrum(Matrices.Product(Matrices.Transposed(errors), errors)).Values.Max();
        });

        Assert.Equal(Largest(loss: false), chain.Bounds.Constraints, 1e-3);
        Assert.Equal(Largest(loss: true), chain.Bounds.Total, 1e-3);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Tanh)]
    public void TheCurvatureInErrorsIsThatOfAllLayersTogether(Activation activation)
    {
        using var chain = new ChainFixture(width: 6, depth: 5, activation);
        var expected = Enumerable.Range(0, chain.Samples).Max(s =>
        {
            // Of z = A h + J e: errors e of the layers move activities by A⁻¹ e, and these the target's prediction.
            var whole = chain.Reference.Jacobian(chain.Input(s));
            var toAnswer = new double[ChainFixture.Outputs, 24];
            var constraints = Constraints(chain.Reference, chain.Input(s), 24);
            for (var k = 0; k < 24; k++)
            {
                var unit = new double[24];
                unit[k] = 1;
                var moved = LinearSystem.Solve(constraints, unit)!;
                for (var o = 0; o < ChainFixture.Outputs; o++)
                    toAnswer[o, k] = Enumerable.Range(0, 24).Sum(j => whole[24 + o, j] * moved[j]);
            }
            return new Spectrum(Matrices.Product(Matrices.Transposed(toAnswer), toAnswer)).Values.Max();
        });

        Assert.Equal(expected, chain.Bounds.Errors, 1e-3 * expected);
    }

    [Fact]
    public void StepsOfErrorsThatAreAllowedSettleAndOthersGrow()
    {
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            using var tower = new Tower([.. Enumerable.Repeat(16, 10), 5], seed);
            var most = 2 / (1 + tower.Bounds.Errors);
            float[] Learn(float? step, int cycles) => tower.Learn(new RuleOptions
            {
                Kind = RuleKind.Epc, Step = step, Cycles = cycles,
            });

            var limit = Learn((float)(0.5 * most), 3000);
            Assert.Equal(Length(limit), Length(Learn((float)(0.99 * most), 3000)), 1e-3 * Length(limit));
            // The default is safe from the first step on, and comes to the same.
            var exact = Length(tower.Learn(new RuleOptions { Kind = RuleKind.Bp }));
            foreach (var cycles in new[] { 5, 20, 100 })
                Assert.InRange(Length(Learn(null, cycles)), 0.5 * Length(limit), 1.1 * exact);
            Assert.Equal(Length(limit), Length(Learn(null, 3000)), 1e-3 * Length(limit));
            Assert.StartsWith(
                "η must be below 2/(ρ + λ_max) = ",
                Assert.Throws<ArgumentException>(() => Learn((float)(1.01 * most), 5)).Message);
            var beyond = tower.Learn(new ErrorCoding { Step = (float)(1.05 * most), Cycles = 400 });
            Assert.False(Length(beyond) < 1e3 * Length(limit));
        }
    }

    [Fact]
    public void OfANetworkWhoseLossBendsMoreThanItsErrorsThatBoundsTheSteps()
    {
        using var tower = new Tower([6, 6, 5], seed: 1, scale: 4);
        var bounds = tower.Bounds;
        Assert.True(bounds.Total > 1.5 * bounds.Constraints);
        float[] Learn(double units) => tower.Learn(new RuleOptions
        {
            Kind = RuleKind.Pc, Step = (float)(units / bounds.Total), Cycles = 400,
        });

        Assert.Equal(Length(Learn(1)), Length(Learn(1.9)), 1e-3 * Length(Learn(1)));
        Assert.Contains("η must be below", Assert.Throws<ArgumentException>(() => Learn(2.1)).Message);
    }

    [Fact]
    public void WithoutHiddenLayersEveryRuleIsBackPropagation()
    {
        foreach (var loss in Enum.GetValues<TargetLoss>())
        {
            using var tower = new Tower([6, 5], seed: 4, loss: loss);
            var exact = tower.Learn(new RuleOptions { Kind = RuleKind.Bp });
            foreach (var kind in Enum.GetValues<RuleKind>())
                foreach (var options in new RuleOptions[]
                {
                    new(), new() { Nudge = 0.1f }, new() { Nudge = -0.5f }, new() { Nudge = 0.3f, Centred = true },
                    new() { InnerSteps = 3 }, new() { Leak = 0.2f }, new() { FrontWidth = 2 }, new() { Step = 7 },
                    new() { Sweep = Sweep.Reverse }, new() { Credit = WeightCredit.PostDual }, new() { Cycles = 1 },
                })
                {
                    if (kind == RuleKind.Epc && options.Step != null)
                        continue;
                    var learned = tower.Learn(options with { Kind = kind });
                    for (var i = 0; i < exact.Length; i++)
                        Assert.True(
                            Math.Abs(exact[i] - learned[i]) <= 1e-5 * Length(exact),
                            $"{kind}, {options}: {learned[i]}");
                }
        }
    }

    private static double Length(float[] numbers) => Math.Sqrt(numbers.Sum(value => (double)value * value));

    /// <summary>A plain chain of linear layers without skips, and a few samples.</summary>
    private sealed class Tower : IDisposable
    {
        private const int Samples = 8;
        private readonly Parameters _parameters = new();
        private readonly PredictiveNetwork _network;
        private readonly Block _weights, _gradient;
        private readonly float[] _x, _y;

        public Tower(int[] sizes, ulong seed, float scale = 1, TargetLoss loss = TargetLoss.SquaredError)
        {
            _network = PredictiveNetwork.Chain(
                [.. Enumerable.Range(0, sizes.Length - 1).Select(i => new DensePredictor(
                    _parameters, $"l{i}", sizes[i], sizes[i + 1],
                    new PredictorForm(Activation.None, (i == sizes.Length - 2 ? scale : 1) / MathF.Sqrt(sizes[i]))))],
                _parameters, loss);
            var rng = new Rng(seed);
            _weights = _parameters.Draw(rng.Split(0));
            _gradient = new Block(_parameters.Count);
            _x = [.. Enumerable.Range(0, Samples * sizes[0]).Select(_ => (float)rng.Normal())];
            _y = new float[Samples * sizes[^1]];
            for (var s = 0; s < Samples; s++)
                _y[(s * sizes[^1]) + rng.Below(sizes[^1])] = 1;
        }

        public StepBounds Bounds => field ??= Measure();

        public float[] Learn(RuleOptions options) => Learn(options.For(_network, () => Bounds));

        public float[] Learn(LearningRule rule)
        {
            using var tape = new Tape();
            _gradient.Span.Clear();
            var (x, y) = Bind(tape);
            tape.Backward(rule.Open(_network).Loss(tape, x, y, 1f / Samples, new Carry()));
            return _gradient.Span.ToArray();
        }

        public void Dispose()
        {
            _weights.Dispose();
            _gradient.Dispose();
        }

        private (Tensor X, Tensor Y) Bind(Tape tape)
        {
            tape.Bind(_parameters, _weights, _gradient);
            return (tape.Input(_x, [Samples, _x.Length / Samples]), tape.Input(_y, [Samples, _y.Length / Samples]));
        }

        private StepBounds Measure()
        {
            using var tape = new Tape();
            var (x, y) = Bind(tape);
            return StepBounds.Of(_network, tape, x, y);
        }
    }

    // The numbers of another implementation on data of its own.
    [Theory]
    [InlineData(Activation.None, 5.20, 4.47, 4.16)]
    [InlineData(Activation.Tanh, 4.92, 4.34, 4.10)]
    [InlineData(Activation.Relu, 5.04, 4.38, 4.12)]
    public void DeepChainsHaveALargestEigenvalueALittleAboveFour(
        Activation activation, double at8, double at32, double at128)
    {
        foreach (var (depth, expected) in new[] { (8, at8), (32, at32), (128, at128) })
        {
            using var chain = new ChainFixture(32, depth, activation, depth > 32 ? 16 : 64, inputs: 784);
            Assert.Equal(expected, chain.Bounds.Total, 0.03 * expected);
        }
    }

    // A, whose first rows, as many as there are hidden numbers, are the constraints.
    private static double[,] Constraints(PredictiveChain chain, double[] x, int hidden)
    {
        var whole = chain.Jacobian(x);
        var constraints = new double[hidden, hidden];
        Array.Copy(whole, constraints, constraints.Length);
        return constraints;
    }

    // How much the activities and multipliers of a chain that is fed and asked nothing grow with each cycle in the end.
    private static double Radius(PredictiveChain chain, double eta, double alpha, int inner, double leak)
    {
        const int Cycles = 300;
        var rng = new Rng(2);
        double[][] h =
            [.. Enumerable.Range(0, 9).Select(_ => Enumerable.Range(0, 6).Select(_ => rng.Normal()).ToArray())];
        double[][] lambda = [.. h.Select(layer => new double[layer.Length])];
        double[] input = new double[4], target = new double[ChainFixture.Outputs];
        var lengths = new double[2];
        for (var i = 0; i < 2; i++)
        {
            for (var cycle = 0; cycle < Cycles; cycle++)
                (h, lambda) = chain.Cycle(input, target, h, lambda, eta, alpha, rho: 1, inner, leak);
            lengths[i] = Math.Sqrt(h.Concat(lambda).SelectMany(layer => layer).Sum(value => value * value));
        }
        return Math.Pow(lengths[1] / lengths[0], 1.0 / Cycles);
    }

    // How many times as long what weights learn is after twice as many cycles.
    private static double Lengthening(ChainFixture chain, Relaxation rule, int cycles)
    {
        double Length(int count) => Math.Sqrt(
            chain.Learn(rule with { Cycles = count }).Gradient.Sum(value => (double)value * value));
        return Length(2 * cycles) / Length(cycles);
    }
}
