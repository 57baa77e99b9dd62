using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Thought;

namespace Concord.Tests.Golden;

/// <summary>A case of the goldens of Continuous Thought Machines: its model with its weights.</summary>
internal sealed class ThoughtCase
{
    private readonly Npz _npz;
    private readonly string _part;

    /// <summary>Lays the model out and loads the weights.</summary>
    /// <param name="npz">The archive.</param>
    /// <param name="part">What stands before the names, such as <c>deep/</c>.</param>
    /// <param name="pairing">How its pairs were chosen.</param>
    /// <param name="isMaze">Whether it is shown mazes.</param>
    public ThoughtCase(Npz npz, string part, Pairing pairing, bool isMaze)
    {
        (_npz, _part) = (npz, part);
        var sizes = new ThinkerSizes
        {
            Neurons = Config("d_model"),
            Width = Config("d_input"),
            Heads = Config("heads"),
            SynapseDepth = Config("synapse_depth"),
            PairsOut = Config("n_synch_out"),
            PairsAction = Config("n_synch_action"),
            Pairing = pairing,
            SelfPairs = Config("n_random_pairing_self"),
            Memory = Config("memory_length"),
            NeuronHidden = Config("deep_nlms") == 1 ? Config("memory_hidden_dims") : 0,
            Ticks = Config("iterations"),
        };
        Ticks = sizes.Ticks;
        Samples = Config("batch");
        var side = isMaze ? Config("image") : 0;
        Size = isMaze ? new Shown(side, side, 3) : new Shown(1, Config("sequence_length"), 1);
        var kind = isMaze ? BackboneKind.Residual(18, 1) : BackboneKind.Signs;
        var sight = new Sight(
            Parameters, kind.Build(Parameters, Size, sizes.Width), isMaze ? PlaceKind.None : PlaceKind.Turning,
            sizes.Width, sizes.Heads);
        Thinker = new(
            Parameters, sizes, sight, Config("out_dims"), Pairs("out", pairing), Pairs("action", pairing));
        Weights = new Block(Parameters.Count);
        foreach (var entry in Parameters.Entries)
            Take($"{part}weights/", entry).CopyTo(Weights.Span[entry.Offset..]);
    }

    public Parameters Parameters { get; } = new();

    public Thinker Thinker { get; }

    public Block Weights { get; }

    public Shown Size { get; }

    public int Ticks { get; }

    public int Samples { get; }

    /// <summary>What is shown, a place's channels side by side.</summary>
    public float[] Shown()
    {
        var array = _npz[_part + "input"];
        return array.Shape.Length == 2 ? array.Floats() : ChannelsLast(array);
    }

    /// <summary>The numbers of a parameter of ours, in our order, from theirs of the same kind.</summary>
    public float[] Take(string prefix, Parameter entry)
    {
        var (name, first, count) = Theirs(entry.Name);
        var array = _npz[prefix + name];
        var numbers = array.Floats();
        if (count > 0)
            numbers = numbers.AsSpan(numbers.Length * first / count, numbers.Length / count).ToArray();
        var rows = array.Shape[0] / Math.Max(1, count);
        if (entry.Name == "neurons.history" || name.EndsWith(".b1", StringComparison.Ordinal))
            return Turned(numbers, entry.Shape.Columns);
        if (array.Shape.Length == 4)
            return Convolved(numbers, array.Shape);
        return array.Shape.Length == 2 && entry.Name.EndsWith("kernel", StringComparison.Ordinal)
            ? Turned(numbers, rows)
            : numbers;
    }

    /// <summary>[batch, channels, height, width] with the channels last.</summary>
    public static float[] ChannelsLast(NpyArray array)
    {
        var numbers = array.Floats();
        int batch = array.Shape[0], channels = array.Shape[1], places = numbers.Length / batch / channels;
        return [.. from b in Enumerable.Range(0, batch)
            from p in Enumerable.Range(0, places)
            from c in Enumerable.Range(0, channels)
            select numbers[(((b * channels) + c) * places) + p]];
    }

    private ColumnPairs Pairs(string which, Pairing pairing)
    {
        int[] Side(string side) =>
            [.. _npz[$"{_part}weights/{which}_neuron_indices_{side}"].Longs().Select(index => (int)index)];
        return pairing == Pairing.RandomPairing
            ? new(Side("left"), Side("right"))
            : NeuronPairs.Triangle(Side("left"), Side("right"));
    }

    private int Config(string name) => (int)_npz[$"{_part}config/{name}"].Longs()[0];

    // The name in their state dictionary, and which of how many equal parts of it.
    private static (string Name, int Part, int Parts) Theirs(string ours)
    {
        string[][] names =
        [
            ["start", "start_activated_state"],
            ["action.decay", "decay_params_action"],
            ["out.decay", "decay_params_out"],
            ["neurons.history", "start_trace"],
            ["backbone.table", "backbone.embedding.weight"],
            ["places.dense", "positional_embedding.projection"],
            ["sight.project", "kv_proj.0"],
            ["sight.norm", "kv_proj.1"],
            ["sight.query", "q_proj"],
            ["sight.attention.out", "attention.out_proj"],
            ["synapse.dense", "synapses.1"],
            ["synapse.norm", "synapses.3"],
            ["synapse.first.dense", "synapses.first_projection.0"],
            ["synapse.first.norm", "synapses.first_projection.1"],
            ["say", "output_projector.0"],
            ["backbone.colours", "initial_rgb"],
            ["backbone.first", "backbone.conv1"],
            ["backbone.norm", "backbone.bn1"],
        ];
        string[] attention = ["query", "key", "value"];
        var dot = ours.LastIndexOf('.');
        if (dot < 0)
            return (names.First(n => n[0] == ours)[1], 0, 0);
        var (path, last) = (ours[..dot], ours[(dot + 1)..]);
        if (names.FirstOrDefault(n => n[0] == ours) is { } whole)
            return (whole[1], 0, 0);
        if (attention.FirstOrDefault(a => path == $"sight.attention.{a}") is { } part)
            return ($"attention.in_proj_{(last == "kernel" ? "weight" : "bias")}", Array.IndexOf(attention, part), 3);
        var theirs = names.FirstOrDefault(n => n[0] == path)?[1] ?? Numbered(path);
        return ($"{theirs}.{Word(theirs, last)}", 0, 0);
    }

    private static string Word(string theirs, string last) => (theirs[0] == 't', last) switch
    {
        (true, "kernel") => "w1",
        (true, "bias") => "b1",
        (true, _) => "T",
        (_, "kernel" or "scale") => "weight",
        (_, "mean") => "running_mean",
        (_, "variance") => "running_var",
        _ => last,
    };

    // synapse.down1.norm, neurons.second, backbone.stage0.1.in.norm.
    private static string Numbered(string path)
    {
        var words = path.Split('.');
        if (words[0] == "neurons")
            return words[1] == "first" ? "trace_processor.0.0" : "trace_processor.0.2";
        if (words[0] == "backbone")
        {
            var number = words[3] == "in" ? 1 : 2;
            return $"backbone.layer{words[1][^1] - '0' + 1}.{words[2]}.{(words.Length > 4 ? "bn" : "conv")}{number}";
        }
        var step = words[1][^1];
        return words[1][..^1] switch
        {
            "meet" => $"synapses.skip_lns.{step}",
            var way => $"synapses.{way}_projections.{step}.{(words[2] == "dense" ? 1 : 2)}",
        };
    }

    // [rows, columns] to [columns, rows].
    private static float[] Turned(float[] numbers, int rows)
    {
        var columns = numbers.Length / rows;
        return [.. from c in Enumerable.Range(0, columns)
            from r in Enumerable.Range(0, rows)
            select numbers[(r * columns) + c]];
    }

    // [out, in, row, column] to [row, column, in, out].
    private static float[] Convolved(float[] numbers, int[] shape)
    {
        int outputs = shape[0], inputs = shape[1], taps = shape[2] * shape[3];
        return [.. from t in Enumerable.Range(0, taps)
            from i in Enumerable.Range(0, inputs)
            from o in Enumerable.Range(0, outputs)
            select numbers[(((o * inputs) + i) * taps) + t]];
    }
}
