using System.Text.Json.Serialization;

namespace Concord.Lab.Models;

/// <summary>The options of one kind of model, whichever it is.</summary>
public abstract record ModelOptions
{
    /// <summary>The model's name in the catalogue.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>What to look at where training diverges, in a sentence; null where nothing is special.</summary>
    [JsonIgnore]
    public virtual string? Advice => null;

    /// <summary>If true, its agents hold z and u, which can be damaged while they iterate.</summary>
    [JsonIgnore]
    public virtual bool HasMemory => false;
}

/// <summary>The options of one kind of model of agents.</summary>
/// <remarks>
/// What many models have a number of, such as K, is changed through here whatever each calls it; a model that has no
/// such number answers null.
/// </remarks>
/// <typeparam name="TViews">How the agents see.</typeparam>
public abstract record AgentModelOptions<TViews> : ModelOptions
    where TViews : AgentViews
{
    /// <summary>What a plan's learning rate is multiplied with.</summary>
    [JsonIgnore]
    internal virtual float RateScale => 1;

    /// <summary>Lays out the model.</summary>
    public abstract IAgentModel<TViews> Build();

    /// <summary>These options with K the same in every training step.</summary>
    internal virtual AgentModelOptions<TViews>? WithIterations(int iterations) => null;

    /// <summary>These options with another K of every evaluation.</summary>
    internal virtual AgentModelOptions<TViews>? WithIterationsToEvaluate(int iterations) => null;

    /// <summary>These options with hidden layers of another width.</summary>
    internal virtual AgentModelOptions<TViews>? WithHidden(int width) => null;

    /// <summary>These options with as many numbers to describe a cell.</summary>
    internal virtual AgentModelOptions<TViews>? WithChannels(int channels) => null;

    /// <summary>What the model is shown in whole and asked; null for models of many agents.</summary>
    [JsonIgnore]
    internal virtual Question? Asked => null;

    /// <summary>These options for a model that is shown and asked something else.</summary>
    internal virtual AgentModelOptions<TViews>? WithQuestion(Question question) => null;
}
