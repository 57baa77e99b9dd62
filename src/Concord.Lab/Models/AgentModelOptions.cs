using System.Text.Json.Serialization;

namespace Concord.Lab.Models;

/// <summary>The options of one kind of model, whichever it is.</summary>
public abstract record ModelOptions
{
    /// <summary>The model's name in the catalogue.</summary>
    [JsonIgnore]
    public abstract string Name { get; }
}

/// <summary>The options of one kind of model of agents.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
public abstract record AgentModelOptions<TViews> : ModelOptions
    where TViews : AgentViews
{
    /// <summary>Lays out the model.</summary>
    public abstract IAgentModel<TViews> Build();
}
