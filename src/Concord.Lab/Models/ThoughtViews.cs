using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>A few samples shown in whole to one agent each, and what it should answer.</summary>
/// <remarks>For models that take in a whole image or sequence, such as a Continuous Thought Machine.</remarks>
public sealed class ThoughtViews : AgentViews, IWholeViews
{
    private float[] _inputs = [];

    /// <summary>What is shown and asked.</summary>
    public Question Question { get; private set; } = null!;

    /// <inheritdoc/>
    public override int Agents => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<Joint> Joints => [];

    /// <inheritdoc/>
    public override int Classes => Question.Classes;

    /// <inheritdoc/>
    public override int Distinct => Samples;

    /// <summary>Reads samples of one kind.</summary>
    /// <param name="question">What is shown and asked.</param>
    /// <param name="samples">How many.</param>
    /// <param name="inputs">
    /// One sample after the other; images line by line, the channels of a place side by side: [samples, height, width,
    /// channels].
    /// </param>
    /// <param name="targets">
    /// The class of every place, [samples, places], <see cref="CrossEntropy.Ignored"/> where nothing is asked; empty
    /// where nothing is to be learned.
    /// </param>
    /// <exception cref="ArgumentException">A span has the wrong length, or a target is no class.</exception>
    public void Read(Question question, int samples, ReadOnlySpan<float> inputs, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(question);
        Require.Length(inputs, Require.Positive(samples) * question.Inputs);
        var places = samples * question.Places;
        if (!targets.IsEmpty)
            Require.Length(targets, places);
        (Question, Samples) = (question, samples);
        if (_inputs.Length < inputs.Length)
            _inputs = new float[inputs.Length];
        if (Targets.Length < places)
            Targets = new int[places];
        if (Owners.Length < samples)
            Owners = [.. Enumerable.Range(0, samples)];
        inputs.CopyTo(_inputs);
        CountedTargets = 0;
        for (var i = 0; i < places; i++)
        {
            var target = targets.IsEmpty ? CrossEntropy.Ignored : targets[i];
            if (target != CrossEntropy.Ignored)
            {
                Require.Within(target, 0, question.Classes - 1, "A target");
                CountedTargets++;
            }
            Targets[i] = target;
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Asked => Targets.AsSpan(0, Samples * Question.Places);

    /// <inheritdoc/>
    public ShownScript? Script => Question.Script;

    /// <inheritdoc/>
    public float? HaltAt { get; set; }

    /// <inheritdoc/>
    public int[] TicksUsed { get; set; } = [];

    /// <inheritdoc/>
    public Scene Whole(Tape tape) => new(
        tape.Input(_inputs.AsSpan(0, Samples * Question.Inputs), [Samples, Question.Inputs]),
        new(Question.Height, Question.Width, Question.Channels));

    /// <inheritdoc/>
    public override Tensor PerAgent(Tensor perView) => perView;
}
