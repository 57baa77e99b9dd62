using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>Compares with traces that have agents outside samples, [N, B, n]; tensors here have them inside.</summary>
internal static class AgentsFirst
{
    /// <summary>Fails unless every number of a tensor is near that of the trace.</summary>
    public static void Near(
        double tolerance, ReadOnlySpan<float> expected, Tensor actual, int samples, string what)
    {
        int n = actual.Shape.Columns, agents = actual.Shape.Size / (n * samples);
        Assert.Equal(expected.Length, actual.Shape.Size);
        var worst = 0.0;
        for (var a = 0; a < agents; a++)
            for (var b = 0; b < samples; b++)
                for (var i = 0; i < n; i++)
                    worst = Math.Max(worst, Math.Abs(
                        expected[(((a * samples) + b) * n) + i] - actual.Values[(((b * agents) + a) * n) + i]));
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {worst:g3}");
        Assert.True(worst <= tolerance, $"{what} differs by {worst:g3}, allowed {tolerance:g3}");
    }
}
