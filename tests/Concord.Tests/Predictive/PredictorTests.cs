using Concord.Predictive;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Xunit;

namespace Concord.Tests.Predictive;

public sealed class PredictorTests
{
    public static TheoryData<string> Kinds => ["dense", "residual", "convolution", "residual convolution"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PushingAndBringingCreditBackAreAdjoint(string kind)
    {
        var (predictor, parameters) = Make(kind);
        using var bed = new Bed(predictor, parameters);
        var pass = predictor.Open();
        pass.Hold(bed.Tape, Bed.Samples);
        var credit = bed.Tape.Zeros(bed.H.Shape);

        pass.AddCredit(bed.H, bed.Error, credit);

        var pushed = predictor.Push(bed.H, bed.Direction);
        Assert.Equal(Dot(bed.Error, pushed), Dot(credit, bed.Direction), 1e-4f);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PushingIsTheLimitOfMoving(string kind)
    {
        const float Little = 1e-3f;
        var (predictor, parameters) = Make(kind);
        using var bed = new Bed(predictor, parameters);
        var there = predictor.Predict(Linear.Combine(bed.H, 1, bed.Direction, Little));
        var back = predictor.Predict(Linear.Combine(bed.H, 1, bed.Direction, -Little));
        var pushed = predictor.Push(bed.H, bed.Direction);
        for (var i = 0; i < pushed.Shape.Size; i++)
            Assert.Equal((there.Values[i] - back.Values[i]) / (2 * Little), pushed.Values[i], 5e-3f);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("residual")]
    public void PackedWeightsPredictAsTheTapeDoes(string kind)
    {
        var (predictor, parameters) = Make(kind);
        using var bed = new Bed(predictor, parameters);
        var seen = new List<float[]>();
        foreach (var pass in (PredictorPass[])[predictor.Open(), new RecordedPass(predictor)])
        {
            Tensor prediction = bed.Tape.Zeros(bed.Error.Shape), credit = bed.Tape.Zeros(bed.H.Shape);
            pass.Hold(bed.Tape, Bed.Samples);
            pass.Predict(bed.H, prediction);
            pass.AddCredit(bed.H, bed.Error, credit);
            seen.Add([.. prediction.Values, .. credit.Values]);
        }
        for (var i = 0; i < seen[0].Length; i++)
            Assert.Equal(seen[1][i], seen[0][i], 1e-5f);
    }

    [Fact]
    public void AnEdgeThatDoesNotFitIsRefusedWithBothShapes()
    {
        var parameters = new Parameters();
        var form = new PredictorForm(Activation.None);
        Predictor[] chain =
            [new DensePredictor(parameters, "a", 4, 5, form), new DensePredictor(parameters, "b", 6, 2, form)];
        var refused = Assert.Throws<ArgumentException>(
            () => new PredictiveNetwork([4, 5, 2], chain.Select((p, i) => new LayerEdge(i, i + 1, p)), parameters));
        Assert.Equal("The edge from 1 to 2 must join 5 numbers to 2, but is 6 to 2.", refused.Message);
    }

    private static (Predictor Predictor, Parameters Parameters) Make(string kind)
    {
        var parameters = new Parameters();
        var form = new PredictorForm(
            Activation.Tanh, 0.3f, Skip: kind.StartsWith("residual", StringComparison.Ordinal));
        return (kind switch
        {
            "dense" => new DensePredictor(parameters, "layer", 12, 7, form),
            "residual" => new DensePredictor(parameters, "layer", 12, 12, form),
            "convolution" => new ConvolutionPredictor(parameters, "layer", (2, 3), 2, 5, form),
            _ => new ConvolutionPredictor(parameters, "layer", (2, 3), 2, 2, form),
        }, parameters);
    }

    private static float Dot(Tensor a, Tensor b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Shape.Size; i++)
            sum += a.Values[i] * b.Values[i];
        return sum;
    }

    private sealed class Bed : IDisposable
    {
        public const int Samples = 3;

        private readonly Block _weights, _gradient;

        public Bed(Predictor predictor, Parameters parameters)
        {
            var rng = new Rng(3);
            _weights = parameters.Draw(rng);
            _gradient = new Block(parameters.Count);
            Tape.Bind(parameters, _weights, _gradient);
            H = Draw(predictor.Inputs);
            Direction = Draw(predictor.Inputs);
            Error = Draw(predictor.Outputs);

            Tensor Draw(int size) =>
                Tape.Input([.. Enumerable.Range(0, Samples * size).Select(_ => (float)rng.Normal())], [Samples, size]);
        }

        public Tape Tape { get; } = new();

        public Tensor H { get; }

        public Tensor Direction { get; }

        public Tensor Error { get; }

        public void Dispose()
        {
            Tape.Dispose();
            _weights.Dispose();
            _gradient.Dispose();
        }
    }
}
