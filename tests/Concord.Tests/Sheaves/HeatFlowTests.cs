using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Sheaves;

/// <summary>z ← z − h L z brings a state to its nearest section, as fast as the least positive eigenvalue.</summary>
public sealed class HeatFlowTests
{
    [Theory]
    [InlineData("a path that copies")]
    [InlineData("a ring of turns")]
    [InlineData("a slot with three edges")]
    [InlineData("stalks of all sizes, parallel edges")]
    public void Heat_decays_at_the_rate_of_the_smallest_positive_eigenvalue(string name)
    {
        var sheaf = SampleSheaves.All[name];
        var spectrum = new Spectrum(SampleSheaves.Dense(sheaf).Laplacian());
        var slowest = Array.IndexOf(spectrum.Values, spectrum.LeastPositive);
        var random = SampleSheaves.Draw(sheaf.Layout.StateSize, 9);
        float[] slow = [.. random.Select((noise, i) => (0.001f * noise) + (float)spectrum.Vectors[i, slowest])];
        var step = 0.5 / spectrum.Values.Max();
        var expected = Math.Log(1 - (step * spectrum.LeastPositive));

        Assert.True(Decay(sheaf, random, step, expected) <= 0.99 * expected);
        Assert.Equal(expected, Decay(sheaf, slow, step, expected), 0.01 * Math.Abs(expected));
    }

    // The logarithm of the factor per step by which the distance to the section falls, late but above rounding.
    private static double Decay(Sheaf sheaf, float[] state, double step, double expected)
    {
        using var tape = new Tape(recording: false);
        var limit = sheaf.NearestSection(state);
        var flow = sheaf.On(tape);
        var z = tape.Input(state, [1, state.Length]);
        int first = (int)Math.Ceiling(Math.Log(0.02) / expected), last = (int)Math.Ceiling(Math.Log(0.002) / expected);
        double begin = 0;
        for (var k = 1; k <= last; k++)
        {
            z -= (float)step * flow.Laplacian(z);
            if (k == first)
                begin = Distance(z.Values, limit);
        }
        return Math.Log(Distance(z.Values, limit) / begin) / (last - first);
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Pow((double)a[i] - b[i], 2);
        return Math.Sqrt(sum);
    }
}
