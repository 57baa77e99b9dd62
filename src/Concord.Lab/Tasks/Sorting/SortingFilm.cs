using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Sorting;

/// <summary>Films a list of numbers: the one that is read, or a fresh one.</summary>
/// <remarks>A number is drawn as its rank, 0 for the smallest, so that an answer is right where it counts up.</remarks>
internal static class SortingFilm
{
    private const string Ranks = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static Film Shoot(AgentStudy<ThoughtViews> study, Block weights, Showing showing)
    {
        var question = ((SortingExperiment)study.Experiment).Question;
        var count = question.Width;
        if (showing.Size is { } size)
            SortingTask.CheckCount(size, count);
        Require.That(count <= Ranks.Length, "The numbers to draw", $"must be at most {Ranks.Length}", count);
        var (inputs, order) = (new float[count], new int[count]);
        if (showing.Input == null)
            SortingNumbers.Draw(new Rng(showing.Seed).Split(SortingNumbers.TestSeed), inputs, order);
        else
            SortingNumbers.Order(inputs = SortingText.Parse(showing.Input, showing.Source, count), order);
        var ranks = new byte[count];
        for (var rank = 0; rank < count; rank++)
            ranks[order[rank]] = (byte)rank;
        var views = new ThoughtViews();
        views.Read(question, 1, inputs, []);
        var labels = new int[showing.Iterations];
        var reel = Camera<ThoughtViews>.Shoot(study, weights, showing, views, (logits, _) =>
        {
            var said = labels.AsSpan(0, TickLabels.Decode(logits.Values, question.Choices, labels));
            var answer = new byte[count];
            for (var i = 0; i < count; i++)
                answer[i] = i < said.Length ? ranks[said[i]] : (byte)count;
            return new Frame(answer, said.SequenceEqual(order), [], [], []);
        });
        return new Film(
            $"List of {count}", 1, count, ranks, [.. Enumerable.Range(0, count).Select(rank => (byte)rank)], [], [],
            [], reel.Frames)
        {
            Look = FilmLook.Line,
            Thought = reel.Thought?.Spelling([.. ranks.Select(rank => $"{Ranks[rank]}"), "–"]),
            Tokens = [.. Ranks[..count].Select(rank => $"{rank}"), "·"],
        };
    }
}
