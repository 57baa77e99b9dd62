using Concord.Lab.Models;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Concord.Tensors.Operations;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Tasks.Qamnist;

/// <summary>Films a fresh question, its digits side by side.</summary>
internal static class QamnistFilm
{
    private static readonly string[] Digits = [.. Enumerable.Range(0, DigitGenerator.Classes).Select(d => $"{d}")];

    public static Film Shoot(AgentStudy<ThoughtViews> study, Block weights, Showing showing)
    {
        if (showing.Input != null)
            throw new ArgumentException(
                $"The input must be left out, since a question is drawn, but is {showing.Source}.");
        var experiment = (QamnistExperiment)study.Experiment;
        var random = new Rng(showing.Seed).Split(QamnistQuestions.TestSeed);
        var own = QamnistQuestions.SizeOf(experiment.Question);
        var size = showing.Size is { } text ? QamnistSize.Parse(text)
            : experiment.DrawnLengths ? QamnistSize.Draw(random, own)
            : own;
        var question = QamnistQuestions.Resize(experiment.Question, size);
        var samples = new QamnistSamples(
            experiment.Source.ToTest(QamnistTask.TestImages, QamnistQuestions.TestSeed));
        var sample = samples.Draw(random, size);
        var inputs = new float[question.Inputs];
        QamnistQuestions.Write(samples, sample, inputs);
        var views = new ThoughtViews();
        views.Read(question, 1, inputs, []);
        var reel = Camera<ThoughtViews>.Shoot(study, weights, showing, views, (logits, _) =>
        {
            var shares = new float[DigitGenerator.Classes];
            Softmax.Probabilities(logits.Values[..shares.Length], shares);
            var called = TensorPrimitives.IndexOfMax<float>(shares);
            return new Frame([(byte)called], called == sample.Answer, [], [], []) { Ballot = new([], [], shares) };
        });
        return new Film(
            $"Question {showing.Seed}: {Text(sample)}", QamnistSamples.Side, QamnistSamples.Side * sample.Images.Count,
            Picture(inputs, sample.Images.Count), [(byte)sample.Answer], [], [], [], reel.Frames)
        {
            Look = FilmLook.Grey,
            Of = experiment.Source.About,
            Thought = reel.Thought?.Asking("digit", Digits, [sample.Answer]),
            Tokens = Digits,
        };
    }

    // Digits by their order from 1.
    private static string Text(QamnistSample sample) => $"digit {sample.Indices[0] + 1}" + string.Concat(
        sample.Operators.Select((operation, i) =>
            $" {(operation == QamnistOperator.Plus ? '+' : '-')} digit {sample.Indices[i + 1] + 1}"))
        + ", modulo 10";

    private static byte[] Picture(ReadOnlySpan<float> inputs, int images)
    {
        var picture = new byte[images * QamnistSamples.Pixels];
        for (var i = 0; i < picture.Length; i++)
        {
            var (image, pixel) = (i / QamnistSamples.Pixels, i % QamnistSamples.Pixels);
            var (row, column) = (pixel / QamnistSamples.Side, pixel % QamnistSamples.Side);
            picture[(((row * images) + image) * QamnistSamples.Side) + column] = (byte)MathF.Round(255 * inputs[i]);
        }
        return picture;
    }
}
