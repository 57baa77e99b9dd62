using Concord.Lab.Models;

namespace Concord.Lab.Baselines;

/// <summary>Sizes of <see cref="MazeMessageModel"/>; the defaults match Sheaf-ADMM's count of parameters.</summary>
public sealed record MazeMessageOptions : MessageOptions<MazeViews>
{
    /// <summary>States of 84 and messages of 42, the largest of them; states of 10 and messages of 5 match
    /// Sheaf-ADMM's memory instead.</summary>
    public MazeMessageOptions()
    {
        (State, Message, Aggregation) = (84, 42, Aggregation.Max);
        (Rounds, RoundsToEvaluate) = (40, 100);
    }

    /// <inheritdoc/>
    public override IAgentModel<MazeViews> Build() => new MazeMessageModel(this);
}
