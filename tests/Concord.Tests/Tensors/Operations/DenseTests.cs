using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Tensors.Operations;

public sealed class DenseTests
{
    [Fact]
    public void A_weight_that_is_used_again_gives_the_bits_of_its_copy_whatever_the_tape_was_bound_to_before()
    {
        using var tape = new Tape();
        foreach (var (depth, columns) in new[] { (5, 3), (70, 65), (33, 17) })
        {
            var parameters = new Parameters();
            var kernel = parameters.Add("kernel", [depth, columns], Start.Normal(1));
            using var weights = parameters.Draw(new Rng(1));
            using var gradients = new Block(parameters.Count);
            tape.Reset();
            tape.Bind(parameters, weights, gradients);
            var copy = tape.Input(weights.Span, kernel.Shape, tracked: true);
            var rng = new Rng(2);
            float[] numbers = [.. Enumerable.Range(0, 7 * depth).Select(_ => (float)rng.Normal())];
            for (var use = 0; use < 4; use++)
            {
                var x = tape.Input(numbers, [7, depth], tracked: true);
                var twin = tape.Input(numbers, [7, depth], tracked: true);
                var y = Dense.Apply(x, tape.Use(kernel), bias: null);
                var expected = Dense.Apply(twin, copy, bias: null);
                Assert.Equal(expected.Values.ToArray(), y.Values.ToArray());
                y.Gradient.Fill(0.5f);
                expected.Gradient.Fill(0.5f);
                tape.BackThrough(tape.Recorded - 2, tape.Recorded);
                Assert.Equal(twin.Gradient.ToArray(), x.Gradient.ToArray());
            }
            Assert.Equal(copy.Gradient.ToArray(), gradients.Span.ToArray());
        }
    }
}
