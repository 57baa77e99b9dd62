using Concord.Coordination;
using Concord.Tests.Reference;

namespace Concord.Tests.Contracts.Cases;

/// <summary>Some conjugate gradient steps on every example, from each of the three starts.</summary>
internal static class ConjugateGradientCases
{
    private const float Pull = 0.5f;

    // Two steps: a cycle with one map has three eigenvalues, so that a third step would already be exact, and what is
    // left of gradients after convergence is rounding.
    public static IEnumerable<OperationCase> All { get; } =
    [
        .. from example in SheafExample.All from start in Enum.GetValues<CgStart>() select Of(example, start, steps: 2),
        Of(SheafExample.All[0], CgStart.Target, steps: 1),
        Of(SheafExample.All[2], CgStart.Previous, steps: 5),
        Of(SheafExample.All[4], CgStart.Zero, steps: 4),
        .. from example in SheafExample.All
           where example.Owners?.All(owner => owner == 0) == true
           from steps in new[] { 1, 2 }
           select InSlots(example, steps),
    ];

    private static OperationCase InSlots(SheafExample example, int steps) => new(
        $"{steps} conjugate gradient steps between slots on {example.Name}",
        [example.Maps, example.State, Argument.Positive()],
        (_, x) => SlotCg.Apply(example.Bind(x[0]), x[1], x[2], Pull, steps),
        x => example.PerSample(x[0], (sheaf, b) =>
        {
            var target = example.StateOf(x[1], b);
            return ConjugateSteps.Solve(sheaf.Coboundary, Pull, x[2][0], target, target, steps);
        }))
    {
        Misfits = [example.WrongMaps],
        Cancelling = 4,
    };

    private static OperationCase Of(SheafExample example, CgStart start, int steps) => new(
        $"{steps} conjugate gradient steps from {start} on {example.Name}",
        [example.Maps, example.State, example.State, Argument.Positive()],
        (_, x) => CgOperation.Apply(
            example.Bind(x[0]), x[1],
            start switch { CgStart.Target => x[1], CgStart.Previous => x[2], _ => null },
            x[3], Pull, steps),
        x => example.PerSample(x[0], (sheaf, b) =>
        {
            var target = example.StateOf(x[1], b);
            var from = start switch
            {
                CgStart.Target => target,
                CgStart.Previous => example.StateOf(x[2], b),
                _ => new double[target.Length],
            };
            return ConjugateSteps.Solve(sheaf.Coboundary, Pull, x[3][0], target, from, steps);
        }))
    {
        Misfits = [example.WrongMaps],
        Cancelling = 4,   // long residuals and directions, of whose inner products little is left
    };
}
