using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;
using Xunit;

namespace Concord.Tests.Tensors.Kernels;

/// <summary>Sums and updates over runs of lengths around the widths, to the last bit in their stated order.</summary>
public sealed unsafe class VectorsTests
{
    public static TheoryData<int> Lengths =>
        [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 127];

    [Theory, MemberData(nameof(Lengths))]
    public void A_sum_runs_down_sixteen_lanes_that_meet_in_halves(int count)
    {
        using var a = GuardedRun.Random(count, 1);
        using var b = GuardedRun.Random(count, 2);
        Assert.Equal(InHalves(Lane(count, (sum, i) => sum + a.Values[i])), Vectors.Sum(a.Data, count));
        Assert.Equal(
            InHalves(Lane(count, (sum, i) => MathF.FusedMultiplyAdd(a.Values[i], b.Values[i], sum))),
            Vectors.Dot(a.Data, b.Data, count));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void The_largest_is_found_and_nothing_behind_the_end(int count)
    {
        using var a = new GuardedRun(count);
        for (var i = 0; i < count; i++)
            a.Values[i] = -20000 - (i * 7919 % 101);   // all below the guards
        Assert.Equal(a.Values.ToArray().Append(float.NegativeInfinity).Max(), Vectors.Max(a.Data, count));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Updates_round_once_and_write_nothing_but_the_run(int count)
    {
        using var x = GuardedRun.Random(count, 1);
        using var w = GuardedRun.Random(count, 2);
        Check(
            count, y => Vectors.AddScaled(y, x.Data, 0.3f, count),
            (y, i) => MathF.FusedMultiplyAdd(0.3f, x.Values[i], y));
        Check(
            count, y => Vectors.Combine(y, x.Data, y, 0.3f, count),
            (y, i) => MathF.FusedMultiplyAdd(0.3f, y, x.Values[i]));
        Check(
            count, y => Vectors.Blend(y, 0.7f, x.Data, 0.3f, count),
            (y, i) => MathF.FusedMultiplyAdd(0.3f, x.Values[i], 0.7f * y));
        Check(count, y => Vectors.Scale(y, 0.3f, count), (y, i) => 0.3f * y);
        Check(
            count, y => Vectors.AddProducts(y, x.Data, w.Data, count),
            (y, i) => MathF.FusedMultiplyAdd(x.Values[i], w.Values[i], y));
        Check(count, y => Vectors.AddRows(x.Data, 1, count, y), (y, i) => y + x.Values[i]);
    }

    [Fact]
    public void An_update_with_its_sum_gives_the_bits_of_both_apart()
    {
        const int Count = 80;
        using var x = GuardedRun.Random(Count, 1);
        using var apart = GuardedRun.Random(Count, 2);
        using var together = GuardedRun.Random(Count, 2);
        Vectors.Blend(apart.Data, 0.7f, x.Data, 0.3f, Count);
        var sum = Vectors.Dot(x.Data, apart.Data, Count);
        Assert.Equal(sum, Vectors.BlendAndDot(together.Data, 0.7f, x.Data, 0.3f, Count));
        Assert.Equal(apart.Values.ToArray(), together.Values.ToArray());
    }

    [Fact]
    public void Rows_are_added_in_their_order()
    {
        using var matrix = GuardedRun.Random(5 * 17, 1);
        using var sum = GuardedRun.Random(17, 2);
        var expected = sum.Values.ToArray();
        for (var i = 0; i < matrix.Count; i++)
            expected[i % 17] += matrix.Values[i];
        Vectors.AddRows(matrix.Data, 5, 17, sum.Data);
        Assert.Equal(expected, sum.Values.ToArray());
        sum.AssertIntact();
    }

    [Fact]
    public void A_part_is_read_with_zeros_behind_it_and_written_with_nothing_behind_it()
    {
        for (var count = 0; count <= 20; count++)
        {
            using var from = GuardedRun.Random(16, 1);
            using var to = new GuardedRun(Math.Min(count, 16));
            var part = Vectors.LoadPart(from.Data, count);
            for (var lane = 0; lane < 16; lane++)
                Assert.Equal(lane < count ? from.Values[lane] : 0, part[lane]);
            Vectors.StorePart(Vector512.Load(from.Data), to.Data, count);
            Assert.Equal(from.Values[..to.Count].ToArray(), to.Values.ToArray());
            to.AssertIntact();
        }
    }

    // Two threads own neighbouring runs; if a short end wrote back what it read, updates would be lost.
    [Fact]
    public void Threads_may_update_neighbouring_runs()
    {
        const int Each = 5, Rounds = 10_000_000;
        using var one = new GuardedRun([1, 1, 1, 1, 1]);
        using var both = new GuardedRun(new float[2 * Each]);
        using var together = new Barrier(2);
        Thread[] threads = [.. new[] { 0, Each }.Select(start => new Thread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < Rounds; i++)
                Vectors.AddScaled(both.Data + start, one.Data, 1, Each);
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Equal(Enumerable.Repeat((float)Rounds, 2 * Each), both.Values.ToArray());
    }

    private delegate void Update(float* y);

    private static void Check(int count, Update update, Func<float, int, float> expected)
    {
        using var y = GuardedRun.Random(count, 9);
        var before = y.Values.ToArray();
        update(y.Data);
        Assert.Equal(before.Select(expected), y.Values.ToArray());
        y.AssertIntact();
    }

    private static float[] Lane(int count, Func<float, int, float> add)
    {
        var lanes = new float[16];
        for (var i = 0; i < count; i++)
            lanes[i % 16] = add(lanes[i % 16], i);
        return lanes;
    }

    private static float InHalves(float[] lanes)
    {
        for (var half = lanes.Length / 2; half > 0; half /= 2)
            for (var i = 0; i < half; i++)
                lanes[i] += lanes[i + half];
        return lanes[0];
    }
}
