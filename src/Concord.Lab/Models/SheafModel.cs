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

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public abstract int Window { get; }

    /// <inheritdoc/>
    public abstract int IterationsToEvaluate { get; }

    /// <inheritdoc/>
    public abstract int? IterationsToTrain { get; }

    /// <inheritdoc/>
    public abstract int DrawIterations(Rng rng);

    /// <inheritdoc/>
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
        last[^1] = solver.Propose(state);
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

    /// <summary>Where the stalks of these agents lie, and whom they meet on which edge.</summary>
    protected abstract SheafLayout Lay(int agents, IReadOnlyList<Joint> joints);

    /// <summary>How neighbours agree over a sheaf.</summary>
    protected abstract ConjugateGradients Consensus(BoundSheaf sheaf);

    /// <summary>The layout for views; kept as long as the views' own edges are in use.</summary>
    protected SheafLayout LayoutOf(TViews views, IReadOnlyList<Joint>? joints)
    {
        if (joints != null)
            return Lay(views.Agents, joints);
        lock (_layouts)
        {
            if (!_layouts.TryGetValue(views.Joints, out var layout))
                _layouts.Add(views.Joints, layout = Lay(views.Agents, views.Joints));
            return layout;
        }
    }

    /// <summary>Agents with these costs, without bounds; kept by the tape from pass to pass.</summary>
    protected static DiagonalAgents AgentsOf(Tensor curvature, Tensor slope)
    {
        var agents = curvature.Tape.Recycled<Costs>().Agents ??= new DiagonalAgents(curvature, slope);
        (agents.Curvature, agents.Slope) = (curvature, slope);
        (agents.L1, agents.Lower, agents.Upper) = (null, null, null);
        return agents;
    }

    /// <summary>The solver for agents on a sheaf; kept by the tape from pass to pass.</summary>
    protected SheafAdmm SolverOf(DiagonalAgents agents, BoundSheaf sheaf)
    {
        var kept = sheaf.Tape.Recycled<Kept>();
        if (kept.Solver is not { Consensus: ConjugateGradients known } solver
            || known.Sheaf != sheaf || solver.Agents != agents)
            kept.Solver = solver = new SheafAdmm(agents, Consensus(sheaf));
        return solver;
    }

    private static Tensor Watched(Tape tape, SheafAdmm solver, AdmmState state, int iterations, AgentWatch watch)
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

    // Recycled by the tape, so that a training step allocates nothing.
    private sealed class Costs
    {
        public DiagonalAgents? Agents { get; set; }
    }

    private sealed class Kept
    {
        public SheafAdmm? Solver { get; set; }
    }
}
