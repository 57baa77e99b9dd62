using Concord.Examples;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Examples;

public sealed class FieldEstimationTests
{
    [Fact]
    public void The_pictures_solve_the_normal_equations_and_are_better_than_the_readings()
    {
        var sensors = FieldEstimation.Sensors;
        var size = 3 * sensors.Count;
        double[,] system = new double[size, size];
        var right = new double[size];
        for (var s = 0; s < sensors.Count; s++)
        {
            system[3 * s, 3 * s] = 1;
            system[(3 * s) + 1, (3 * s) + 1] = system[(3 * s) + 2, (3 * s) + 2] = 0.01;
            right[3 * s] = sensors[s].Reading;
        }
        for (var v = 0; v < sensors.Count; v++)
            for (var u = 0; u < v; u++)
            {
                double dx = (sensors[v].X - sensors[u].X) / 2, dy = (sensors[v].Y - sensors[u].Y) / 2;
                if ((float)((dx * dx) + (dy * dy)) >= 0.02f)
                    continue;
                // Values half-way, and slopes at a fifth: each a row r with γ r rᵀ added to the system.
                int a = 3 * u, b = 3 * v;
                Add(system, [(a, 1), (a + 1, dx), (a + 2, dy), (b, -1), (b + 1, dx), (b + 2, dy)]);
                Add(system, [(a + 1, 0.2), (b + 1, -0.2)]);
                Add(system, [(a + 2, 0.2), (b + 2, -0.2)]);
            }
        var expected = LinearSystem.Solve(system, right)!;

        var field = FieldEstimation.Run();

        for (var i = 0; i < size; i++)
            Assert.Equal(expected[i], field[i], 2e-3);
        var before = sensors.Average(s => Math.Abs(s.Reading - s.Truth));
        var after = sensors.Select((s, i) => Math.Abs(field[3 * i] - s.Truth)).Average();
        Assert.True(after < 0.75 * before, $"{after} and {before}");
    }

    private static void Add(double[,] system, (int At, double Value)[] row)
    {
        foreach (var (i, a) in row)
            foreach (var (j, b) in row)
                system[i, j] += 0.3 * a * b;
    }
}
