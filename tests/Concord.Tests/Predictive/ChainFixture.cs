using Concord.Predictive;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Tests.Reference;

namespace Concord.Tests.Predictive;

/// <summary>A chain with weights and samples, the same for the product and for the slow reference.</summary>
internal sealed class ChainFixture : IDisposable
{
    public const int Outputs = 10;

    private readonly Block _weights;
    private readonly Block _gradient;
    private readonly int _inputs;

    public ChainFixture(int width, int depth, Activation activation, int samples = 5, int inputs = 4, ulong seed = 1)
    {
        Parameters = new Parameters();
        _inputs = inputs;
        Network = new ResidualMlp { Width = width, Depth = depth, Activation = activation }
            .Build(inputs, Outputs, Parameters);
        var rng = new Rng(seed);
        _weights = Parameters.Draw(rng.Split(0));
        _gradient = new Block(Parameters.Count);
        X = [.. Enumerable.Range(0, samples * inputs).Select(_ => (float)rng.Normal())];
        Y = new float[samples * Outputs];
        for (var s = 0; s < samples; s++)
            Y[(s * Outputs) + rng.Below(Outputs)] = 1;
        Reference = new PredictiveChain(
            [.. Parameters.Entries.Select(Matrix)], [.. Network.Edges.Select(e => (double)e.Predictor.Form.Scale)],
            activation switch
            {
                Activation.Tanh => Math.Tanh,
                Activation.Relu => x => Math.Max(0, x),
                _ => x => x,
            },
            activation switch
            {
                Activation.Tanh => x => 1 - Math.Pow(Math.Tanh(x), 2),
                Activation.Relu => x => x > 0 ? 1 : 0,
                _ => _ => 1,
            });
    }

    public Parameters Parameters { get; }

    public PredictiveNetwork Network { get; }

    public PredictiveChain Reference { get; }

    public float[] X { get; }

    public float[] Y { get; }

    public int Samples => Y.Length / Outputs;

    public double[] Input(int sample) => [.. X.Skip(sample * _inputs).Take(_inputs).Select(v => (double)v)];

    public double[] Target(int sample) => [.. Y.Skip(sample * Outputs).Take(Outputs).Select(v => (double)v)];

    /// <summary>How large steps may be at its weights and samples.</summary>
    public StepBounds Bounds => field ??= MeasureBounds();

    public (Tensor X, Tensor Y) Bind(Tape tape)
    {
        tape.Bind(Parameters, _weights, _gradient);
        return (tape.Input(X, [Samples, _inputs]), tape.Input(Y, [Samples, Outputs]));
    }

    /// <summary>The mean gradient over samples by a rule, and the scalar's value.</summary>
    public (float[] Gradient, float Loss) Learn(LearningRule rule, Carry? carry = null)
    {
        using var tape = new Tape();
        _gradient.Span.Clear();
        var (x, y) = Bind(tape);
        var loss = rule.Open(Network).Loss(tape, x, y, 1f / Samples, carry ?? new Carry());
        tape.Backward(loss);
        return (_gradient.Span.ToArray(), loss.Scalar);
    }

    /// <summary>How a rule's credit compares with back-propagation's.</summary>
    public CreditReport Report(RuleOptions options)
    {
        var rule = (Relaxation)options.For(Network, () => Bounds);
        return CreditReport.Of(
            Network, _weights, tape => (tape.Input(X, [Samples, _inputs]), tape.Input(Y, [Samples, Outputs])), rule);
    }

    /// <summary>The mean of the reference's gradients, laid out as the product's.</summary>
    public double[] Mean(Func<double[], double[], double[][,]> gradientOf)
    {
        var mean = new double[Parameters.Count];
        for (var s = 0; s < Samples; s++)
        {
            var each = gradientOf(Input(s), Target(s));
            for (var i = 0; i < each.Length; i++)
            {
                var entry = Parameters.Entries[i];
                for (var r = 0; r < each[i].GetLength(0); r++)
                    for (var c = 0; c < each[i].GetLength(1); c++)
                        mean[entry.Offset + (c * entry.Shape.Columns) + r] += each[i][r, c] / Samples;
            }
        }
        return mean;
    }

    public void Dispose()
    {
        _weights.Dispose();
        _gradient.Dispose();
    }

    private StepBounds MeasureBounds()
    {
        using var tape = new Tape();
        var (x, y) = Bind(tape);
        return StepBounds.Of(Network, tape, x, y);
    }

    // A kernel [in, out] as the matrix [out, in] that multiplies a column.
    private double[,] Matrix(Parameter entry)
    {
        var matrix = new double[entry.Shape.Columns, entry.Shape.Rows];
        var values = _weights.Span.Slice(entry.Offset, entry.Shape.Size);
        for (var i = 0; i < values.Length; i++)
            matrix[i % entry.Shape.Columns, i / entry.Shape.Columns] = values[i];
        return matrix;
    }
}
