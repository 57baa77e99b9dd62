using Concord.Predictive;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Predictive;

public sealed class CreditReportTests
{
    private const int Seeds = 6;

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

    // The numbers of another implementation on data of its own; the plain one of tanh depends on those the most.
    [Theory]
    [InlineData(Activation.None, 8, 0.763, 0.937)]
    [InlineData(Activation.None, 32, 0.713, 0.916)]
    [InlineData(Activation.Tanh, 32, 0.688, 0.945, 0.06)]
    [InlineData(Activation.Relu, 8, 0.867, 0.976)]
    [InlineData(Activation.Relu, 32, 0.805, 0.958)]
    public void PointsWhereItWasSeenToPoint(Activation activation, int depth, double plain, double multiplied,
        double tolerance = 0.03)
    {
        double[] pc = new double[Seeds], alm = new double[Seeds];
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var chain = new ChainFixture(32, depth, activation, 64, inputs: 784, seed: (ulong)seed);
            pc[seed] = chain.Report(new RuleOptions { Kind = RuleKind.Pc }).Whole.Cosine;
            alm[seed] = chain.Report(new RuleOptions()).Whole.Cosine;
        }
        Assert.Equal(plain, pc.Average(), tolerance);
        Assert.Equal(multiplied, alm.Average(), 0.03);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    public void CreditTravelsWithMultipliersAndSpreadsWithout(Activation activation)
    {
        using var chain = new ChainFixture(32, 64, activation, 64, inputs: 784, seed: 1);

        var alm = chain.Report(new RuleOptions { Cycles = 256, Alpha = 1 });
        var pc = chain.Report(new RuleOptions { Kind = RuleKind.Pc, Cycles = 256 });

        Assert.InRange(alm.Exponent, 0.9, 1.2);
        Assert.InRange(alm.Arrival!.Value / alm.ExpectedArrival, 0.88, 1.12);
        Assert.True(pc.Exponent is < 0.6 or double.NaN, $"{pc.Exponent}");
        Assert.Null(pc.Arrival);
    }
}
