using Concord.Tensors;
using Concord.Tensors.Operations;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Models;

/// <summary>Grades answers of many places: the share of places that are right, and whether all of them are.</summary>
/// <param name="samples">The samples of a suite.</param>
/// <param name="most">How many are loaded at a time.</param>
internal sealed class WholeGrader(WholeSamples samples, int most) : IGrader<ThoughtViews>
{
    private readonly ISampleReader<ThoughtViews> _reader = samples.Open(most);
    private ThoughtViews _views = null!;
    private int[] _right = [];
    private int[] _asked = [];
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
        var question = _views.Question;
        Require.Shape(logits.Shape, [_views.Samples, question.Outputs], "The logits");
        if (_right.Length < _views.Samples)
            (_right, _asked) = (new int[_views.Samples], new int[_views.Samples]);
        Array.Clear(_right);
        Array.Clear(_asked);
        for (var i = 0; i < _views.Samples * question.Places; i++)
        {
            if (_views.Targets[i] == CrossEntropy.Ignored)
                continue;
            var called = TensorPrimitives.IndexOfMax(logits.Values.Slice(i * question.Classes, question.Classes));
            _asked[i / question.Places]++;
            _right[i / question.Places] += called == _views.Targets[i] ? 1 : 0;
        }
    }

    public bool IsRight(int sample) => _right[sample - _first] == _asked[sample - _first];

    public void Grade(int sample, Span<double> measures)
    {
        measures[0] = (double)_right[sample - _first] / Math.Max(1, _asked[sample - _first]);
        measures[1] = IsRight(sample) ? 1 : 0;
    }
}
