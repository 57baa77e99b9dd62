using Concord.Lab.Models;
using Concord.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Tasks.Parity;

/// <summary>Films a string: the one that is read, or a fresh one.</summary>
internal static class ParityFilm
{
    private const byte Plus = 0, Minus = 1, Even = 2;

    private static readonly string[] Tokens = ["+1", "-1", "even", "odd"];
    private static readonly string[] Parities = Tokens[Even..];

    public static Film Shoot(AgentStudy<ThoughtViews> study, Block weights, Showing showing)
    {
        var question = ((ParityExperiment)study.Experiment).Question;
        var length = question.Width;
        if (showing.Size is { } size)
            Require.That(
                ParityTask.ParseLength(size) == length, "The length of a string",
                $"must be {length}, which the model is made for", size);
        var (inputs, targets) = (new float[length], new int[length]);
        if (showing.Input == null)
            ParityStrings.Draw(new Rng(showing.Seed).Split(ParityStrings.TestSeed), inputs, targets);
        else
            ParityStrings.Follow(inputs = ParityText.Parse(showing.Input, showing.Source, length), targets);
        var views = new ThoughtViews();
        views.Read(question, 1, inputs, []);
        var right = targets.Select(parity => (byte)(Even + parity)).ToArray();
        var reel = Camera<ThoughtViews>.Shoot(study, weights, showing, views, (logits, _) =>
        {
            var answer = new byte[length];
            for (var i = 0; i < length; i++)
                answer[i] = (byte)(Even + TensorPrimitives.IndexOfMax(logits.Values.Slice(2 * i, 2)));
            return new Frame(answer, answer.AsSpan().SequenceEqual(right), [], [], []);
        });
        return new Film(
            $"String of {length}", 1, length, [.. inputs.Select(value => value > 0 ? Plus : Minus)], right, [], [], [],
            reel.Frames)
        {
            Look = FilmLook.Line,
            Thought = reel.Thought?.Asking("position", Parities, targets),
            Tokens = Tokens,
        };
    }
}
