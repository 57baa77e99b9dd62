using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Writes one sample by its number: what is shown, and the class to answer at every place.</summary>
public delegate void WriteSample(int sample, Span<float> inputs, Span<int> targets);

/// <summary>Samples shown in whole, each written when it is asked for.</summary>
/// <remarks>
/// Nothing is kept, so there may be as many as there are numbers: drawn from the number's own stream, or a stored
/// sample turned on the way out. A symmetric variant counts as a sample of its own. Samples that are read together are
/// as long as each other; where their length is <see cref="Drawn"/>, so is how many numbers a writer is to fill.
/// </remarks>
/// <param name="question">What is shown and asked.</param>
/// <param name="count">How many samples there are.</param>
/// <param name="open">Makes a writer for one thread; the same number must mean the same sample to all.</param>
public sealed class WholeSamples(Question question, int count, Func<WriteSample> open) : ITrainingSamples<ThoughtViews>
{
    /// <summary>What is shown and asked; of drawn questions the largest.</summary>
    public Question Question { get; } = question.Checked();

    /// <summary>
    /// What samples that are read together are shown and asked, by the number of the first of them; null: all the same.
    /// All threads call it.
    /// </summary>
    public Func<int, Question>? Drawn { get; init; }

    /// <inheritdoc/>
    public int Count { get; } = Require.Positive(count);

    /// <inheritdoc/>
    public int Variants => 1;

    /// <inheritdoc/>
    public ISampleReader<ThoughtViews> Open(int most) => new Reader(this, open(), most);

    private sealed class Reader(WholeSamples samples, WriteSample write, int most) : ISampleReader<ThoughtViews>
    {
        private readonly ThoughtViews _views = new();
        private readonly int[] _numbers = new int[most];
        private readonly float[] _inputs = new float[most * samples.Question.Inputs];
        private readonly int[] _targets = new int[most * samples.Question.Places];

        public void Put(int place, int sample, int variant) => _numbers[place] = sample;

        // Nothing is written before, since the first sample says how long all are.
        public ThoughtViews Read(int count)
        {
            var question = samples.Drawn?.Invoke(_numbers[0]) ?? samples.Question;
            var (inputs, places) = (question.Inputs, question.Places);
            for (var i = 0; i < count; i++)
                write(_numbers[i], _inputs.AsSpan(i * inputs, inputs), _targets.AsSpan(i * places, places));
            _views.Read(question, count, _inputs.AsSpan(0, count * inputs), _targets.AsSpan(0, count * places));
            return _views;
        }
    }
}
