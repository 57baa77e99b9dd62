using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>The answer is what was said in the surest tick, or in the first that was sure enough.</summary>
/// <remarks>A model that learns from its last tick instead of the surest answers with the last, as the paper's LSTM.
/// </remarks>
/// <param name="loss">What an answer costs.</param>
internal sealed class SurestAnswering(TickLoss loss) : Answering
{
    public override Tensor Cost(IThinker thinker, Thoughts thoughts, IWholeViews views, float weight) =>
        loss.Of(thinker, thoughts, views.Asked, weight, views.Silence);

    public override Tensor SoFar(Utterances heard) => heard[heard.Ticks - 1];

    public override bool IsSure(Utterances heard, IWholeViews views)
    {
        for (var s = 0; s < heard.Samples; s++)
            if (FirstSure(heard, s, views) == null)
                return false;
        return true;
    }

    public override Tensor Read(Utterances heard, IWholeViews views)
    {
        // Where thinking ended before an answer was asked for, its last tick must do.
        var from = Math.Min(views.Silence, heard.Ticks - 1);
        var answer = heard[0].Tape.Empty(heard[0].Shape);
        for (var s = 0; s < heard.Samples; s++)
        {
            var tick = FirstSure(heard, s, views) ?? (loss.LastCounts ? heard.Ticks - 1 : heard.Surest(s, from));
            views.TicksUsed[s] = views.HaltAt <= heard.Certainty(tick, s) ? tick + 1 : heard.Ticks;
            Row(heard[tick], s).CopyTo(Row(answer, s));
        }
        return answer;
    }

    private static int? FirstSure(Utterances heard, int sample, IWholeViews views)
    {
        if (views.HaltAt is { } sure)
            for (var tick = views.Silence; tick < heard.Ticks; tick++)
                if (heard.Certainty(tick, sample) >= sure)
                    return tick;
        return null;
    }
}
