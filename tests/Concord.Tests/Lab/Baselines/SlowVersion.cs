using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Tests.Contracts;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

/// <summary>Holds a scalar, such as a loss, and its gradients to a slow version in double precision.</summary>
internal static class SlowVersion
{
    private const int EntriesPerParameter = 2;

    /// <summary>Compares the loss, and the gradient of every parameter at a few entries.</summary>
    /// <param name="model">The model; its start weights are shaken, so that no zeros hide what they feed.</param>
    /// <param name="views">What the agents see and should answer.</param>
    /// <param name="iterations">How many iterations.</param>
    /// <param name="slow">The loss from the weights of each parameter's name.</param>
    public static void Agrees<TViews>(
        IAgentModel<TViews> model, TViews views, int iterations, Func<Func<string, double[]>, double> slow)
        where TViews : AgentViews => Agrees(
            model.Parameters,
            tape => new WindowLoss<TViews>(model).Loss(tape, views, new(views.Samples, iterations)), slow);

    /// <summary>Compares a scalar, and its gradient by every parameter at a few entries.</summary>
    /// <param name="parameters">The weights' layout.</param>
    /// <param name="fast">The scalar on a tape to which weights are bound.</param>
    /// <param name="slow">The scalar from the weights of each parameter's name.</param>
    public static void Agrees(
        Parameters parameters, Func<Tape, Tensor> fast, Func<Func<string, double[]>, double> slow)
    {
        var rng = new Rng(5);
        using var weights = parameters.Draw(rng);
        foreach (ref var weight in weights.Span)
            weight += (float)(0.2 * rng.Normal());
        // At a bound a derivative has two sides.
        foreach (var bounded in parameters.Entries.Where(e => e.Bounds != null))
            foreach (ref var weight in weights.Span.Slice(bounded.Offset, bounded.Shape.Size))
                weight = bounded.Bounds!.Value.Least + Math.Abs(weight - bounded.Bounds.Value.Least);
        using var gradients = new Block(weights.Length);
        using var tape = new Tape();
        tape.Bind(parameters, weights, gradients);
        var loss = fast(tape);
        tape.Backward(loss);

        var entries = parameters.Entries;
        double[][] exact =
            [.. entries.Select(e => OperationPass.Exact([.. weights.Span.Slice(e.Offset, e.Shape.Size)]))];
        double Slow(double[][] x) => slow(name => x[entries.Single(e => e.Name == name).Index]);
        Assert.Equal(Slow(exact), loss.Scalar, 2e-6);

        var differences = new Differences(x => [Slow(x)], [1]);
        foreach (var parameter in entries)
        {
            var actual = gradients.Span.Slice(parameter.Offset, parameter.Shape.Size);
            var largest = 0f;
            foreach (var number in actual)
                largest = Math.Max(largest, Math.Abs(number));
            Assert.True(largest > 0, $"Nothing reaches {parameter.Name}.");
            for (var i = 0; i < EntriesPerParameter; i++)
            {
                var entry = rng.Below(parameter.Shape.Size);
                // The gradient of a single number, such as a temperature, can be near zero by cancelling.
                Assert.Equal(
                    differences.ByEntry(exact, parameter.Index, entry), actual[entry], (2e-4 * largest) + 1e-8);
            }
        }
    }
}
