using Concord.Coordination;
using Concord.Lab.Tasks;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>Sheaf-ADMM on mazes: agents with a learned cost and learned maps agree step by step on the path.</summary>
/// <remarks>
/// Seely et al. 2026 (arXiv 2605.31005) as the release has it: section 3 of the method for the parts, 4.1 for the
/// sizes. 181,859 parameters with the default options.
/// </remarks>
public sealed class MazeSheafModel : SheafModel<MazeViews>
{
    private readonly MazeSheafOptions _options;
    private readonly RmsNormLayer _inputNorm;
    private readonly DenseLayer _dense;
    private readonly DenseLayer? _l1, _upper;
    private readonly CostHeads _costs;
    private readonly MazeDecoder _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public MazeSheafModel(MazeSheafOptions options)
        : base(options, ShapeOfMaps(options), Start.Orthonormal)
    {
        _options = options;
        int hidden = options.Hidden, stalk = options.VertexStalk;
        _inputNorm = new RmsNormLayer(Parameters, "encoder.input_norm", MazeViews.Features);
        _dense = new DenseLayer(Parameters, "encoder.dense", MazeViews.Features, hidden);
        _costs = new CostHeads(Parameters, options.Costs, options.CurvatureFloor, hidden, hidden, stalk);
        if (options.Costs == CostKind.Full)
        {
            _l1 = new DenseLayer(
                Parameters, "encoder.heads.l1_dense", hidden, stalk,
                Start.Zero, Start.Constant(PositiveNumber.InverseSoftplus(0.01)));
            _upper = new DenseLayer(
                Parameters, "encoder.heads.upper_dense", hidden, stalk,
                Start.Zero, Start.Constant(PositiveNumber.InverseSoftplus(1)));
        }
        if (options.Rank > 0)
            Maps.Heads = new MapHeads(
                Parameters, hidden, new LayerNormLayer(Parameters, MapHeads.Norm, hidden).Apply, ShapeOfMaps(options),
                Lattice.Directions, options.Rank, left: Start.Zero, right: Start.LeCun);
        _decoder = new MazeDecoder(Parameters, stalk, hidden);
    }

    /// <inheritdoc/>
    public override int? IterationsToTrain =>
        _options.LeastIterations == _options.MostIterations ? _options.LeastIterations : null;

    /// <inheritdoc/>
    public override int DrawIterations(Rng rng) =>
        _options.LeastIterations + rng.Below(_options.MostIterations - _options.LeastIterations + 1);

    /// <inheritdoc/>
    public override Tensor Decode(Tape tape, MazeViews views, Tensor state) =>
        _decoder.Apply(views.PerAgent(views.OneHot(tape)), state);

    /// <inheritdoc/>
    public override SheafAdmm Prepare(
        Tape tape, MazeViews views, out AdmmState start, IReadOnlyList<Joint>? joints = null)
    {
        var features = _dense.Apply(_inputNorm.Apply(views.OneHot(tape)), Activation.Gelu);
        var guess = _costs.Start(features);
        var agents = AgentsOf(views, _costs.Cost(features, guess));
        if (_l1 != null && _upper != null)
        {
            agents.L1 = views.PerAgent(_l1.Apply(features, Activation.Softplus));
            agents.Lower = tape.Input([0], []);
            agents.Upper = views.PerAgent(_upper.Apply(features, Activation.Softplus));
        }
        (var solver, start) = Coordinate(agents, views, features, guess, joints);
        return solver;
    }

    /// <inheritdoc/>
    protected override IConsensus Consensus(BoundSheaf sheaf, Tensor? rate) => Soft(sheaf, rate, _options.Pull);

    private static Shape ShapeOfMaps(MazeSheafOptions options) =>
        [Lattice.Directions, options.EdgeStalk, options.VertexStalk];
}
