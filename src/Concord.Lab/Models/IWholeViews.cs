using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>Samples that can be shown in whole to a model that thinks about them.</summary>
public interface IWholeViews
{
    /// <summary>Everything there is to see of the samples.</summary>
    Scene Whole(Tape tape);

    /// <summary>What each sample is asked, a class for each of its places.</summary>
    ReadOnlySpan<int> Asked { get; }

    /// <summary>What of it is shown over time; null: all is there in every tick.</summary>
    ShownScript? Script { get; }

    /// <summary>The first tick whose saying may be the answer.</summary>
    int Silence => Script?.Silence ?? 0;

    /// <summary>How sure a sample's answer must be for thinking about it to stop; null: never.</summary>
    float? HaltAt { get; set; }

    /// <summary>Ticks that were thought about each sample; set by the model.</summary>
    int[] TicksUsed { get; set; }
}
