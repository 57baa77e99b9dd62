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
public sealed class MazeSheafModel : IMazeModel
{
    private readonly MazeSheafOptions _options;
    private readonly Parameter _maps;
    private readonly Parameter _penalty;
    private readonly RmsNormLayer _inputNorm;
    private readonly DenseLayer _dense, _state, _curvature, _slope, _l1, _upper, _left, _right;
    private readonly LayerNormLayer _stateNorm, _mapNorm;
    private readonly MazeDecoder _decoder;
    private readonly Dictionary<Lattice, SheafLayout> _layouts = [];

    /// <summary>Lays out the model's parameters.</summary>
    public MazeSheafModel(MazeSheafOptions options)
    {
        _options = options;
        int hidden = options.Hidden, stalk = options.VertexStalk, edge = options.EdgeStalk;
        _maps = Parameters.Add("maps", [Lattice.Directions, edge, stalk], Start.Orthonormal);
        _penalty = Parameters.Add("rho_raw", [], Start.Zero);
        _inputNorm = new RmsNormLayer(Parameters, "encoder.input_norm", MazeViews.Features);
        _dense = new DenseLayer(Parameters, "encoder.dense", MazeViews.Features, hidden);
        _state = new DenseLayer(Parameters, "encoder.heads.comm_dense", hidden, stalk);
        _stateNorm = new LayerNormLayer(Parameters, "encoder.heads.comm_norm", stalk);
        _curvature = new DenseLayer(Parameters, "encoder.heads.q_diag_dense", hidden, stalk);
        _slope = new DenseLayer(Parameters, "encoder.heads.q_dense", hidden, stalk);
        _l1 = new DenseLayer(
            Parameters, "encoder.heads.l1_dense", hidden, stalk, Start.Zero, Start.Constant(InverseSoftplus(0.01)));
        _upper = new DenseLayer(
            Parameters, "encoder.heads.upper_dense", hidden, stalk, Start.Zero, Start.Constant(InverseSoftplus(1)));
        _mapNorm = new LayerNormLayer(Parameters, "encoder.heads.lora_norm", hidden);
        var rank = Lattice.Directions * options.Rank;
        _left = new DenseLayer(Parameters, "encoder.heads.lora_a_dense", hidden, rank * edge, Start.Zero);
        _right = new DenseLayer(Parameters, "encoder.heads.lora_b_dense", hidden, rank * stalk);
        _decoder = new MazeDecoder(Parameters, stalk, hidden);
    }

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public int Window => _options.Window;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.IterationsToEvaluate;

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) =>
        _options.LeastIterations + rng.Below(_options.MostIterations - _options.LeastIterations + 1);

    /// <inheritdoc/>
    public void Run(Tape tape, MazeViews views, int iterations, Span<Tensor> last, MazeWatch? watch = null)
    {
        var solver = Prepare(tape, views, out var state, watch?.Joints);
        if (watch != null)
        {
            last[^1] = Watched(tape, solver, state, iterations, watch);
            return;
        }
        var place = tape.Now;
        for (var k = 1; k < iterations; k++)
        {
            state = solver.Step(state);
            if (k > iterations - last.Length)
                last[k - iterations + last.Length - 1] = state.X;
            else
                state = tape.Keep(place, state);
        }
        last[^1] = solver.Propose(state);
    }

    private static Tensor Watched(Tape tape, SheafAdmm solver, AdmmState state, int iterations, MazeWatch watch)
    {
        var consensus = (ConjugateGradients)solver.Consensus;
        var whole = watch.Sheaf = consensus.Sheaf;
        var place = tape.Now;
        for (var k = 1; k <= iterations; k++)
        {
            var now = solver with { Consensus = consensus with { Sheaf = watch.Heard(whole, k) } };
            state = tape.Keep(place, watch.After(k, state, now.Step(state)));
        }
        return state.X;
    }

    /// <inheritdoc/>
    public Tensor Decode(Tape tape, MazeViews views, Tensor state) =>
        _decoder.Apply(views.PerAgent(views.OneHot(tape)), state);

    /// <summary>Encodes the views: the agents' costs, their maps, and the state to begin with.</summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="views">What the agents see.</param>
    /// <param name="start">x = z = h, u = 0.</param>
    /// <param name="joints">The edges, where they are not all those of the lattice.</param>
    public SheafAdmm Prepare(Tape tape, MazeViews views, out AdmmState start, IReadOnlyList<Joint>? joints = null)
    {
        var features = _dense.Apply(_inputNorm.Apply(views.OneHot(tape)), Activation.Gelu);
        var guess = _stateNorm.Apply(_state.Apply(features));
        var curvature = Linear.Shift(_curvature.Apply(features, Activation.Softplus), _options.CurvatureFloor);
        var team = tape.Recycled<Team>();
        var agents = team.Agents ??= new DiagonalAgents(curvature, curvature);
        agents.Curvature = views.PerAgent(curvature);
        agents.Slope = views.PerAgent(_slope.Apply(features));
        agents.L1 = views.PerAgent(_l1.Apply(features, Activation.Softplus));
        agents.Lower = tape.Input([0], []);
        agents.Upper = views.PerAgent(_upper.Apply(features, Activation.Softplus));

        var wide = _mapNorm.Apply(features);
        var maps = LowRankMaps.Form(
            tape.Use(_maps), _left.Apply(wide), _right.Apply(wide), Lattice.Directions, _options.Rank);
        var sheaf = BoundSheaf.Bind(
            joints == null ? LayoutOf(views.Lattice) : Lay(views.Lattice, joints), maps, views.Owners, views.Samples);
        var penalty = Activations.Apply(
            Linear.Shift(tape.Use(_penalty), InverseSoftplus(_options.PenaltyStart)), Activation.Softplus);

        start = AdmmState.From(views.PerAgent(guess), penalty);
        if (team.Solver is not { Consensus: ConjugateGradients known } || known.Sheaf != sheaf)
            team.Solver = new SheafAdmm(
                agents, ConjugateGradients.Soft(sheaf, _options.Pull) with { Steps = _options.CgSteps });
        return team.Solver;
    }

    // Kept by the tape from pass to pass, so that a training step allocates nothing.
    private sealed class Team
    {
        public DiagonalAgents? Agents { get; set; }

        public SheafAdmm? Solver { get; set; }
    }

    private SheafLayout LayoutOf(Lattice lattice)
    {
        lock (_layouts)
        {
            if (!_layouts.TryGetValue(lattice, out var layout))
                _layouts[lattice] = layout = Lay(lattice, lattice.Joints);
            return layout;
        }
    }

    private SheafLayout Lay(Lattice lattice, IReadOnlyList<Joint> joints) =>
        SheafLayout.Uniform(lattice.Agents, _options.VertexStalk, Lattice.Directions, _options.EdgeStalk, joints);

    private static float InverseSoftplus(double value) => (float)Math.Log(Math.Exp(value) - 1);
}
