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
                });

    /// <summary>weight · Σ over samples of what their answers cost, recorded on the tape.</summary>
    /// <param name="thinker">Who thought.</param>
    /// <param name="thoughts">The thought.</param>
    /// <param name="views">What was shown and asked.</param>
    /// <param name="weight">A factor, such as one over the samples of a batch.</param>
    public abstract Tensor Cost(IThinker thinker, Thoughts thoughts, IWholeViews views, float weight);

    /// <summary>What could be read as the answer were the last tick the end, [samples, logits].</summary>
    public abstract Tensor SoFar(Utterances heard);

    /// <summary>Whether all samples' answers are sure enough for thinking to stop.</summary>
    /// <param name="heard">What was said in every tick so far.</param>
    /// <param name="views">Say how sure is enough.</param>
    public abstract bool IsSure(Utterances heard, IWholeViews views);

    /// <summary>The answer, [samples, logits].</summary>
    /// <param name="heard">What was said in every tick.</param>
    /// <param name="views">
    /// Say how sure an answer must be for thinking to stop; told the ticks that were thought about each sample.
    /// </param>
    public abstract Tensor Read(Utterances heard, IWholeViews views);

    /// <summary>A sample's logits.</summary>
    private protected static Span<float> Row(Tensor tensor, int row) =>
        tensor.Values.Slice(row * tensor.Shape.Columns, tensor.Shape.Columns);
}
