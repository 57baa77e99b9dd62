using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>What of a thought is the answer, and what learning it costs. Belongs to one thread, used again.</summary>
internal abstract class Answering
{
    /// <summary>How a model answers the question of its options.</summary>
    public static Answering Of<TViews>(ThinkingOptions<TViews> options)
        where TViews : AgentViews, IWholeViews =>
        options.Question.Answer == AnswerKind.Spelled
            ? new SpelledAnswering()
            : new SurestAnswering(
                new TickLoss(options.Question.Places, options.Question.Classes)
                {
                    Lookahead = options.Lookahead,
                    LastCounts = options.LastCounts,
                },
                options.Question.Silence);

    /// <summary>weight · Σ over samples of what their answers cost, recorded on the tape.</summary>
    /// <param name="thinker">Who thought.</param>
    /// <param name="thoughts">The thought.</param>
    /// <param name="asked">The class of every place of every sample.</param>
    /// <param name="weight">A factor, such as one over the samples of a batch.</param>
    public abstract Tensor Cost(IThinker thinker, Thoughts thoughts, ReadOnlySpan<int> asked, float weight);

    /// <summary>What could be read as the answer were the last tick the end, [samples, logits].</summary>
    public abstract Tensor SoFar(Utterances heard);

    /// <summary>Whether all samples' answers are sure enough for thinking to stop.</summary>
    public abstract bool IsSure(Utterances heard, float certainty);

    /// <summary>The answer, [samples, logits].</summary>
    /// <param name="heard">What was said in every tick.</param>
    /// <param name="haltAt">How sure an answer must be for thinking to stop; null: never.</param>
    /// <param name="used">Set to the ticks that were thought about each sample.</param>
    public abstract Tensor Read(Utterances heard, float? haltAt, Span<int> used);

    /// <summary>A sample's logits.</summary>
    private protected static Span<float> Row(Tensor tensor, int row) =>
        tensor.Values.Slice(row * tensor.Shape.Columns, tensor.Shape.Columns);
}
