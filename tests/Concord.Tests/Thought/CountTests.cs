using System.Text.Json;
using Concord.Tensors;
using Concord.Tests.Golden;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Thought;

/// <summary>Numbers of parameters, in all and part by part, as in the official code of Darlow et al. 2025.</summary>
public sealed class CountTests
{
    [Fact]
    public void All_configurations_have_as_many_parameters_as_the_originals()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require("goldens/ctm/counts.json")));
        var counted = 0;
        foreach (var item in file.RootElement.EnumerateArray())
        {
            Compare(item);
            counted++;
        }
        Assert.Equal(48, counted);
    }

    private static void Compare(JsonElement item)
    {
        var (name, model) = (item.GetProperty("name").GetString()!, item.GetProperty("model").GetString()!);
        var parameters = Lay(model, item.GetProperty("config"));
        // The notebook's neurons have no temperatures.
        bool Counts(Parameter e) => !e.IsStatistic
            && (model != "ctm-notebook" || !e.Name.EndsWith("temperature", StringComparison.Ordinal));
        var ours = parameters.Entries.Where(Counts).GroupBy(e => PartOf(e.Name, model))
            .ToDictionary(part => part.Key, part => part.Sum(e => e.Shape.Size));
        var theirs = item.GetProperty("by_part").EnumerateObject()
            .ToDictionary(part => Word(part.Name), part => part.Value.GetInt32());
        Assert.Equal(
            theirs.OrderBy(part => part.Key).Select(part => $"{name}: {part}"),
            ours.OrderBy(part => part.Key).Select(part => $"{name}: {part}"));
        var without = model == "ctm-notebook" ? 2 : 0;
        Assert.Equal(item.GetProperty("parameters").GetInt32(), parameters.Trained - without);
    }

    private static Parameters Lay(string model, JsonElement config)
    {
        var parameters = new Parameters();
        int Size(string name, int absent) =>
            config.TryGetProperty(name, out var value) ? value.GetInt32() : absent;
        if (model.EndsWith("-rl", StringComparison.Ordinal))
        {
            LayAgents(parameters, config, SizesOf(config, Size), model == "lstm-rl");
            return parameters;
        }
        int width = Size("d_input", 0), neurons = Size("d_model", 0), outputs = Size("out_dims", 0);
        var isOfDigits = model is "ctm-qamnist" or "lstm-qamnist" or "ctm-notebook";
        var kind = isOfDigits ? "small" : config.GetProperty("backbone_type").GetString()!;
        Backbone Look() => KindOf(kind).Build(parameters, isOfDigits ? new(28, 28, 1) : new(39, 39, 3), width);
        if (model == "ff")
        {
            _ = new FeedForwardThinker(parameters, Look(), neurons, outputs);
            return parameters;
        }
        Reader reader = model == "ctm-sort"
            ? new WholeReader(width)
            : new Sight(parameters, Look(), PlacesOf(config), width, Size("heads", 1));
        if (model.EndsWith("qamnist", StringComparison.Ordinal))
            reader = new QuestionReader(parameters, (Sight)reader, new(28, 28, 1), new(1, 1));
        if (model.StartsWith("lstm", StringComparison.Ordinal))
            _ = new LstmThinker(
                parameters, new() { Hidden = neurons, Layers = Size("num_layers", 1) }, reader, outputs);
        else
            _ = new Thinker(parameters, SizesOf(config, Size), reader, outputs);
        return parameters;
    }

    private static void LayAgents(Parameters parameters, JsonElement config, ThinkerSizes sizes, bool isMemory)
    {
        Observer observer = config.GetProperty("env_id").GetString() switch
        {
            "CartPole-v1" => new NumbersObserver(parameters, 4, sizes.Width),
            "Acrobot-v1" => new NumbersObserver(parameters, 6, sizes.Width),
            _ => new GridObserver(parameters, sizes.Width),
        };
        Mind mind = isMemory
            ? new LstmMind(parameters, new() { Hidden = sizes.Neurons }, observer.Width, sizes.Ticks)
            : new NeuronMind(parameters, sizes, observer.Width);
        _ = new ActorCritic(parameters, observer, mind, config.GetProperty("actions").GetInt32());
    }

    private static ThinkerSizes SizesOf(JsonElement config, Func<string, int, int> size) => new()
    {
        Neurons = size("d_model", 1),
        Width = size("d_input", 1),
        Heads = 1,
        SynapseDepth = size("synapse_depth", 1),
        PairsOut = size("n_synch_out", 1),
        PairsAction = size("n_synch_action", 1),
        SelfPairs = size("n_random_pairing_self", 0),
        Memory = size("memory_length", 1),
        Ticks = size("iterations", 1),
        NeuronHidden = size("memory_hidden_dims", 0),
        Pairing = !config.TryGetProperty("neuron_select_type", out var type) ? Pairing.FirstLast : PairingOf(type),
    };

    private static Pairing PairingOf(JsonElement type) => type.GetString() switch
    {
        "first-last" => Pairing.FirstLast,
        "random" => Pairing.Random,
        "random-pairing" => Pairing.RandomPairing,
        var other => throw new InvalidDataException($"No pairing is called {other}."),
    };

    private static BackboneKind KindOf(string name) => name switch
    {
        "small" => BackboneKind.Small,
        "parity_backbone" => BackboneKind.Signs,
        _ => BackboneKind.Residual(int.Parse(name[6..^2]), name[^1] - '0'),
    };

    private static PlaceKind PlacesOf(JsonElement config) =>
        config.TryGetProperty("positional_embedding_type", out var type) && type.GetString() == "custom-rotational-1d"
            ? PlaceKind.Turning
            : PlaceKind.None;

    // The original's word for the part that a parameter belongs to.
    private static string PartOf(string name, string model) => name.Split('.') switch
    {
        [var part and ("actor" or "critic"), ..] => part,
        _ when model.EndsWith("-rl", StringComparison.Ordinal) => "recurrent_model",
        ["start"] => "start_activated_state",
        ["neurons", "history"] => "start_trace",
        ["neurons", ..] => "trace_processor",
        ["action", ..] => "decay_params_action",
        ["out", ..] => "decay_params_out",
        ["backbone", "colours", ..] => "initial_rgb",
        ["backbone", ..] => "backbone",
        ["places", ..] => "positional_embedding",
        ["sight", "query", ..] => "q_proj",
        ["sight", "attention", ..] => "attention",
        ["sight", ..] => "kv_proj",
        ["signs"] => "operator_backbone",
        ["synapse", ..] => "synapses",
        [_, "start"] => "start_hidden_state",
        [_, "memory"] => "start_cell_state",
        ["say" or "hidden", ..] => "output_projector",
        _ => "lstm",
    };

    // Some parts have another word in one of the originals.
    private static string Word(string part) => part switch
    {
        "backbone_digit" => "backbone",
        "lstm_cell" => "lstm",
        _ => part,
    };
}
