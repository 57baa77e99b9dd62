using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Sizes of <see cref="DigitMessageModel"/>; the defaults are the release's.</summary>
public sealed record DigitMessageOptions : MessageOptions<DigitViews>
{
    /// <summary>States of 32 and messages of 24, their mean; 20 rounds to train and 50 to evaluate.</summary>
    public DigitMessageOptions()
    {
        (State, Message, Aggregation) = (32, 24, Aggregation.Mean);
        (Rounds, RoundsToEvaluate) = (20, 50);
    }

    /// <summary>Width of the layers that read an image's mean state.</summary>
    public int Head { get; init => field = Require.Within(value, 1, 8192); } = 128;

    /// <inheritdoc/>
    public override IAgentModel<DigitViews> Build() => new DigitMessageModel(this);
}
