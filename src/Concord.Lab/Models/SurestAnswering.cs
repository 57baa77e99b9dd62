using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>The answer is what was said in the surest tick, or in the first that was sure enough.</summary>
/// <param name="loss">What an answer costs.</param>
internal sealed class SurestAnswering(TickLoss loss) : Answering
{
    public override Tensor Cost(IThinker thinker, Thoughts thoughts, ReadOnlySpan<int> asked, float weight) =>
        loss.Of(thinker, thoughts, asked, weight);

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
            var tick = haltAt is { } sure && FirstSure(heard, s, sure) is { } first ? first : heard.Surest(s);
            used[s] = haltAt <= heard.Certainty(tick, s) ? tick + 1 : heard.Ticks;
            Row(heard[tick], s).CopyTo(Row(answer, s));
        }
        return answer;
    }

    private static int? FirstSure(Utterances heard, int sample, float certainty)
    {
        for (var tick = 0; tick < heard.Ticks; tick++)
            if (heard.Certainty(tick, sample) >= certainty)
                return tick;
        return null;
    }
}
