using Concord.Tensors;
using Concord.Tensors.Operations;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Models;

/// <summary>Grades answers of many places that are said at once.</summary>
/// <param name="samples">The samples of a suite.</param>
/// <param name="most">How many are loaded at a time.</param>
internal sealed class WholeGrader(WholeSamples samples, int most) : ShownGrader(samples, most)
{
    private int[] _right = [];
    private int[] _asked = [];

    public override void Read(Tensor logits, AgentWatch? watch)
    {
        var question = Views.Question;
        Require.Shape(logits.Shape, [Views.Samples, question.Outputs], "The logits");
        if (_right.Length < Views.Samples)
            (_right, _asked) = (new int[Views.Samples], new int[Views.Samples]);
        Array.Clear(_right);
        Array.Clear(_asked);
        for (var i = 0; i < Views.Samples * question.Places; i++)
        {
            if (Views.Targets[i] == CrossEntropy.Ignored)
                continue;
            var called = TensorPrimitives.IndexOfMax(logits.Values.Slice(i * question.Classes, question.Classes));
            _asked[i / question.Places]++;
            _right[i / question.Places] += called == Views.Targets[i] ? 1 : 0;
        }
    }

    private protected override (double Accuracy, bool Solved) GradeOf(int place) =>
        ((double)_right[place] / Math.Max(1, _asked[place]), _right[place] == _asked[place]);
}
