using Concord.Lab.Tasks.Sorting;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Grades answers that are spelled over ticks.</summary>
/// <param name="samples">The samples of a suite.</param>
/// <param name="most">How many are loaded at a time.</param>
internal sealed class SpelledGrader(WholeSamples samples, int most) : ShownGrader(samples, most)
{
    private readonly (double Accuracy, bool Solved)[] _grades = new (double, bool)[most];
    private int[] _labels = [];

    public override void Read(Tensor logits, AgentWatch? watch)
    {
        var (question, columns) = (Views.Question, logits.Shape.Columns);
        Require.That(
            logits.Shape.Rows == Views.Samples && columns % question.Choices == 0, "The logits",
            $"must be {question.Choices} a tick for each of {Views.Samples} samples", logits.Shape);
        if (_labels.Length < columns / question.Choices)
            _labels = new int[columns / question.Choices];
        for (var s = 0; s < Views.Samples; s++)
        {
            var count = TickLabels.Decode(logits.Values.Slice(s * columns, columns), question.Choices, _labels);
            _grades[s] = TickLabels.Grade(
                _labels.AsSpan(0, count), Views.Asked.Slice(s * question.Places, question.Places));
        }
    }

    private protected override (double Accuracy, bool Solved) GradeOf(int place) => _grades[place];
}
