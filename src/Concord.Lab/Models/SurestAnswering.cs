using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>The answer is what was said in the surest tick, or in the first that was sure enough.</summary>
/// <remarks>A model that learns from its last tick instead of the surest answers with the last, as the paper's LSTM.
/// </remarks>
/// <param name="loss">What an answer costs.</param>
/// <param name="from">The first tick whose saying may be the answer; the last, where thinking ends before it.</param>
internal sealed class SurestAnswering(TickLoss loss, int from) : Answering
{
    public override Tensor Cost(IThinker thinker, Thoughts thoughts, ReadOnlySpan<int> asked, float weight) =>
        loss.Of(thinker, thoughts, asked, weight, from);

    public override Tensor SoFar(Utterances heard) => heard[heard.Ticks - 1];

    public override bool IsSure(Utterances heard, float certainty)
    {
        for (var s = 0; s < heard.Samples; s++)
            if (FirstSure(heard, s, certainty) == null)
                return false;
        return true;
    }

    public override Tensor Read(Utterances heard, float? haltAt, Span<int> used)
    {
        var answer = heard[0].Tape.Empty(heard[0].Shape);
        for (var s = 0; s < heard.Samples; s++)
        {
            var early = haltAt is { } sure ? FirstSure(heard, s, sure) : null;
            var tick = early
                ?? (loss.LastCounts ? heard.Ticks - 1 : heard.Surest(s, Math.Min(from, heard.Ticks - 1)));
            used[s] = haltAt <= heard.Certainty(tick, s) ? tick + 1 : heard.Ticks;
            Row(heard[tick], s).CopyTo(Row(answer, s));
        }
        return answer;
    }

    private int? FirstSure(Utterances heard, int sample, float certainty)
    {
        for (var tick = from; tick < heard.Ticks; tick++)
            if (heard.Certainty(tick, sample) >= certainty)
                return tick;
        return null;
    }
}
