using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>One thread's way to put a suite's samples before the agents and to judge what they answer.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
internal interface IGrader<out TViews>
    where TViews : AgentViews
{
    /// <summary>What is measured of every sample, the main measure first; their means are the score.</summary>
    IReadOnlyList<string> Measures { get; }

    /// <summary>What the agents see of a few samples of the suite; the same object every time.</summary>
    TViews Load(int first, int count);

    /// <summary>Reads the agents' logits as answers to the samples that were loaded.</summary>
    /// <param name="logits">As <see cref="IAgentModel{TViews}.Decode"/> returns them.</param>
    /// <param name="watch">Says which agents are missing; their guesses do not count.</param>
    void Read(Tensor logits, AgentWatch? watch);

    /// <summary>Whether the last answer to a sample that was loaded, numbered within the suite, is right.</summary>
    bool IsRight(int sample);

    /// <summary>Writes that sample's measures, one number each.</summary>
    void Grade(int sample, Span<double> measures);
}
