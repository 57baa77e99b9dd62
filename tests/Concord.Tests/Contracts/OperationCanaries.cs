using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Contracts;

/// <summary>The checks are under test: each one catches an operation that breaks its rule, and no other.</summary>
public sealed class OperationCanaries
{
    private const ulong Seed = 3;

    /// <summary>What is wrong with a canary.</summary>
    public enum Fault
    {
        None, WrongValue, WrongSlope, Kink, AnyShape, Assigned, Untracked, OtherWithoutRecord, Garbage, GivenBack,
    }

    [Fact]
    public void A_sound_operation_passes_all_checks() =>
        Assert.All(Enum.GetValues<Fault>(), fault => CheckFor(fault)?.Invoke(Cube(Fault.None), Seed));

    [Theory]
    [InlineData(Fault.WrongValue)]
    [InlineData(Fault.WrongSlope)]
    [InlineData(Fault.Kink)]
    [InlineData(Fault.AnyShape)]
    [InlineData(Fault.Assigned)]
    [InlineData(Fault.Untracked)]
    [InlineData(Fault.OtherWithoutRecord)]
    [InlineData(Fault.Garbage)]
    [InlineData(Fault.GivenBack)]
    public void An_operation_that_breaks_a_rule_is_caught(Fault fault) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => CheckFor(fault)!(Cube(fault), Seed));

    [Fact]
    public void A_wrong_slope_is_caught_along_a_direction_too() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(
        () => OperationChecks.DifferencesShowSlopeTwo(Cube(Fault.WrongSlope), Seed));

    private static Action<OperationCase, ulong>? CheckFor(Fault fault) => fault switch
    {
        Fault.WrongValue => OperationChecks.AgreesWithOracle,
        Fault.WrongSlope => OperationChecks.PullsBackTheDerivative,
        Fault.Kink => (operation, seed) => OperationChecks.DifferencesShowSlopeTwo(operation, seed),
        Fault.AnyShape => OperationChecks.RefusesMisfits,
        Fault.Assigned => OperationChecks.AddsToGradients,
        Fault.Untracked => OperationChecks.LeavesUntrackedAlone,
        Fault.OtherWithoutRecord => OperationChecks.GivesTheSameWithoutRecord,
        Fault.Garbage => OperationChecks.RepeatsWithoutGarbage,
        Fault.GivenBack => OperationChecks.PullsBackTheDerivative,
        _ => null,
    };

    // x³ + y, entry by entry, with one fault. The kink lies at the first x, inside the coarse steps alone.
    private static OperationCase Cube(Fault fault) => new(
        $"cube with fault {fault}",
        [Argument.Any(5), Argument.Any(5)],
        (tape, x) => Apply(tape, x[0], x[1], fault),
        x => [.. x[0].Select((a, i) => (a * a * a) + x[1][i] + (fault == Fault.Kink ? Bent(a, i) : 0))])
    {
        Misfits = [new(1, [4], "The right operand")],
    };

    private static double Bent(double a, int i) =>
        i == 0 ? 1e-3 * Math.Abs(a - Cube(Fault.None).Draw(Seed)[0][0] - 1e-3) : 0;

    private static Tensor Apply(Tape tape, Tensor x, Tensor y, Fault fault)
    {
        if (fault != Fault.AnyShape)
            Require.Shape(y.Shape, x.Shape, "The right operand");
        var cube = tape.Empty(x.Shape);
        for (var i = 0; i < cube.Values.Length; i++)
            cube.Values[i] = (x.Values[i] * x.Values[i] * x.Values[i]) + y.Values[Math.Min(i, y.Values.Length - 1)];
        if (fault == Fault.WrongValue || (fault == Fault.OtherWithoutRecord && !tape.Recording))
            cube.Values[0] *= 1.0001f;
        if (fault == Fault.Garbage)
            GC.KeepAlive(new object());
        if (tape.Record<CubePullback>(cube, x.Tracked || y.Tracked) is { } back)
            (back.X, back.Y, back.Fault) = (x, y, fault);
        return cube;
    }

    private sealed class CubePullback : Pullback
    {
        public Tensor X = null!, Y = null!;
        public Fault Fault;

        public override void Run()
        {
            var mark = X.Tape.Here;
            for (var i = 0; i < X.Values.Length; i++)
            {
                var slope = 3 * X.Values[i] * X.Values[i] * Output.Gradient[i];
                slope *= Fault == Fault.WrongSlope ? 1.0001f : 1;
                if (X.Tracked || Fault == Fault.Untracked)
                    X.Gradient[i] = slope + (Fault == Fault.Assigned ? 0 : X.Gradient[i]);
                if (Y.Tracked)
                    Y.Gradient[i] += Output.Gradient[i];
            }
            // Among it the memory of the gradients themselves.
            if (Fault == Fault.GivenBack)
                X.Tape.Rewind(mark);
        }
    }
}
