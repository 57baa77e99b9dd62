using System.Runtime.CompilerServices;
using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Sheaf-ADMM as a model: agents with a cost and maps of their own agree step by step.</summary>
/// <remarks>
/// Seely et al. 2026 (arXiv 2605.31005), sections 2 and 3 of the method. What differs from task to task is how agents
/// see (<see cref="Prepare"/>) and how they answer (<see cref="Decode"/>); the unrolled loop is here.
/// </remarks>
/// <typeparam name="TViews">How the agents see.</typeparam>
public abstract class SheafModel<TViews> : IAgentModel<TViews>
    where TViews : AgentViews
{
    // By the list of edges, which samples of one size share.
    private readonly ConditionalWeakTable<IReadOnlyList<Joint>, SheafLayout> _layouts = [];
    private readonly SheafOptions<TViews> _options;
    private readonly PositiveNumber _penalty;
    private readonly PositiveNumber? _rate;

    /// <summary>Adds the parameters of maps, penalty and consensus; those of encoder and decoder follow.</summary>
    /// <param name="options">What agents compare, how they agree, and how long.</param>
    /// <param name="maps">The shape of learned maps, [slots, or 1 for all, edge stalk, vertex stalk].</param>
    /// <param name="start">How learned maps start.</param>
    /// <exception cref="ArgumentException">Options that contradict each other.</exception>
    protected SheafModel(SheafOptions<TViews> options, Shape maps, Start start)
    {
        options.Check();
        _options = options;
        Maps = new SheafMaps(Parameters, options.Maps, maps, start);
        _penalty = new PositiveNumber(Parameters, "rho_raw", options.PenaltyStart);
        if (options.Consensus == ConsensusKind.Nesterov)
            _rate = new PositiveNumber(Parameters, "eta_raw", options.RateStart);
    }

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public int Window => _options.Window;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.IterationsToEvaluate;

    /// <inheritdoc/>
    public abstract int? IterationsToTrain { get; }

    /// <inheritdoc/>
    public abstract int DrawIterations(Rng rng);

    /// <summary>What agents compare.</summary>
    protected SheafMaps Maps { get; }

    /// <inheritdoc/>
    /// <remarks>Without iterations nobody has coordinated: agents hold h, what each makes of its view.</remarks>
    public void Run(Tape tape, TViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
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
        last[^1] = iterations == 0 ? state.X : solver.Propose(state);
    }

    /// <inheritdoc/>
    public abstract Tensor Decode(Tape tape, TViews views, Tensor state);

    /// <summary>Encodes the views: the agents' costs, their maps, and the state to begin with.</summary>
    /// <param name="tape">Holds the weights and takes the result.</param>
    /// <param name="views">What the agents see.</param>
    /// <param name="start">x = z = h, u = 0.</param>
    /// <param name="joints">The edges, where they are not all those of the views.</param>
    public abstract SheafAdmm Prepare(
        Tape tape, TViews views, out AdmmState start, IReadOnlyList<Joint>? joints = null);

    /// <summary>How neighbours agree over a sheaf: <see cref="Soft"/> or <see cref="Hard"/>.</summary>
    /// <param name="sheaf">The sheaf.</param>
    /// <param name="rate">η where they descend; null where they take conjugate gradient steps.</param>
    protected abstract IConsensus Consensus(BoundSheaf sheaf, Tensor? rate);

    /// <summary>Disagreement at a price γ, by the steps that the options name.</summary>
    protected IConsensus Soft(BoundSheaf sheaf, Tensor? rate, float pull) => rate == null
        ? ConjugateGradients.Soft(sheaf, pull) with { Steps = _options.CgSteps }
        : NesterovDescent.Soft(sheaf, pull, rate) with { Steps = _options.DescentSteps };

    /// <summary>Towards the projection on the sections, by the steps that the options name.</summary>
    /// <param name="sheaf">The sheaf.</param>
    /// <param name="rate">η where they descend; null where they take conjugate gradient steps.</param>
    /// <param name="tikhonov">The small μ of conjugate gradients; descent needs none.</param>
    protected IConsensus Hard(BoundSheaf sheaf, Tensor? rate, float tikhonov) => rate == null
        ? ConjugateGradients.Hard(sheaf, tikhonov) with { Steps = _options.CgSteps }
        : NesterovDescent.Hard(sheaf, rate) with { Steps = _options.DescentSteps };

    /// <summary>Agents with these costs, without bounds; kept by the tape from pass to pass.</summary>
    /// <param name="views">Which agent has which view.</param>
    /// <param name="cost">Q and q, [views, d_v]; Q may be one number for all.</param>
    protected static DiagonalAgents AgentsOf(TViews views, (Tensor Curvature, Tensor Slope) cost)
    {
        var (curvature, slope) = cost;
        if (curvature.Shape.Size > 1)
            curvature = views.PerAgent(curvature);
        slope = views.PerAgent(slope);
        var agents = slope.Tape.Recycled<Costs>().Agents ??= new DiagonalAgents(curvature, slope);
        (agents.Curvature, agents.Slope) = (curvature, slope);
        (agents.L1, agents.Lower, agents.Upper) = (null, null, null);
        return agents;
    }

    /// <summary>The solver for agents on their sheaf, kept by the tape from pass to pass, and its start.</summary>
    /// <param name="agents">The agents.</param>
    /// <param name="views">What they see.</param>
    /// <param name="features">What changes their maps, for every distinct view.</param>
    /// <param name="guess">h, for every distinct view.</param>
    /// <param name="joints">The edges, where they are not all those of the views.</param>
    protected (SheafAdmm Solver, AdmmState Start) Coordinate(
        DiagonalAgents agents, TViews views, Tensor features, Tensor guess, IReadOnlyList<Joint>? joints)
    {
        var tape = features.Tape;
        var sheaf = Maps.Bind(LayoutOf(views, joints), features, views);
        var start = AdmmState.From(views.PerAgent(guess), _penalty.On(tape));
        var rate = _rate?.On(tape);
        var kept = tape.Recycled<Kept>();
        if (kept.Solver is not { } solver
            || solver.Consensus.Sheaf != sheaf || solver.Agents != agents || kept.Rate != rate)
            (kept.Rate, kept.Solver) = (rate, solver = new SheafAdmm(agents, Consensus(sheaf, rate)));
        return (solver, start);
    }

    // Kept as long as the views' own edges are in use.
    private SheafLayout LayoutOf(TViews views, IReadOnlyList<Joint>? joints)
    {
        if (joints != null)
            return Maps.Lay(views.Agents, joints);
        lock (_layouts)
        {
            if (!_layouts.TryGetValue(views.Joints, out var layout))
                _layouts.Add(views.Joints, layout = Maps.Lay(views.Agents, views.Joints));
            return layout;
        }
    }

    private static Tensor Watched(Tape tape, SheafAdmm solver, AdmmState state, int iterations, AgentWatch watch)
    {
        var consensus = solver.Consensus;
        var whole = watch.Sheaf = consensus.Sheaf;
        var place = tape.Now;
        for (var k = 1; k <= iterations; k++)
        {
            var now = solver with { Consensus = consensus.Over(watch.Heard(whole, k)) };
            state = tape.Keep(place, watch.After(k, state, now.Step(state)));
        }
        return state.X;
    }

    // Recycled by the tape, so that a training step allocates nothing.
    private sealed class Costs
    {
        public DiagonalAgents? Agents { get; set; }
    }

    private sealed class Kept
    {
        public SheafAdmm? Solver { get; set; }

        public Tensor? Rate { get; set; }
    }
}
