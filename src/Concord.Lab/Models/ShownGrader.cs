using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Grades answers about samples shown in whole: the share of right places, and whether all is right.</summary>
/// <param name="samples">The samples of a suite.</param>
/// <param name="most">How many are loaded at a time.</param>
internal abstract class ShownGrader(WholeSamples samples, int most) : IGrader<ThoughtViews>
{
    private readonly ISampleReader<ThoughtViews> _reader = samples.Open(most);
    private int _first;

    public IReadOnlyList<string> Measures => ["accuracy", "solved"];

    /// <summary>What was loaded last.</summary>
    private protected ThoughtViews Views { get; private set; } = null!;

    public ThoughtViews Load(int first, int count)
    {
        _first = first;
        for (var i = 0; i < count; i++)
            _reader.Put(i, first + i, variant: 0);
        return Views = _reader.Read(count);
    }

    public abstract void Read(Tensor logits, AgentWatch? watch);

    public bool IsRight(int sample) => GradeOf(sample - _first).Solved;

    public void Grade(int sample, Span<double> measures)
    {
        var (accuracy, solved) = GradeOf(sample - _first);
        (measures[0], measures[1]) = (accuracy, solved ? 1 : 0);
    }

    /// <summary>The grade of one of those that were loaded last, from 0.</summary>
    private protected abstract (double Accuracy, bool Solved) GradeOf(int place);
}
