using System.Numerics;

namespace Concord.Tensors;

/// <summary>A seeded stream of random numbers that splits into independent streams.</summary>
/// <remarks>
/// xoshiro256** (Blackman and Vigna 2018), its state filled by SplitMix64. Written out here so that a seed means the
/// same numbers with every version of every library. <see cref="Split"/> depends on the seed and the label alone, never
/// on how many numbers were drawn, so a run can go on from any step without replaying the steps before it.
/// Not for secrets.
/// </remarks>
public sealed class Rng
{
    private ulong _key;
    private ulong _a, _b, _c, _d;
    private double _spare = double.NaN;

    /// <summary>Starts the stream that belongs to <paramref name="seed"/>.</summary>
    public Rng(ulong seed) => Start(seed);

    /// <summary>The independent stream with this label, the same however much was drawn from this one.</summary>
    public Rng Split(ulong label) => new(SeedOf(label));

    /// <summary>
    /// Turns <paramref name="stream"/> into what <see cref="Split"/> would return, without allocating.
    /// </summary>
    public void SplitInto(ulong label, Rng stream) => stream.Start(SeedOf(label));

    private ulong SeedOf(ulong label)
    {
        var key = _key;
        var mixed = Mix(ref key) ^ (label * 0xD1342543DE82EF95UL);
        return Mix(ref mixed);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A uniform integer in [0, <paramref name="bound"/>).</summary>
    /// <exception cref="ArgumentException">The bound is not positive.</exception>
    public int Below(int bound)
    {
        Require.Positive(bound);
        return (int)(((Next() >> 32) * (ulong)bound) >> 32);
    }

    /// <summary>0 or 1.</summary>
    public int Bit() => (int)(Next() >> 63);

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number (polar method of Marsaglia).</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }
        while (true)
        {
            double x = (2 * Uniform()) - 1, y = (2 * Uniform()) - 1, s = (x * x) + (y * y);
            if (s is >= 1 or 0)
                continue;
            var scale = Math.Sqrt(-2 * Math.Log(s) / s);
            _spare = y * scale;
            return x * scale;
        }
    }

    /// <summary>Puts the entries into a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private void Start(ulong seed)
    {
        _key = seed;
        _a = Mix(ref seed);
        _b = Mix(ref seed);
        _c = Mix(ref seed);
        _d = Mix(ref seed);
        _spare = double.NaN;
    }

    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
