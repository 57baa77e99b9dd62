using Concord.Tensors;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Thought;

/// <summary>What thinkers read in a tick where it is not always the same places.</summary>
public sealed class ReaderTests
{
    private const int Width = 4, Samples = 2, Ticks = 10;
    private static readonly Shown s_image = new(8, 8, 1);
    private static readonly ThinkerSizes s_sizes = new() { Neurons = 8, PairsOut = 4, PairsAction = 6, Memory = 3 };

    // Two images for two ticks each, then the question 1, second sign, 0 for one tick each, and three silent ticks.
    private static (Parameters Parameters, Thinker Model, QuestionReader Reader, Sight Sight) Questioned()
    {
        var parameters = new Parameters();
        var sight = new Sight(
            parameters, BackboneKind.Small.Build(parameters, s_image, Width), PlaceKind.None, Width, 2);
        var reader = new QuestionReader(parameters, sight, s_image, new(Image: 2, Symbol: 1));
        return (parameters, new(parameters, s_sizes, reader, 10), reader, sight);
    }

    private static float[] Shown(params ReadOnlySpan<float> symbols)
    {
        var rng = new Rng(8);
        var columns = (2 * s_image.Size) + symbols.Length;
        float[] shown = [.. Enumerable.Range(0, Samples * columns).Select(_ => (float)rng.Uniform())];
        for (var s = 0; s < Samples; s++)
            symbols.CopyTo(shown.AsSpan(((s + 1) * columns) - symbols.Length));
        return shown;
    }

    [Fact]
    public void Images_are_looked_at_in_turn_and_symbols_and_silence_are_read_as_they_are()
    {
        var (parameters, model, reader, sight) = Questioned();
        using var weights = parameters.Draw(new Rng(3));
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        var thoughts = new Thoughts();
        var shown = Shown(1, -2, 0);
        model.Think(Numbers(tape, shown), Ticks, training: false, thoughts);

        Assert.Equal(7, reader.Silence(images: 2, symbols: 3));
        Assert.Equal(2, thoughts.Views.Count);
        var second = Enumerable.Range(0, Samples).SelectMany(
            s => shown.AsSpan((s * (shown.Length / Samples)) + s_image.Size, s_image.Size).ToArray()).ToArray();
        var alone = new Thoughts();
        sight.Look(new(tape.Input(second, [Samples, s_image.Size]), s_image), training: false, alone);
        Assert.Equal(alone.View.Tokens.Values.ToArray(), thoughts.Views[1].Tokens.Values.ToArray());
        for (var tick = 0; tick < Ticks; tick++)
            Assert.Equal(tick < 4, thoughts[tick].Weights != null);
        var sign = parameters.Entries.Single(entry => entry.Name == "signs").Offset + Width;
        Near([MathF.Sin(1), MathF.Cos(1), MathF.Sin(0.01f), MathF.Cos(0.01f)], thoughts[4].Read);
        Near(weights.Span.Slice(sign, Width).ToArray(), thoughts[5].Read);
        Near([0, 1, 0, 1], thoughts[6].Read);
        for (var tick = 7; tick < Ticks; tick++)
            Near([0, 0, 0, 0], thoughts[tick].Read);
        // The synchrony that asks goes on also where nothing is asked.
        Assert.NotEqual(thoughts[8].Asked!.Values.ToArray(), thoughts[9].Asked!.Values.ToArray());
    }

    [Fact]
    public void A_thought_reaches_back_to_the_sign_that_was_read_and_repeats_without_garbage()
    {
        var (parameters, model, _, _) = Questioned();
        using var weights = parameters.Draw(new Rng(3));
        using var gradients = new Block(parameters.Count);
        using var tape = new Tape();
        var thoughts = new Thoughts();
        var loss = new TickLoss(places: 1, classes: 10);
        var shown = Shown(1, -2, 0);
        int[] targets = [3, 8];
        long before = 0;
        for (var pass = 0; pass < 3; pass++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            tape.Reset();
            tape.Bind(parameters, weights, gradients);
            model.Think(Numbers(tape, shown), Ticks, training: true, thoughts);
            tape.Backward(loss.Of(model, thoughts, targets, 0.5f, from: 7));
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(3, loss.Utterances.Ticks);
        var signs = gradients.Span.Slice(
            parameters.Entries.Single(entry => entry.Name == "signs").Offset, 2 * Width);
        Assert.Equal([0, 0, 0, 0], signs[..Width].ToArray());
        Assert.Equal(-1, signs[Width..].IndexOf(0f));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0.5f)]
    public void What_is_no_symbol_is_refused(float symbol)
    {
        var (parameters, _, reader, _) = Questioned();
        using var weights = parameters.Draw(new Rng(3));
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        var shown = Shown(symbol);
        var refusal = Assert.Throws<ArgumentException>(() => reader.Look(
            Numbers(tape, shown), training: false, new Thoughts()));
        Assert.Contains("A symbol of a question", refusal.Message);
    }

    [Fact]
    public void What_is_read_whole_is_read_in_every_tick_and_nothing_asks()
    {
        var parameters = new Parameters();
        var model = new Thinker(parameters, s_sizes, new WholeReader(3), 4);
        Assert.DoesNotContain(parameters.Entries, e => e.Name.StartsWith("action", StringComparison.Ordinal));
        Assert.DoesNotContain(parameters.Entries, e => e.Name.StartsWith("sight", StringComparison.Ordinal));
        using var weights = parameters.Draw(new Rng(3));
        using var tape = new Tape();
        tape.Bind(parameters, weights);
        var thoughts = new Thoughts();
        model.Think(Scene.Sequence(tape.Input([1, 2, 3], [1, 3])), ticks: 3, training: true, thoughts);
        Near([1, 2, 3], thoughts[2].Read);
        Assert.Null(thoughts[2].Asked);
        Assert.Null(thoughts[2].Weights);
        Assert.NotEqual(thoughts[1].Done.Values.ToArray(), thoughts[2].Done.Values.ToArray());
        Assert.Throws<ArgumentException>(
            () => model.Think(Scene.Sequence(tape.Zeros([1, 4])), 3, training: true, thoughts));
    }

    private static Scene Numbers(Tape tape, float[] shown) =>
        Scene.Sequence(tape.Input(shown, [Samples, shown.Length / Samples]));

    private static void Near(float[] expected, Tensor read)
    {
        for (var i = 0; i < read.Shape.Size; i++)
            Assert.Equal(expected[i % expected.Length], read.Values[i], 1e-6f);
    }
}
