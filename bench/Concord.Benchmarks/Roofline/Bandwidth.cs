using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Concord.Tensors;

namespace Concord.Benchmarks.Roofline;

/// <summary>Bytes per second between the cores and a level of memory.</summary>
/// <remarks>
/// What a processor reads because it is about to write there does not count, so copies can be a third faster than the
/// number says where they need not read first.
/// </remarks>
/// <param name="Read">s ← s + a.</param>
/// <param name="Copy">b ← a: one stream in, one out.</param>
/// <param name="Triad">c ← a + 3 b: two streams in, one out.</param>
internal sealed unsafe record Bandwidth(double Read, double Copy, double Triad)
{
    /// <summary>Measures with each thread on its own part.</summary>
    /// <param name="threads">Threads that work at once.</param>
    /// <param name="floats">Floats that one thread goes through in a turn, all streams together.</param>
    /// <param name="seconds">How long each of some rounds takes; the best counts.</param>
    public static Bandwidth Measure(int threads, int floats, double seconds)
    {
        // A whole number of turns of the loops, whether the streams are one, two or three.
        var third = Require.Within(floats / 192 * 64, 64, int.MaxValue / 3, "A third of the floats");
        Block[] blocks = [.. Enumerable.Range(0, threads).Select(_ => new Block(3 * third))];
        double Rate(int streams, delegate*<float*, int, float> loop)
        {
            var count = 3 * third / streams / 64 * 64;
            var turns = BestRate.TurnsPerSecond(threads, seconds, (thread, times) =>
            {
                for (; times > 0; times--)
                    loop(blocks[thread].Pointer, count);
            });
            return turns * streams * count * sizeof(float);
        }

        var measured = new Bandwidth(Rate(1, &ReadAll), Rate(2, &CopyAll), Rate(3, &TriadAll));
        foreach (var block in blocks)
            block.Dispose();
        return measured;
    }

    // Called by address, so that a result nobody reads is computed all the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ReadAll(float* a, int count)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var end = a + count; a < end; a += 64)
        {
            s0 += Vector512.Load(a);
            s1 += Vector512.Load(a + 16);
            s2 += Vector512.Load(a + 32);
            s3 += Vector512.Load(a + 48);
        }
        return Vector512.Sum(s0 + s1 + s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float CopyAll(float* a, int count)
    {
        for (var b = a + count; count > 0; count -= 32, a += 32, b += 32)
        {
            Vector512.Load(a).Store(b);
            Vector512.Load(a + 16).Store(b + 16);
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float TriadAll(float* a, int count)
    {
        var three = Vector512.Create(3f);
        float* b = a + count, c = b + count;
        for (; count > 0; count -= 32, a += 32, b += 32, c += 32)
        {
            Vector512.FusedMultiplyAdd(Vector512.Load(b), three, Vector512.Load(a)).Store(c);
            Vector512.FusedMultiplyAdd(Vector512.Load(b + 16), three, Vector512.Load(a + 16)).Store(c + 16);
        }
        return 0;
    }
}
