using Concord.Examples;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Examples;

public sealed class SharedResourceTests
{
    [Fact]
    public void The_water_is_that_of_one_program_over_all_pipes()
    {
        // The fields' ends of the pipes: field 0 has pipe 0, field 1 has 1 and 2, field 2 has 3 and 4.
        double[] demands = [3, 4, 4, 2, 2];
        int[] field = [0, 1, 1, 2, 2];
        var cost = new double[5, 5];
        for (var i = 0; i < 5; i++)
            for (var j = 0; j < 5; j++)
                cost[i, j] = (field[i] == field[j] ? 1 : 0) + (i == j ? 0.1 : 0);
        // No pipe runs backwards, and each well has its limit.
        var rows = new double[7, 5];
        for (var i = 0; i < 5; i++)
            rows[i, i] = 1;
        foreach (var pipe in new[] { 0, 1, 3 })
            rows[5, pipe] = 1;
        foreach (var pipe in new[] { 2, 4 })
            rows[6, pipe] = 1;
        const double Any = double.PositiveInfinity;
        var expected = Programs.Quadratic(
            cost, [.. demands.Select(demand => -demand)], rows,
            [0, 0, 0, 0, 0, -Any, -Any], [Any, Any, Any, Any, Any, 4, 1.5])!;

        var water = SharedResource.Run();

        for (var i = 0; i < 5; i++)
            Assert.Equal(expected[i], water[i], 1e-4);
    }
}
