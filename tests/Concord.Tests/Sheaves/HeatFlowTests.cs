using Concord.Tensors;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Sheaves;

/// <summary>z ← z − h L z brings every state to its nearest section, at the rate of the smallest positive eigenvalue.</summary>
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
        var step = 0.5 / spectrum.Values.Max();
        var expected = 1 - (step * spectrum.LeastPositive);
        var state = SampleSheaves.Draw(sheaf.Layout.StateSize, 9);
        var limit = sheaf.NearestSection(state);

        using var tape = new Tape(recording: false);
        var flow = sheaf.On(tape);
        var z = tape.Input(state, [1, state.Length]);
        // From where the slowest mode alone is left to where single precision ends.
        var first = Steps(expected, 0.03);
        var last = Steps(expected, 0.002);
        double begin = 0;
        for (var k = 1; k <= last; k++)
        {
            z -= (float)step * flow.Laplacian(z);
            if (k == first)
                begin = Distance(z.Values, limit);
        }
        var measured = Math.Pow(Distance(z.Values, limit) / begin, 1.0 / (last - first));

        Assert.Equal(Math.Log(expected), Math.Log(measured), Math.Abs(Math.Log(expected)) * 0.02);
    }

    private static int Steps(double rate, double fall) => (int)Math.Ceiling(Math.Log(fall) / Math.Log(rate));

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Pow((double)a[i] - b[i], 2);
        return Math.Sqrt(sum);
    }
}
