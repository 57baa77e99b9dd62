using Concord.Lab.Tasks.Sorting;
using Concord.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Models;

/// <summary>How a model spells: when it says each class of its answer, and how much of it is right.</summary>
/// <remarks>
/// Darlow et al. 2025, "Continuous Thought Machines", look at how long a model that sorts waits before each number.
/// </remarks>
internal static class SpellingDiagnosis
{
    /// <summary>Thinks about samples and listens to every tick.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="batches">Samples with what they are asked; each batch is read before the next is made.</param>
    public static Diagnosis Of(ThoughtModel<ThoughtViews> model, Block weights, IEnumerable<ThoughtViews> batches)
    {
        var (question, ticks) = (model.Question, model.IterationsToEvaluate);
        var (said, right, times) = (
            new double[question.Places], new double[question.Places], new double[question.Places]);
        var (labels, last) = (new int[ticks], new Tensor[1]);
        var (samples, solved, spoken) = (0, 0, 0);
        using var tape = new Tape(recording: false);
        foreach (var views in batches)
        {
            tape.Reset();
            tape.Bind(model.Parameters, weights);
            model.Run(tape, views, ticks, last);
            for (var s = 0; s < views.Samples; s++)
                Add(last[0].Values.Slice(s * ticks * question.Choices, ticks * question.Choices),
                    views.Asked.Slice(s * question.Places, question.Places));
        }
        return new Diagnosis(
        [
            new("thought_about", samples), new("accuracy", right.Sum() / samples / question.Places),
            new("solved", (double)solved / samples), new("classes_said", (double)spoken / samples),
        ])
        {
            Figures =
            [
                new("said_at", "When each place of the answer is said", "place",
                    [("mean tick", Line(said, place => said[place] > 0 ? times[place] / said[place] : double.NaN))]),
                new("accuracy_by_place", "Right answers, by place", "place",
                    [("accuracy", Line(right, place => right[place] / samples))]),
            ],
        };

        void Add(ReadOnlySpan<float> logits, ReadOnlySpan<int> asked)
        {
            samples++;
            var count = TickLabels.Decode(logits, question.Choices, labels);
            spoken += count;
            solved += labels.AsSpan(0, count).SequenceEqual(asked) ? 1 : 0;
            for (var place = 0; place < Math.Min(count, asked.Length); place++)
                right[place] += labels[place] == asked[place] ? 1 : 0;
            var (before, at) = (question.Classes, 0);
            for (var tick = 0; tick < ticks && at < asked.Length; tick++)
            {
                var now = TensorPrimitives.IndexOfMax(logits.Slice(tick * question.Choices, question.Choices));
                if (now != before && now != question.Classes)
                {
                    said[at]++;
                    times[at++] += tick + 1;
                }
                before = now;
            }
        }
    }

    // Places that nobody said have no time.
    private static IReadOnlyList<(double X, double Y)> Line(double[] places, Func<int, double> height) =>
        [.. Enumerable.Range(0, places.Length).Select(place => (place + 1.0, height(place)))
            .Where(point => !double.IsNaN(point.Item2))];
}
