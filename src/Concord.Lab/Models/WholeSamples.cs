using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Writes one sample by its number: what is shown, and the class to answer at every place.</summary>
public delegate void WriteSample(int sample, Span<float> inputs, Span<int> targets);

/// <summary>Samples shown in whole, each written when it is asked for.</summary>
/// <remarks>
/// Nothing is kept, so there may be as many as there are numbers: drawn from the number's own stream, or a stored
/// sample turned on the way out. A symmetric variant counts as a sample of its own.
/// </remarks>
/// <param name="question">What is shown and asked.</param>
/// <param name="count">How many samples there are.</param>
/// <param name="open">Makes a writer for one thread; the same number must mean the same sample to all.</param>
public sealed class WholeSamples(Question question, int count, Func<WriteSample> open) : ITrainingSamples<ThoughtViews>
{
    /// <summary>What is shown and asked.</summary>
    public Question Question { get; } = question.Checked();

    /// <inheritdoc/>
    public int Count { get; } = Require.Positive(count);

    /// <inheritdoc/>
    public int Variants => 1;

    /// <inheritdoc/>
    public ISampleReader<ThoughtViews> Open(int most) => new Reader(Question, open(), most);

    private sealed class Reader(Question question, WriteSample write, int most) : ISampleReader<ThoughtViews>
    {
        private readonly ThoughtViews _views = new();
        private readonly float[] _inputs = new float[most * question.Inputs];
        private readonly int[] _targets = new int[most * question.Places];

        public void Put(int place, int sample, int variant) => write(
            sample, _inputs.AsSpan(place * question.Inputs, question.Inputs),
            _targets.AsSpan(place * question.Places, question.Places));

        public ThoughtViews Read(int count)
        {
            _views.Read(
                question, count, _inputs.AsSpan(0, count * question.Inputs),
                _targets.AsSpan(0, count * question.Places));
            return _views;
        }
    }
}
