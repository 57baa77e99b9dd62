using Concord.Coordination;
using Concord.Lab.Tasks.Sudoku;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// Sheaf-ADMM on Sudokus: rows, columns and boxes with learned costs agree on what stands in the cells they share.
/// </summary>
/// <remarks>
/// Seely et al. 2026 (arXiv 2605.31005) as the release has it: section 3 of the method for the parts, 4.1 for the
/// sizes. Nine maps, one a slot, are learned and shared by all agents; with a rank, what an agent sees changes them.
/// What an agent holds is never negative. 543,025 parameters with the default options, 2,029,233 with rank 4.
/// </remarks>
public sealed class SudokuSheafModel : SheafModel<SudokuViews>
{
    private readonly SudokuSheafOptions _options;
    private readonly SudokuEncoder _encoder;
    private readonly CostHeads _costs;
    private readonly SudokuDecoder _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public SudokuSheafModel(SudokuSheafOptions options)
        : base(options, ShapeOfMaps(options), Start.Selectors(options.MapNoise))
    {
        _options = options;
        int edge = options.EdgeStalk, stalk = options.VertexStalk;
        _encoder = new SudokuEncoder(Parameters, options.Channels, options.Blocks, edge);
        _costs = new CostHeads(Parameters, options.Costs, options.CurvatureFloor, stalk, options.Channels, stalk);
        if (options.Rank > 0)
            Maps.Heads = new MapHeads(
                Parameters, options.Channels, new RmsNormLayer(Parameters, MapHeads.Norm, options.Channels).Apply,
                ShapeOfMaps(options), SudokuGraph.Side, options.Rank, left: Start.Zero, right: Start.LeCun);
        _decoder = new SudokuDecoder(Parameters, edge, options.Hidden);
    }

    /// <inheritdoc/>
    public override int? IterationsToTrain => _options.Iterations;

    /// <inheritdoc/>
    public override int DrawIterations(Rng rng) => _options.Iterations;

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, SudokuViews views, Tensor state) => _decoder.Apply(state);

    /// <inheritdoc/>
    public override SheafAdmm Prepare(
        Tape tape, SudokuViews views, out AdmmState start, IReadOnlyList<Joint>? joints = null)
    {
        var (features, cells) = _encoder.Apply(tape, views);
        var guess = _costs.Start(cells);
        var agents = AgentsOf(views, _costs.Cost(features, guess));
        if (_options.Costs == CostKind.Full)
            agents.Lower = tape.Input([0], []);
        (var solver, start) = Coordinate(agents, views, features, guess, joints);
        return solver;
    }

    /// <inheritdoc/>
    protected override IConsensus Consensus(BoundSheaf sheaf, Tensor? rate) => Soft(sheaf, rate, _options.Pull);

    private static Shape ShapeOfMaps(SudokuSheafOptions options) =>
        [SudokuGraph.Side, options.EdgeStalk, options.VertexStalk];
}
