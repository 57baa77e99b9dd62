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
    private readonly Parameter _maps;
    private readonly PenaltyHead _penalty;
    private readonly SudokuEncoder _encoder;
    private readonly CostHeads _costs;
    private readonly MapHeads? _mapHeads;
    private readonly SudokuDecoder _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public SudokuSheafModel(SudokuSheafOptions options)
    {
        _options = options;
        int edge = options.EdgeStalk, stalk = options.VertexStalk;
        _maps = Parameters.Add("maps", [SudokuGraph.Side, edge, stalk], Start.Selectors(options.MapNoise));
        _penalty = new PenaltyHead(Parameters, options.PenaltyStart);
        _encoder = new SudokuEncoder(Parameters, options.Channels, options.Blocks, edge);
        _costs = new CostHeads(Parameters, stalk, options.Channels, stalk, options.CurvatureFloor);
        if (options.Rank > 0)
            _mapHeads = new MapHeads(
                Parameters, options.Channels, new RmsNormLayer(Parameters, MapHeads.Norm, options.Channels).Apply,
                _maps, SudokuGraph.Side, options.Rank, left: Start.Zero, right: Start.LeCun);
        _decoder = new SudokuDecoder(Parameters, edge, options.Hidden);
    }

    /// <inheritdoc/>
    public override int Window => _options.Window;

    /// <inheritdoc/>
    public override int? IterationsToTrain => _options.Iterations;

    /// <inheritdoc/>
    public override int IterationsToEvaluate => _options.IterationsToEvaluate;

    /// <inheritdoc/>
    public override int DrawIterations(Rng rng) => _options.Iterations;

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, SudokuViews views, Tensor state) => _decoder.Apply(state);

    /// <inheritdoc/>
    public override SheafAdmm Prepare(
        Tape tape, SudokuViews views, out AdmmState start, IReadOnlyList<Joint>? joints = null)
    {
        var (features, cells) = _encoder.Apply(tape, views);
        var agents = AgentsOf(_costs.Curvature(features), _costs.Slope(features));
        agents.Lower = tape.Input([0], []);
        var (layout, maps) = (LayoutOf(views, joints), tape.Use(_maps));
        var sheaf = _mapHeads == null
            ? BoundSheaf.Bind(layout, maps.As([1, _maps.Shape.Size]), views.MapOwners, views.Samples)
            : _mapHeads.Bind(layout, maps, features, views);
        start = AdmmState.From(_costs.Start(cells), _penalty.On(tape));
        return SolverOf(agents, sheaf);
    }

    /// <inheritdoc/>
    protected override SheafLayout Lay(int agents, IReadOnlyList<Joint> joints) =>
        SheafLayout.Uniform(agents, _options.VertexStalk, SudokuGraph.Side, _options.EdgeStalk, joints);

    /// <inheritdoc/>
    protected override ConjugateGradients Consensus(BoundSheaf sheaf) =>
        ConjugateGradients.Soft(sheaf, _options.Pull) with { Steps = _options.CgSteps };
}
