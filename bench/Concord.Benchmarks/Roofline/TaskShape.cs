using Concord.Tensors;

namespace Concord.Benchmarks.Roofline;

/// <summary>A dense layer: the size of its kernel, and how many rows of an agent go through it.</summary>
internal readonly record struct Layer(int Inputs, int Outputs, int RowsPerAgent = 1)
{
    /// <summary>Whether it reads the view itself, of which no gradient is wanted.</summary>
    public bool ReadsView { get; init; }

    /// <summary>Multiply-adds for one agent.</summary>
    public double Products => (double)Inputs * Outputs * RowsPerAgent;

    /// <summary>Kernel and bias.</summary>
    public int Weights => (Inputs + 1) * Outputs;
}

/// <summary>Whose restriction maps are whose.</summary>
internal enum MapSharing
{
    /// <summary>Each agent's follow from its view: a base a direction plus low rank.</summary>
    ByView,

    /// <summary>One base for all slots of all agents, plus low rank from the view.</summary>
    OneBase,

    /// <summary>All agents have the same maps.</summary>
    Same,
}

/// <summary>The sizes of a task's Sheaf-ADMM model, from which its arithmetic follows (method, section 4.1).</summary>
internal sealed record TaskShape(string Name, MapSharing Sharing)
{
    /// <summary>N.</summary>
    public required int Agents { get; init; }

    /// <summary>Slots that meet at least one edge: two an edge on a lattice, nine an agent in Sudoku.</summary>
    public required int UsedSlots { get; init; }

    /// <summary>Slots of an agent, used or not.</summary>
    public required int Slots { get; init; }

    /// <summary>d_v.</summary>
    public required int Stalk { get; init; }

    /// <summary>d_e.</summary>
    public required int EdgeStalk { get; init; }

    /// <summary>The rank of what a view changes in its maps; 0: nothing.</summary>
    public int Rank { get; init; }

    /// <summary>T, conjugate gradient steps of a z-update.</summary>
    public int CgSteps { get; init; } = 5;

    /// <summary>Iterates whose decoded answers make the loss.</summary>
    public required int Window { get; init; }

    /// <summary>All weights of the model.</summary>
    public required int Weights { get; init; }

    /// <summary>K in training and in inference.</summary>
    public required (int Train, int Infer) Iterations { get; init; }

    /// <summary>Samples of a training step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>The dense layers from a view to an agent's cost, guess and factors of maps.</summary>
    public required IReadOnlyList<Layer> Encoder { get; init; }

    /// <summary>The dense layers from an agent's state to its answer.</summary>
    public required IReadOnlyList<Layer> Decoder { get; init; }

    /// <summary>19 x 19 mazes: 272 edges.</summary>
    public static TaskShape Maze { get; } = new("maze", MapSharing.ByView)
    {
        Agents = 81, UsedSlots = 2 * 272, Slots = 8, Stalk = 10, EdgeStalk = 5, Rank = 4, Window = 4,
        Weights = 181_859, Iterations = (28, 100),
        Encoder =
        [
            new(54, 256) { ReadsView = true }, new(256, 10), new(256, 10), new(256, 10), new(256, 10), new(256, 10),
            new(256, 8 * 5 * 4), new(256, 8 * 10 * 4),
        ],
        Decoder = [new(54 + 10, 256), new(256, 54)],
    };

    /// <summary>28 x 28 digits: 272 edges.</summary>
    public static TaskShape Digits { get; } = new("digits", MapSharing.OneBase)
    {
        Agents = 81, UsedSlots = 2 * 272, Slots = 8, Stalk = 32, EdgeStalk = 24, Rank = 8, Window = 2,
        Weights = 1_081_835, Iterations = (20, 100),
        Encoder =
        [
            new(9, 256) { ReadsView = true }, new(256, 256), new(256, 256), new(256, 32), new(256, 32), new(256, 32),
            new(256, 8 * 24 * 8), new(256, 8 * 32 * 8),
        ],
        Decoder = [new(32, 10)],
    };

    /// <summary>Sudoku with fixed maps: 243 edges, three for each of the 81 cells.</summary>
    public static TaskShape Sudoku { get; } = new("sudoku", MapSharing.Same)
    {
        Agents = 27, UsedSlots = 27 * 9, Slots = 9, Stalk = 288, EdgeStalk = 32, Window = 2,
        Weights = 543_025, Iterations = (20, 50), Batch = 32,
        Encoder =
        [
            new(10, 128, 9) { ReadsView = true }, .. Mixer, .. Mixer, new(128, 32, 9), new(288, 288), new(128, 288),
            new(128, 288),
        ],
        Decoder = [new(32, 256, 9), new(256, 256, 9), new(32, 256, 9), new(256, 10, 9)],
    };

    /// <summary>The task of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TaskShape Named(string name)
    {
        TaskShape[] all = [Maze, Digits, Sudoku];
        var found = Array.Find(all, shape => shape.Name == name);
        Require.That(found != null, "The task", "must be one of maze, digits, sudoku", name);
        return found!;
    }

    // Across the nine tokens for each of 128 channels, then across the channels of each token; both gated.
    private static Layer[] Mixer => [new(9, 36, 128), new(18, 9, 128), new(128, 512, 9), new(256, 128, 9)];
}
