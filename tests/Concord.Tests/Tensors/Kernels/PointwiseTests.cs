using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;
using Concord.Tests.Reference;
using Xunit;
using Activation = Concord.Tensors.Operations.Activation;

namespace Concord.Tests.Tensors.Kernels;

/// <summary>Functions of one number against double precision, over their whole range and at its ends.</summary>
/// <remarks>An ulp is the gap between neighbouring floats at the exact result, at least the smallest float.</remarks>
public sealed unsafe class PointwiseTests
{
    [Fact]
    public void The_exponential_is_within_two_ulps_from_underflow_to_overflow() =>
        Within<ExpFunction>(2, Math.Exp, Grid(-104, 88.7));

    [Fact]
    public void The_logarithm_is_within_two_ulps()
    {
        Within(2, Math.Log, Grid(0.01, 2).Concat(Grid(2, 1e6)), Elementary.Log);
        Within(2, LogOnePlus, Grid(1e-9, 1).Concat(Grid(1e-9, 1e-5)), Elementary.LogOnePlus);

        static double LogOnePlus(double x) => x < 1e-4 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);
    }

    [Fact]
    public void Sigmoid_and_its_slope_are_within_four_ulps_on_both_sides()
    {
        Within<SigmoidFunction>(4, Functions.Sigmoid, Grid(-87, 100));
        SlopeWithin<SigmoidFunction>(6, Functions.SlopeOf(Activation.Sigmoid), Grid(-87, 87));
    }

    [Fact]
    public void Softplus_is_within_four_ulps_and_its_slope_is_the_sigmoid()
    {
        Within<SoftplusFunction>(4, Functions.Softplus, Grid(-87, 100));
        SlopeWithin<SoftplusFunction>(4, Functions.Sigmoid, Grid(-87, 100));
    }

    [Fact]
    public void Tanh_is_within_four_ulps_and_odd()
    {
        Within<TanhFunction>(4, Math.Tanh, Grid(-12, 12).Concat(Grid(-0.7, 0.7)).Concat(Grid(-1e-6, 1e-6)));
        SlopeWithin<TanhFunction>(8, Functions.SlopeOf(Activation.Tanh), Grid(-12, 12));
        Assert.Equal(Map<TanhFunction>([0.3f, 2])[0], -Map<TanhFunction>([-0.3f, -2])[0]);
    }

    // Where the gate is small its relative error is that of its argument: a cube of up to 70 times 2⁻²⁴.
    [Fact]
    public void Gelu_and_its_slope_are_within_a_millionth_relative_to_their_terms()
    {
        foreach (var x in Grid(-6, 20))
        {
            var (value, slope) = ((double)Map<GeluFunction>([x])[0], (double)MapBack<GeluFunction>([x])[0]);
            Assert.InRange(Math.Abs(value - Functions.Gelu(x)), 0, 1e-6 * Math.Max(Math.Abs(Functions.Gelu(x)), 1e-3));
            Assert.InRange(Math.Abs(slope - Functions.SlopeOf(Activation.Gelu)(x)), 0, 2e-6);
        }
    }

    [Fact]
    public void Relu_cuts_at_zero_where_its_slope_is_zero()
    {
        float[] x = [-2, -0f, 0, 1e-45f, 3, float.NaN, float.PositiveInfinity];
        Assert.Equal([0, 0, 0, 1e-45f, 3, float.NaN, float.PositiveInfinity], Map<ReluFunction>(x));
        Assert.Equal([0, 0, 0, 1, 1, 0, 1], MapBack<ReluFunction>(x));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-45f)]
    [InlineData(-1e-45f)]
    [InlineData(88.8f)]
    [InlineData(-104f)]
    [InlineData(100f)]
    [InlineData(-100f)]
    [InlineData(1e10f)]
    [InlineData(-1e10f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.MinValue)]
    public void No_finite_argument_gives_NaN(float x)
    {
        float[] results =
        [
            Map<ExpFunction>([x])[0], Map<SigmoidFunction>([x])[0], Map<SoftplusFunction>([x])[0],
            Map<TanhFunction>([x])[0], Map<GeluFunction>([x])[0], MapBack<SigmoidFunction>([x])[0],
            MapBack<SoftplusFunction>([x])[0], MapBack<TanhFunction>([x])[0], MapBack<GeluFunction>([x])[0],
        ];
        Assert.DoesNotContain(float.NaN, results);
    }

    [Fact]
    public void NaN_stays_NaN_and_infinities_go_to_the_limits()
    {
        float[] ends = [float.NegativeInfinity, float.PositiveInfinity, float.NaN];
        Assert.Equal([0, float.PositiveInfinity, float.NaN], Map<ExpFunction>(ends));
        Assert.Equal([0, 1, float.NaN], Map<SigmoidFunction>(ends));
        Assert.Equal([-1, 1, float.NaN], Map<TanhFunction>(ends));
        Assert.Equal([0, float.PositiveInfinity, float.NaN], Map<SoftplusFunction>(ends));
        Assert.Equal(float.PositiveInfinity, Elementary.Log(Vector512.Create(float.PositiveInfinity))[0]);
        Assert.True(float.IsNaN(Elementary.Log(Vector512.Create(float.NaN))[0]));
        Assert.True(float.IsNaN(Map<GeluFunction>([float.NaN])[0]));
        Assert.True(float.IsNaN(MapBack<GeluFunction>([float.NaN])[0]));
    }

    [Theory, MemberData(nameof(VectorsTests.Lengths), MemberType = typeof(VectorsTests))]
    public void Runs_of_every_length_are_walked_to_their_end_and_no_further(int count)
    {
        using var x = GuardedRun.Random(count, 1);
        using var g = GuardedRun.Random(count, 2);
        using var y = new GuardedRun(count);
        Pointwise.Map<SigmoidFunction>(x.Data, y.Data, count);
        Assert.Equal(x.Values.ToArray().Select(one => Map<SigmoidFunction>([one])[0]), y.Values.ToArray());
        y.AssertIntact();
        var slopes = x.Values.ToArray().Select((one, i) => MapBack<SigmoidFunction>([one])[0] * g.Values[i]).ToArray();
        Pointwise.MapBack<SigmoidFunction>(x.Data, g.Data, g.Data, count);   // in place
        Assert.Equal(slopes, g.Values.ToArray());
        g.AssertIntact();
        Pointwise.Map<SigmoidFunction>(x.Data, x.Data, count);
        Assert.Equal(y.Values.ToArray(), x.Values.ToArray());
    }

    private static IEnumerable<float> Grid(double least, double most) =>
        Enumerable.Range(0, 20_001).Select(i => (float)(least + ((most - least) * i / 20_000)));

    private static void Within<TFunction>(double ulps, Func<double, double> exact, IEnumerable<float> grid)
        where TFunction : IFunction => Within(ulps, exact, grid, TFunction.Value);

    private static void SlopeWithin<TFunction>(double ulps, Func<double, double> exact, IEnumerable<float> grid)
        where TFunction : IFunction => Within(ulps, exact, grid, TFunction.Slope);

    private static void Within(
        double ulps, Func<double, double> exact, IEnumerable<float> grid,
        Func<Vector512<float>, Vector512<float>> function)
    {
        foreach (var x in grid)
        {
            var expected = exact(x);
            double actual = function(Vector512.Create(x))[0];
            var size = (float)Math.Abs(expected);
            var error = Math.Abs(actual - expected) / ((double)MathF.BitIncrement(size) - size);
            if (!(error <= ulps))
                Assert.Fail($"f({x:g9}) is {actual:g9}, {error:g3} ulps from {expected:g9}.");
        }
    }

    private static float[] Map<TFunction>(float[] x)
        where TFunction : IFunction
    {
        using var run = new GuardedRun(x);
        Pointwise.Map<TFunction>(run.Data, run.Data, run.Count);
        return run.Values.ToArray();
    }

    private static float[] MapBack<TFunction>(float[] x)
        where TFunction : IFunction
    {
        using var run = new GuardedRun(x);
        using var slopes = new GuardedRun([.. x.Select(_ => 1f)]);
        Pointwise.MapBack<TFunction>(run.Data, slopes.Data, slopes.Data, run.Count);
        return slopes.Values.ToArray();
    }
}
