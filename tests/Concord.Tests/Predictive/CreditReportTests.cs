using Concord.Predictive;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Predictive;

public sealed class CreditReportTests
{
    [Fact]
    public void ABandTakesFewerCyclesAndPointsTheSameWay()
    {
        using var chain = new ChainFixture(32, 32, Activation.Relu, 64, inputs: 784, seed: 1);

        var whole = chain.Report(new RuleOptions());
        var band = chain.Report(new RuleOptions { Cycles = 65, FrontWidth = 24 });

        // All 31 layers, less the cycles in which credit cannot have come to a layer.
        Assert.Equal((31 * 64) - (31 * 30 / 2), whole.LayerCycles);
        Assert.InRange(band.LayerCycles, 600, 800);
        Assert.InRange(band.Whole.Cosine, whole.Whole.Cosine - 0.03, 1);
    }

    // The numbers of another implementation on data of its own; the plain ones of tanh depend on those the most.
    [Theory]
    [InlineData(Activation.None, 8, 0.735, 0.763, 0.810, 0.937)]
    [InlineData(Activation.None, 32, 0.697, 0.713, 0.802, 0.916)]
    [InlineData(Activation.None, 128, 0.664, 0.664, 0.797, 0.910)]
    [InlineData(Activation.Tanh, 32, 0.686, 0.688, 0.728, 0.945)]
    [InlineData(Activation.Relu, 8, 0.852, 0.867, 0.892, 0.976)]
    [InlineData(Activation.Relu, 32, 0.798, 0.805, 0.858, 0.958)]
    [InlineData(Activation.Relu, 128, 0.764, 0.762, 0.844, 0.955)]
    public void PointsWhereItWasSeenToPoint(
        Activation activation, int depth, double plain, double plainLater, double multiplied, double multipliedLater)
    {
        var seen = Reports(
            activation, depth, draws: depth > 32 ? 2 : 6,
            new RuleOptions { Kind = RuleKind.Pc, Cycles = depth }, new RuleOptions { Kind = RuleKind.Pc },
            new RuleOptions { Cycles = depth, Alpha = 1 }, new RuleOptions { Alpha = 1 });

        var tolerance = activation == Activation.Tanh ? 0.06 : 0.03;
        Assert.Equal(plain, Cosine(seen[0]), tolerance);
        Assert.Equal(plainLater, Cosine(seen[1]), tolerance);
        Assert.Equal(multiplied, Cosine(seen[2]), tolerance);
        Assert.Equal(multipliedLater, Cosine(seen[3]), 0.03);
    }

    [Fact]
    public void LargerStepsOfMultipliersPointBetterUntilTheyOvershoot()
    {
        // With the smallest two credit is still on its way when it ends, and where it is depends on the draw.
        (float Alpha, int Cycles, double Cosine, double Tolerance)[] expected =
        [
            (0.25f, 64, 0.895, 0.04), (0.5f, 64, 0.924, 0.04), (1, 64, 0.963, 0.03), (1.5f, 64, 0.971, 0.03),
            (1.9f, 64, 0.972, 0.03), (1, 128, 0.974, 0.03), (1.9f, 128, 0.955, 0.03),
        ];

        var seen = Reports(
            Activation.Relu, 32, draws: 6,
            [.. expected.Select(cell => new RuleOptions { Alpha = cell.Alpha, Cycles = cell.Cycles })]);

        foreach (var (cell, reports) in expected.Zip(seen))
            Assert.Equal(cell.Cosine, Cosine(reports), cell.Tolerance);
        Assert.Equal(1.23, seen[^1].Average(report => report.Whole.NormRatio), 0.1);
    }

    // Layers reached after L/2, L, 2 L and 4 L cycles, and the first cycle after which all are; 0 for never.
    [Theory]
    [InlineData(RuleKind.Pc, Activation.None, 64, 0, 2, 2, 3, 4)]
    [InlineData(RuleKind.PcAlm, Activation.None, 64, 133, 14, 28, 53, 63)]
    [InlineData(RuleKind.Pc, Activation.Relu, 64, 0, 2, 3, 4, 5)]
    [InlineData(RuleKind.PcAlm, Activation.Relu, 64, 128, 15, 30, 63, 63)]
    [InlineData(RuleKind.PcAlm, Activation.None, 128, 282, 30, 59, 96, 127)]
    [InlineData(RuleKind.Pc, Activation.Relu, 128, 0, 3, 4, 5, 6)]
    [InlineData(RuleKind.PcAlm, Activation.Relu, 128, 256, 30, 61, 127, 127)]
    public void CreditTravelsWithMultipliersAndSpreadsWithout(
        RuleKind kind, Activation activation, int depth, int arrival, params int[] reach)
    {
        var rule = new RuleOptions { Kind = kind, Cycles = 4 * depth, Alpha = 1 };
        var reports = Reports(activation, depth, draws: 2, rule)[0];

        foreach (var report in reports)
            if (kind == RuleKind.Pc)
            {
                Assert.InRange(report.Exponent, 0.3, 0.6);
                Assert.Null(report.Arrival);
            }
            else
            {
                Assert.InRange(report.Exponent, 0.9, 1.1);
                Assert.InRange(report.Arrival!.Value / report.ExpectedArrival, 0.88, 1.12);
            }
        Assert.Equal(arrival, reports.Average(report => report.Arrival ?? 0), 0.08 * arrival);
        // At 2 L the front is about to arrive, and some draws are a little ahead.
        foreach (var (i, layers) in reach.Index())
            Assert.Equal(
                layers, reports.Average(report => report.Reach[(depth << i) / 2 - 1]),
                Math.Max(1, (i == 2 ? 0.2 : 0.08) * layers));
    }

    private static double Cosine(CreditReport[] reports) => reports.Average(report => report.Whole.Cosine);

    // For each rule a report on each of a few draws of weights and samples.
    private static CreditReport[][] Reports(Activation activation, int depth, int draws, params RuleOptions[] rules)
    {
        CreditReport[][] reports = [.. rules.Select(_ => new CreditReport[draws])];
        for (var draw = 0; draw < draws; draw++)
        {
            using var chain = new ChainFixture(32, depth, activation, 64, inputs: 784, seed: (ulong)draw);
            foreach (var (r, rule) in rules.Index())
                reports[r][draw] = chain.Report(rule);
        }
        return reports;
    }
}
