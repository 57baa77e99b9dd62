using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>The answer is what all ticks spell: the logits of one tick behind those of the other.</summary>
/// <remarks>How sure a tick is says nothing about the answer, so thinking never stops before its time.</remarks>
internal sealed class SpelledAnswering : Answering
{
    private readonly SpellingLoss _loss = new();

    public override Tensor Cost(IThinker thinker, Thoughts thoughts, IWholeViews views, float weight) =>
        _loss.Of(thinker, thoughts, views.Asked, weight);

    public override Tensor SoFar(Utterances heard)
    {
        var (choices, first) = (heard[0].Shape.Columns, heard[0]);
        var all = first.Tape.Empty([heard.Samples, heard.Ticks * choices]);
        for (var tick = 0; tick < heard.Ticks; tick++)
            for (var s = 0; s < heard.Samples; s++)
                Row(heard[tick], s).CopyTo(Row(all, s).Slice(tick * choices, choices));
        return all;
    }

    public override bool IsSure(Utterances heard, IWholeViews views) => false;

    public override Tensor Read(Utterances heard, IWholeViews views)
    {
        views.TicksUsed.AsSpan(0, heard.Samples).Fill(heard.Ticks);
        return SoFar(heard);
    }
}
