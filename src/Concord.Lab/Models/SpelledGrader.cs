using Concord.Lab.Tasks.Sorting;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Grades answers that are spelled over ticks: the share of right places, and whether all is right.</summary>
/// <param name="samples">The samples of a suite.</param>
/// <param name="most">How many are loaded at a time.</param>
internal sealed class SpelledGrader(WholeSamples samples, int most) : IGrader<ThoughtViews>
{
    private readonly ISampleReader<ThoughtViews> _reader = samples.Open(most);
    private readonly (double Accuracy, bool Solved)[] _grades = new (double, bool)[most];
    private ThoughtViews _views = null!;
    private int[] _labels = [];
    private int _first;

    public IReadOnlyList<string> Measures => ["accuracy", "solved"];

    public ThoughtViews Load(int first, int count)
    {
        _first = first;
        for (var i = 0; i < count; i++)
            _reader.Put(i, first + i, variant: 0);
        return _views = _reader.Read(count);
    }

    public void Read(Tensor logits, AgentWatch? watch)
    {
        var (question, columns) = (_views.Question, logits.Shape.Columns);
        Require.That(
            logits.Shape.Rows == _views.Samples && columns % question.Choices == 0, "The logits",
            $"must be {question.Choices} a tick for each of {_views.Samples} samples", logits.Shape);
        if (_labels.Length < columns / question.Choices)
            _labels = new int[columns / question.Choices];
        for (var s = 0; s < _views.Samples; s++)
        {
            var count = TickLabels.Decode(logits.Values.Slice(s * columns, columns), question.Choices, _labels);
            _grades[s] = TickLabels.Grade(
                _labels.AsSpan(0, count), _views.Asked.Slice(s * question.Places, question.Places));
        }
    }

    public bool IsRight(int sample) => _grades[sample - _first].Solved;

    public void Grade(int sample, Span<double> measures) =>
        (measures[0], measures[1]) = (_grades[sample - _first].Accuracy, IsRight(sample) ? 1 : 0);
}
