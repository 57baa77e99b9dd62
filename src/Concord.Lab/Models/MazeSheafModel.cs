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
    private readonly Parameter _maps;
    private readonly PenaltyHead _penalty;
    private readonly RmsNormLayer _inputNorm;
    private readonly DenseLayer _dense, _l1, _upper;
    private readonly CostHeads _costs;
    private readonly MapHeads _mapHeads;
    private readonly MazeDecoder _decoder;

    /// <summary>Lays out the model's parameters.</summary>
    public MazeSheafModel(MazeSheafOptions options)
    {
        _options = options;
        int hidden = options.Hidden, stalk = options.VertexStalk;
        _maps = Parameters.Add("maps", [Lattice.Directions, options.EdgeStalk, stalk], Start.Orthonormal);
        _penalty = new PenaltyHead(Parameters, options.PenaltyStart);
        _inputNorm = new RmsNormLayer(Parameters, "encoder.input_norm", MazeViews.Features);
        _dense = new DenseLayer(Parameters, "encoder.dense", MazeViews.Features, hidden);
        _costs = new CostHeads(Parameters, hidden, hidden, stalk, options.CurvatureFloor);
        _l1 = new DenseLayer(
            Parameters, "encoder.heads.l1_dense", hidden, stalk,
            Start.Zero, Start.Constant(PenaltyHead.InverseSoftplus(0.01)));
        _upper = new DenseLayer(
            Parameters, "encoder.heads.upper_dense", hidden, stalk,
            Start.Zero, Start.Constant(PenaltyHead.InverseSoftplus(1)));
        _mapHeads = new MapHeads(
            Parameters, hidden, new LayerNormLayer(Parameters, MapHeads.Norm, hidden).Apply, _maps,
            Lattice.Directions, options.Rank, left: Start.Zero, right: Start.LeCun);
        _decoder = new MazeDecoder(Parameters, stalk, hidden);
    }

    /// <inheritdoc/>
    public override int Window => _options.Window;

    /// <inheritdoc/>
    public override int IterationsToEvaluate => _options.IterationsToEvaluate;

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
        var agents = AgentsOf(views.PerAgent(_costs.Curvature(features)), views.PerAgent(_costs.Slope(features)));
        agents.L1 = views.PerAgent(_l1.Apply(features, Activation.Softplus));
        agents.Lower = tape.Input([0], []);
        agents.Upper = views.PerAgent(_upper.Apply(features, Activation.Softplus));
        var sheaf = _mapHeads.Bind(LayoutOf(views, joints), tape.Use(_maps), features, views);
        start = AdmmState.From(views.PerAgent(guess), _penalty.On(tape));
        return SolverOf(agents, sheaf);
    }

    /// <inheritdoc/>
    protected override SheafLayout Lay(int agents, IReadOnlyList<Joint> joints) =>
        SheafLayout.Uniform(agents, _options.VertexStalk, Lattice.Directions, _options.EdgeStalk, joints);

    /// <inheritdoc/>
    protected override ConjugateGradients Consensus(BoundSheaf sheaf) =>
        ConjugateGradients.Soft(sheaf, _options.Pull) with { Steps = _options.CgSteps };
}
