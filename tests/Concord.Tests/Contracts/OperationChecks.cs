using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Contracts;

/// <summary>What must hold for every operation, one method a rule; each throws where the rule is broken.</summary>
internal static class OperationChecks
{
    // Forward and backward work in single precision. Their error is measured against how far the oracle itself moves
    // when its arguments are rounded once; an operation that rounds after every step may be this many times worse.
    private const double Slack = 16;
    private const int EntriesPerArgument = 40;

    /// <summary>The result is the oracle's, up to rounding.</summary>
    public static void AgreesWithOracle(OperationCase operation, ulong seed)
    {
        var values = operation.Draw(seed);
        double[][] exact = [.. values.Select(OperationPass.Exact)];
        var expected = operation.Oracle(exact);
        var actual = OperationPass.Of(operation, values).Output;
        Assert.Equal(expected.Length, actual.Length);

        var rng = new Rng(seed + 1);
        double Moved() => Distance(operation.Oracle(Differences.Rounded(exact, rng)), expected);
        var bound = Slack * (Enumerable.Range(0, 3).Max(_ => Moved()) + (Differences.Precision * Largest(expected)));
        var error = Distance(OperationPass.Exact(actual), expected);
        Assert.True(error <= bound, $"{operation} is off by {error:g3}, more than {bound:g3}; seed {seed}.");
    }

    /// <summary>The pullback gives the derivative of the oracle, entry by entry.</summary>
    public static void PullsBackTheDerivative(OperationCase operation, ulong seed)
    {
        var values = operation.Draw(seed);
        var pass = OperationPass.Of(operation, values);
        double[][] exact = [.. values.Select(OperationPass.Exact)];
        var differences = new Differences(operation.Oracle, OperationPass.Exact(pass.Weights));
        var rng = new Rng(seed + 2);
        double[][][] nearby = [.. Enumerable.Range(0, 16).Select(_ => Differences.Rounded(exact, rng))];

        for (var a = 0; a < exact.Length; a++)
        {
            int[] entries = [.. Enumerable.Range(0, exact[a].Length)];
            rng.Shuffle<int>(entries);
            if (entries.Length > EntriesPerArgument)
                entries = entries[..EntriesPerArgument];
            double[] At(double[][] x) => [.. entries.Select(entry => differences.ByEntry(x, a, entry))];

            var expected = At(exact);
            double[] actual = [.. entries.Select(entry => (double)(pass.Gradients[a]?[entry] ?? 0))];
            var size = Math.Max(Largest(expected), operation.Cancelling);
            // The largest of about sixteen movements at least: one alone can be small by chance.
            var moved = nearby.Take(Math.Max(2, 16 / entries.Length)).Max(x => Distance(At(x), expected));
            var bound = Slack * (moved + (Differences.Precision * size));
            var error = Distance(actual, expected);
            Assert.True(
                error <= bound,
                $"{operation}: the gradient of argument {a} is off by {error:g3} of {Largest(expected):g3}, " +
                $"more than {bound:g3}; seed {seed}.");
        }
    }

    /// <summary>
    /// The error of a central difference falls to a quarter when its step is halved, and it tends to the pullback.
    /// </summary>
    /// <returns>Whether there was an error to see; polynomials of degree two have none.</returns>
    public static bool DifferencesShowSlopeTwo(OperationCase operation, ulong seed)
    {
        var values = operation.Draw(seed);
        var pass = OperationPass.Of(operation, values);
        double[][] exact = [.. values.Select(OperationPass.Exact)];
        var differences = new Differences(operation.Oracle, OperationPass.Exact(pass.Weights));
        var rng = new Rng(seed + 3);

        // Coarse enough for the error to stand far above rounding, fine enough for the next term, h⁴, not to count.
        const double H = 1.0 / 1024;
        for (var attempt = 1; ; attempt++)
        {
            double[][] direction = [.. exact.Select(x => (double[])[.. x.Select(_ => rng.Normal())])];
            double[] at = [.. new[] { H, H / 2, H / 4 }.Select(h => differences.Along(exact, direction, h))];
            double coarse = at[0] - at[1], fine = at[1] - at[2];
            double Term(int a, int i) => direction[a][i] * (pass.Gradients[a]?[i] ?? 0);
            double[] terms = [.. direction.SelectMany((d, a) => d.Select((_, i) => Term(a, i)))];
            var size = terms.Sum(Math.Abs) + Math.Abs(differences.Value(exact));
            var visible = Math.Abs(coarse) > 1e-9 * size;

            // A step over a kink bends the difference; another direction may meet none.
            if (visible && operation.Kinks && attempt < 10 && coarse / fine is < 3.9 or > 4.1)
                continue;
            if (visible)
                Assert.InRange(coarse / fine, 3.9, 4.1);

            // Richardson: a third of the last change beyond the finest difference removes its h².
            var limit = at[2] - (fine / 3);
            Assert.True(
                Math.Abs(terms.Sum() - limit) <= 16 * Differences.Precision * size,
                $"{operation}: along a direction the pullback gives {terms.Sum():g9}, " +
                $"differences tend to {limit:g9}; seed {seed}.");
            return visible;
        }
    }

    /// <summary>Arguments of unfit shape are refused in a sentence that names the operand.</summary>
    public static void RefusesMisfits(OperationCase operation, ulong seed)
    {
        if (operation.Arguments.Length > 1)
            Assert.NotEmpty(operation.Misfits);
        foreach (var (argument, shape, name) in operation.Misfits)
        {
            Argument[] arguments = [.. operation.Arguments];
            arguments[argument] = arguments[argument] with { Shape = shape };
            var misfit = operation with { Arguments = arguments };
            using var tape = new Tape();
            var tensors = OperationPass.Place(tape, misfit, misfit.Draw(seed));
            var refusal = Assert.Throws<ArgumentException>(() => operation.Run(tape, tensors));
            Assert.Contains(name, refusal.Message);
        }
    }

    /// <summary>Two uses of the same arguments give twice the gradient of one.</summary>
    public static void AddsToGradients(OperationCase operation, ulong seed)
    {
        var values = operation.Draw(seed);
        var once = OperationPass.Of(operation, values);
        var twice = OperationPass.Of(operation, values, times: 2);
        for (var a = 0; a < values.Length; a++)
        {
            var expected = OperationPass.Exact(once.Gradients[a] ?? []).Select(g => 2 * g).ToArray();
            var actual = OperationPass.Exact(twice.Gradients[a] ?? []);
            Assert.Equal(expected.Length, actual.Length);
            Assert.True(
                Distance(actual, expected) <= 1e-5 * Largest(expected), $"{operation}: argument {a} is not added to.");
        }
    }

    /// <summary>An argument that is not tracked gets no gradient, and the others get the same as if it were.</summary>
    public static void LeavesUntrackedAlone(OperationCase operation, ulong seed)
    {
        var values = operation.Draw(seed);
        var all = OperationPass.Of(operation, values);
        for (var a = 0; a < values.Length; a++)
        {
            bool[] alone = [.. values.Select((_, i) => i == a)];
            var pass = OperationPass.Of(operation, values, alone);
            Assert.Equal(all.Output, pass.Output);
            for (var i = 0; i < values.Length; i++)
                Assert.Equal(i == a ? all.Gradients[i] : null, pass.Gradients[i]);
        }
        using var tape = new Tape();
        var constants = OperationPass.Place(tape, operation, values, new bool[values.Length]);
        Assert.False(operation.Run(tape, constants).Tracked);
    }

    /// <summary>A tape without a record gives the same bits and wants no gradient.</summary>
    public static void GivesTheSameWithoutRecord(OperationCase operation, ulong seed)
    {
        var values = operation.Draw(seed);
        using var tape = new Tape(recording: false);
        var y = operation.Run(tape, OperationPass.Place(tape, operation, values));
        Assert.False(y.Tracked);
        Assert.Equal(OperationPass.Of(operation, values).Output, y.Values.ToArray());
    }

    /// <summary>After a reset the same pass gives the same bits and takes nothing from the managed heap.</summary>
    public static void RepeatsWithoutGarbage(OperationCase operation, ulong seed)
    {
        var values = operation.Draw(seed);
        var first = OperationPass.Of(operation, values);
        var arguments = new Tensor[values.Length];
        using var tape = new Tape();
        float[] output = new float[first.Output.Length];
        var gradients = values.Select(v => new float[v.Length]).ToArray();
        long before = 0, after = 0;
        for (var pass = 0; pass < 4; pass++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            tape.Reset();
            for (var a = 0; a < arguments.Length; a++)
                arguments[a] = tape.Input(values[a], operation.Arguments[a].Shape, tracked: true);
            var y = operation.Run(tape, arguments);
            y.Values.CopyTo(output);
            first.Weights.CopyTo(y.Gradient);
            tape.Backward();
            for (var a = 0; a < arguments.Length; a++)
                arguments[a].Gradient.CopyTo(gradients[a]);
            after = GC.GetAllocatedBytesForCurrentThread();
        }
        Assert.Equal(first.Output, output);
        for (var a = 0; a < arguments.Length; a++)
            Assert.Equal(first.Gradients[a] ?? new float[values[a].Length], gradients[a]);
        Assert.Equal(0, after - before);
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Append(0).Max(Finite);

    private static double Largest(double[] a) => a.Select(Math.Abs).Append(0).Max();

    // A maximum overlooks NaN; here it must not.
    private static double Finite(double x) => double.IsNaN(x) ? double.PositiveInfinity : x;
}
