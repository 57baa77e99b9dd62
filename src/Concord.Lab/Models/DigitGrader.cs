using Concord.Lab.Tasks.Digits;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Grades digits: whether the right one is called.</summary>
internal sealed class DigitGrader(DigitSet digits, ISampleReader<DigitViews> reader) : IGrader<DigitViews>
{
    private readonly DigitAnswer _answer = new();
    private DigitViews? _views;
    private int _first;

    public IReadOnlyList<string> Measures => ["accuracy"];

    public DigitViews Load(int first, int count)
    {
        _first = first;
        for (var i = 0; i < count; i++)
            reader.Put(i, first + i, variant: 0);
        return _views = reader.Read(count);
    }

    public void Read(Tensor logits, AgentWatch? watch) => _answer.Read(_views!, logits, watch);

    public bool IsRight(int sample) => _answer.Of(sample - _first) == digits.Label(sample);

    public void Grade(int sample, Span<double> measures) => measures[0] = IsRight(sample) ? 1 : 0;
}
