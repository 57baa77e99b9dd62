using Concord.Coordination;
using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Digits;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sheaf-ADMM on digits: agents that see nine pixels each agree on the digit that the image shows.</summary>
/// <remarks>
/// Seely et al. 2026 (arXiv 2605.31005) as the release has it: section 3 of the method for the parts, 4.1 for the
/// sizes. One base map serves all agents and directions; what an agent sees changes it per direction. Neighbours agree
/// as by a projection, and costs are those of a lasso. 1,081,835 parameters with the default options.
/// </remarks>
public sealed class DigitSheafModel : SheafModel<DigitViews>
{
    private readonly DigitSheafOptions _options;
    private readonly ResidualLayers _encoder;
    private readonly CostHeads _costs;
    private readonly DenseLayer _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public DigitSheafModel(DigitSheafOptions options)
        : base(options, ShapeOfMaps(options), Start.Orthonormal)
    {
        _options = options;
        int hidden = options.Hidden, stalk = options.VertexStalk;
        _encoder = new ResidualLayers(Parameters, "encoder", DigitViews.Pixels, hidden);
        _costs = new CostHeads(Parameters, options.Costs, options.CurvatureFloor, hidden, hidden, stalk);
        if (options.Rank > 0)
            Maps.Heads = new MapHeads(
                Parameters, hidden, new LayerNormLayer(Parameters, MapHeads.Norm, hidden).Apply, ShapeOfMaps(options),
                Lattice.Directions, options.Rank, left: Start.LeCun, right: Start.Zero);
        _decoder = new DenseLayer(Parameters, "decoder.dense", stalk, DigitGenerator.Classes);
    }

    /// <inheritdoc/>
    public override int? IterationsToTrain => _options.Iterations;

    /// <inheritdoc/>
    public override int DrawIterations(Rng rng) => _options.Iterations;

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, DigitViews views, Tensor state) => _decoder.Apply(state);

    /// <inheritdoc/>
    public override SheafAdmm Prepare(
        Tape tape, DigitViews views, out AdmmState start, IReadOnlyList<Joint>? joints = null)
    {
        var features = _encoder.Apply(views.Patches(tape));
        var guess = _costs.Start(features);
        var agents = AgentsOf(views, _costs.Cost(features, guess));
        if (_options.Costs == CostKind.Full)
            agents.L1 = tape.Input([_options.L1], []);
        (var solver, start) = Coordinate(agents, views, features, guess, joints);
        return solver;
    }

    /// <inheritdoc/>
    protected override IConsensus Consensus(BoundSheaf sheaf, Tensor? rate) => Hard(sheaf, rate, _options.Tikhonov);

    private static Shape ShapeOfMaps(DigitSheafOptions options) => [1, options.EdgeStalk, options.VertexStalk];
}
