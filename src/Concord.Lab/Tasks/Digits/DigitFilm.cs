using Concord.Lab.Models;
using Concord.Lab.Tasks.Pictures;
using Concord.Tensors;
using Concord.Tensors.Operations;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Tasks.Digits;

/// <summary>Films an image of a digit: one that is read, or an image to test on.</summary>
internal static class DigitFilm
{
    private static readonly string[] Digits = [.. Enumerable.Range(0, DigitGenerator.Classes).Select(d => $"{d}")];

    public static Film Shoot(AgentStudy<DigitViews> study, Block weights, Showing showing)
    {
        var source = ((DigitExperiment)study.Experiment).Source;
        var images = showing.Input == null ? Fresh(source, showing) : Read(source, showing);
        var label = showing.Input == null ? images.Label(0) : (byte?)null;
        var reader = new DigitSamples(images).Open(showing.Samples);
        for (var i = 0; i < showing.Samples; i++)
            reader.Put(i, i, variant: 0);
        var views = reader.Read(showing.Samples);
        var answer = new DigitAnswer();
        var reel = Camera<DigitViews>.Shoot(study, weights, showing, views, (logits, watch) =>
        {
            answer.Read(views, logits, watch);
            return new Frame([(byte)answer.Of(0)], answer.Of(0) == label, [], [], [])
            {
                Ballot = Count(study.Model.HasAgents ? views.Agents : 0, logits, answer.Shares(0)),
            };
        });
        var size = $"{images.Height}x{images.Width} pixels";
        return new Film(
            showing.Input == null ? $"Test image {showing.Seed}, {size}" : $"{showing.Source}, {size}",
            images.Height, images.Width, images.Image(0).ToArray(), label is { } digit ? [digit] : [],
            reel.HasAgents ? views.Lattice.Centres : [], reel.Missing, reel.Edges, reel.Frames)
        {
            Look = FilmLook.Grey,
            Of = showing.Input == null ? source.About : null,
            Moment = reel.Moment,
            Thought = reel.Thought?.Asking("digit", Digits, label is { } right ? [right] : []),
            Tokens = Digits,
        };
    }

    // The image itself and the one after it, whose memory a swap takes.
    private static DigitSet Fresh(DigitSource source, Showing showing)
    {
        var images = source.Example(showing.Seed);
        if (showing.Size is not { } size)
            return images;
        var side = DigitSource.ParseSide(size);
        return images.On(side, side);
    }

    private static DigitSet Read(DigitSource source, Showing showing)
    {
        var sides = new Sides(DigitSource.LeastSide, DigitSource.MostSide);
        var picture = Picture.Parse(showing.Input, showing.Source, "a picture of a digit", sides);
        var (height, width, pixels) = (picture.Height, picture.Width, picture.ToGrey());
        if (showing.Samples == 1)
            return DigitSet.Of(height, width, pixels, [0]);
        var other = source.Example(showing.Seed).On(height, width);
        return DigitSet.Of(height, width, [.. pixels, .. other.Image(0)], [0, 0]);
    }

    private static Ballot Count(int agents, Tensor logits, float[] shares)
    {
        var (calls, certainty) = (new byte[agents], new float[agents]);
        Span<float> each = stackalloc float[DigitGenerator.Classes];
        for (var agent = 0; agent < agents; agent++)
        {
            Softmax.Probabilities(logits.Values.Slice(agent * each.Length, each.Length), each);
            calls[agent] = (byte)TensorPrimitives.IndexOfMax<float>(each);
            certainty[agent] = each[calls[agent]];
        }
        return new Ballot(calls, certainty, shares);
    }
}
