using System.Numerics.Tensors;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Lab.Papers;

/// <summary>A deep linear predictive-coding network, all of whose feedback loops turn by one angle.</summary>
/// <remarks>
/// The experiment of Seely 2025 (arXiv 2511.11092), which states neither rate nor samples. Vertices x, h1 to hn and y
/// hold two numbers each. W_i, forward into each of h1 to y, are random orthogonal, and R(θ)W_iᵀ leads back between
/// hidden layers, so that every loop has the monodromy R(θ). The task is y = x. Every step settles all activities
/// exactly and takes one step of gradient descent on all matrices; validation holds x alone and reads y.
/// </remarks>
public sealed record Contradiction
{
    /// <summary>The angles of the table, from loops that agree to loops that negate.</summary>
    public static IReadOnlyList<double> Angles { get; } = [0, 0.2, 0.33, 0.4, 0.45, 0.5, 0.6, 0.8, 1.2, Math.PI];

    /// <summary>θ in radians.</summary>
    public double Angle { get; init => field = Require.Within(value, 0, Math.PI); }

    /// <summary>Hidden layers.</summary>
    public int Layers { get; init => field = Require.Within(value, 1, 1000); } = 10;

    /// <summary>How activities settle while it learns; null: exactly, as in the paper.</summary>
    public LoopedRelaxation? Inference { get; init; }

    /// <summary>Samples to learn from, all of them in every step.</summary>
    public int Samples { get; init => field = Require.Within(value, 2, 1_000_000); } = 64;

    /// <summary>Fresh samples to validate with.</summary>
    public int ValidationSamples { get; init => field = Require.Within(value, 2, 1_000_000); } = 256;

    /// <summary>What a gradient is multiplied with.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.1;

    /// <summary>Steps of gradient descent.</summary>
    public int Steps { get; init => field = Require.NotNegative(value); } = 1000;

    /// <summary>Steps from one frame to the next; the first and the last step have one in any case.</summary>
    public int FrameEvery { get; init => field = Require.Positive(value); } = 10;

    /// <summary>The state of the network after some steps.</summary>
    /// <param name="Step">How many steps were taken.</param>
    /// <param name="Energy">The mean of ½‖r*‖² over the samples.</param>
    /// <param name="Error">The mean square of a number of y − x in validation.</param>
    /// <param name="Loads">Harmonic load per edge: forward edges in order, then feedback edges in order.</param>
    /// <param name="Activations">Diffusive activation per vertex: x, h1 to hn, y.</param>
    public sealed record Frame(int Step, double Energy, double Error, double[] Loads, double[] Activations);

    /// <summary>Learns, and looks at the network on the way.</summary>
    /// <returns>The frames in order; where the energy diverges, the last one is the first that is not finite.</returns>
    public IReadOnlyList<Frame> Run(Rng random)
    {
        var network = Network(random);
        Matrix seen = Held(network, Draw(random, Samples)), fresh = Held(network, Draw(random, ValidationSamples));
        RelativeSystem taught = new(network, 0, Layers + 1), asked = new(network, 0);
        var frames = new List<Frame>();
        for (var step = 0; ; step++)
        {
            var rest = Inference == null ? taught.Settle(seen) : Inference.Settle(taught, seen);
            if (step % FrameEvery == 0 || step == Steps || !double.IsFinite(rest.Energy))
                frames.Add(new(step, rest.Energy, Error(asked.Settle(fresh)), rest.Loads(), rest.Activations()));
            if (step == Steps || !double.IsFinite(rest.Energy))
                return frames;
            Descend(rest);
        }
    }

    /// <summary>The network at its start: forward edges in order, then feedback edges in order.</summary>
    public Coboundary Network(Rng random)
    {
        Matrix[] forward = [.. Enumerable.Range(0, Layers + 1).Select(_ => Orthogonal(random))];
        var turn = Rotation(Angle);
        return new Coboundary(
            [.. Enumerable.Repeat(2, Layers + 2)],
            [
                .. forward.Select((weights, i) => EdgeMaps.Prediction(i, weights, i + 1)),
                .. from i in Enumerable.Range(1, Layers - 1)
                   select EdgeMaps.Prediction(i + 1, turn.Times(Loop.Close(forward[i])), i),
            ]);
    }

    /// <summary>Whether the forward matrices mirror at the start: their product has the determinant −1.</summary>
    /// <remarks>The answer, y = x, does not; on the way a product must become singular.</remarks>
    public bool Mirrors(Rng random)
    {
        var product = 1.0;
        foreach (var edge in Network(random).Edges.Take(Layers + 1))
            product *= (edge.MapV[0, 0] * edge.MapV[1, 1]) - (edge.MapV[0, 1] * edge.MapV[1, 0]);
        return product < 0;
    }

    private void Descend(Equilibrium rest)
    {
        Matrix[] gradients = [.. Enumerable.Range(0, rest.Coboundary.Edges.Count).Select(rest.Gradient)];
        foreach (var (e, gradient) in gradients.Index())
            for (var i = 0; i < gradient.Rows; i++)
            {
                var weights = rest.Coboundary.Edges[e].MapV.Row(i);
                TensorPrimitives.MultiplyAdd(gradient.Row(i), -LearningRate, weights, weights);
            }
    }

    private double Error(Equilibrium rest)
    {
        var sum = 0.0;
        for (var sample = 0; sample < rest.States.Rows; sample++)
        {
            var state = rest.States.Row(sample);
            var gap = TensorPrimitives.Distance(
                rest.Coboundary.At(state, 0), rest.Coboundary.At(state, Layers + 1));
            sum += gap * gap;
        }
        return sum / (2 * rest.States.Rows);
    }

    // All is linear in the samples and every measure a mean of squares, so the samples x count only by their mean of
    // xxᵀ = CCᵀ, and √2 times the two columns of C give to rounding what all samples give.
    private static double[][] Draw(Rng random, int samples)
    {
        double xx = 0, xy = 0, yy = 0;
        for (var k = 0; k < samples; k++)
        {
            double x = random.Normal(), y = random.Normal();
            (xx, xy, yy) = (xx + (x * x), xy + (x * y), yy + (y * y));
        }
        double scale = Math.Sqrt(2.0 / samples), first = Math.Sqrt(xx), along = xy / first;
        return [[scale * first, scale * along], [0, scale * Math.Sqrt(yy - (along * along))]];
    }

    private Matrix Held(Coboundary network, double[][] samples)
    {
        var states = new Matrix(samples.Length, network.Columns);
        foreach (var (k, sample) in samples.Index())
        {
            sample.CopyTo(states.Row(k));
            sample.CopyTo(states.Row(k)[(2 * (Layers + 1))..]);
        }
        return states;
    }

    // Uniform over all orthogonal matrices of the plane, as the factor Q of a normal matrix is.
    private static Matrix Orthogonal(Rng random)
    {
        var turn = Rotation(2 * Math.PI * random.Uniform());
        if (random.Bit() == 1)
            (turn[0, 1], turn[1, 1]) = (-turn[0, 1], -turn[1, 1]);
        return turn;
    }

    private static Matrix Rotation(double angle)
    {
        var (sine, cosine) = Math.SinCos(angle);
        return new Matrix(2, 2) { [0, 0] = cosine, [0, 1] = -sine, [1, 0] = sine, [1, 1] = cosine };
    }
}
