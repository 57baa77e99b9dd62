using Concord.Lab.Tasks.Digits;
using Concord.Tensors;
using Concord.Tensors.Operations;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Models;

/// <summary>Puts the agents' guesses together: the digit with the largest mean probability over an image's agents.
/// </summary>
/// <remarks>Seely et al. 2026, section 3.5 of the method: the mean of softmaxes, not of logits.</remarks>
public sealed class DigitAnswer
{
    private const int Classes = DigitGenerator.Classes;

    private float[] _sums = [];

    /// <summary>Reads the logits of all agents, [agents of all images, 10].</summary>
    /// <param name="views">Whose guesses they are.</param>
    /// <param name="logits">The guesses.</param>
    /// <param name="watch">Says which agents are missing; their guesses do not count.</param>
    public void Read(DigitViews views, Tensor logits, AgentWatch? watch = null)
    {
        Require.Shape(logits.Shape, [views.Rows, Classes], "The logits");
        if (_sums.Length < views.Samples * Classes)
            _sums = new float[views.Samples * Classes];
        Array.Clear(_sums);
        Span<float> shares = stackalloc float[Classes];
        for (var row = 0; row < views.Rows; row++)
        {
            if (watch?.IsMissing(row % views.Agents) == true)
                continue;
            Softmax.Probabilities(logits.Values.Slice(row * Classes, Classes), shares);
            var sum = _sums.AsSpan(row / views.Agents * Classes, Classes);
            TensorPrimitives.Add(sum, shares, sum);
        }
    }

    /// <summary>The mean probability of every digit for one image; zeros where all agents are missing.</summary>
    public float[] Shares(int sample)
    {
        // Every agent that counts has added probabilities that sum to one.
        var shares = _sums.AsSpan(sample * Classes, Classes).ToArray();
        TensorPrimitives.Divide(shares, Math.Max(1, TensorPrimitives.Sum<float>(shares)), shares);
        return shares;
    }

    /// <summary>The digit called for one image: a sum has the same largest entry as a mean.</summary>
    public int Of(int sample) => TensorPrimitives.IndexOfMax<float>(_sums.AsSpan(sample * Classes, Classes));
}
