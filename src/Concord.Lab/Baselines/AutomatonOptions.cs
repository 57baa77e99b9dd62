using System.Text.Json.Serialization;
using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Sizes of a neural cellular automaton, whatever its cells see.</summary>
/// <typeparam name="TViews">How they see.</typeparam>
public abstract record AutomatonOptions<TViews> : AgentModelOptions<TViews>
    where TViews : AgentViews
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Name => "nca";

    /// <summary>c, numbers a cell holds.</summary>
    public int Channels { get; init => field = Require.Within(value, 1, 4096); } = 32;

    /// <summary>Width of the rule's hidden layer.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 128;

    /// <summary>The chance that a cell changes in a step; 1 for all cells in every step.</summary>
    public double UpdateRate { get; init => field = Require.Within(value, 0.01, 1); } = 0.5;

    /// <summary>The fewest steps in training.</summary>
    public int LeastSteps { get; init => field = Require.Within(value, 1, 10_000); } = 15;

    /// <summary>The most steps in training.</summary>
    public int MostSteps { get; init => field = Require.Within(value, 1, 10_000); } = 25;

    /// <summary>Steps of an evaluation.</summary>
    public int StepsToEvaluate { get; init => field = Require.Within(value, 1, 1_000_000); } = 50;

    internal override AgentModelOptions<TViews> WithIterations(int iterations) =>
        this with { LeastSteps = iterations, MostSteps = iterations };

    internal override AgentModelOptions<TViews> WithIterationsToEvaluate(int iterations) =>
        this with { StepsToEvaluate = iterations };

    internal override AgentModelOptions<TViews> WithHidden(int width) => this with { Hidden = width };

    internal override AgentModelOptions<TViews> WithChannels(int channels) => this with { Channels = channels };
}

/// <summary>Sizes of <see cref="DigitAutomatonModel"/>.</summary>
public sealed record DigitAutomatonOptions : AutomatonOptions<DigitViews>
{
    /// <inheritdoc/>
    public override IAgentModel<DigitViews> Build() => new DigitAutomatonModel(this);
}

/// <summary>Sizes of <see cref="MazeAutomatonModel"/>: news crosses a maze slowly, so it gets more steps.</summary>
public sealed record MazeAutomatonOptions : AutomatonOptions<MazeViews>
{
    /// <summary>The default sizes.</summary>
    public MazeAutomatonOptions() => (MostSteps, StepsToEvaluate) = (40, 100);

    /// <summary>Width of the decoder's hidden layer.</summary>
    public int DecoderHidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <inheritdoc/>
    public override IAgentModel<MazeViews> Build() => new MazeAutomatonModel(this);
}
