using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>What agents compare on an edge.</summary>
public enum MapKind
{
    /// <summary>What learned maps show of their states; with a rank, an agent's view changes its own.</summary>
    Learned,

    /// <summary>Their whole states, F = I. Nothing is learned.</summary>
    Identity,

    /// <summary>The numbers that belong to the cell they share, as they are. Nothing is learned.</summary>
    Selectors,
}

/// <summary>What it costs an agent to hold x.</summary>
/// <remarks>
/// The x-updates of Seely et al. 2026, Table 3: "diagonal, fixed Q" is <see cref="Fixed"/>, "diagonal quadratic" is
/// <see cref="Quadratic"/>. "Diagonal quadratic + ℓ1" is <see cref="Full"/>: the numbers of that row are those of each
/// task's own cost, which for Sudokus has bounds and no ℓ1.
/// </remarks>
public enum CostKind
{
    /// <summary>The task's own: learned Q and q, and the prices of |x| and the bounds that the task has.</summary>
    Full,

    /// <summary>½ Q x² + q x with learned Q and q, no price of |x| and no bounds.</summary>
    Quadratic,

    /// <summary>
    /// (β/2)‖x − h‖² with one learned β that starts at 1, so that x = (β h + ρ v)/(β + ρ): the release's "simple".
    /// </summary>
    Fixed,
}

/// <summary>By which steps neighbours agree.</summary>
public enum ConsensusKind
{
    /// <summary>Conjugate gradients.</summary>
    ConjugateGradients,

    /// <summary>Gradient descent with Nesterov's momentum and one learned step size.</summary>
    Nesterov,
}

/// <summary>What all models of agents on a sheaf can do otherwise; the defaults are the release's.</summary>
/// <remarks>With these the ablations of Seely et al. 2026, Tables 3 and 5, are plain data.</remarks>
/// <typeparam name="TViews">How the agents see.</typeparam>
public abstract record SheafOptions<TViews> : AgentModelOptions<TViews>
    where TViews : AgentViews
{
    /// <summary>What agents compare.</summary>
    public MapKind Maps { get; init; }

    /// <summary>d_e, numbers neighbours compare.</summary>
    public abstract int EdgeStalk { get; init; }

    /// <summary>r, the rank by which an agent's view changes its maps; 0 for maps that no view changes.</summary>
    public int Rank { get; init => field = Require.Within(value, 0, 256); }

    /// <summary>Width of the hidden layers.</summary>
    public int Hidden { get; init => field = Require.Within(value, 1, 8192); } = 256;

    /// <summary>What an agent's state costs it.</summary>
    public CostKind Costs { get; init; }

    /// <summary>What is added to the curvature Q so that it stays positive.</summary>
    public float CurvatureFloor { get; init => field = Require.Positive(value); } = 1e-4f;

    /// <summary>ρ before training.</summary>
    public float PenaltyStart { get; init => field = Require.Positive(value); } = 0.25f;

    /// <summary>By which steps neighbours agree.</summary>
    public ConsensusKind Consensus { get; init; }

    /// <summary>T, conjugate gradient steps per iteration.</summary>
    public int CgSteps { get; init => field = Require.Within(value, 1, 1000); } = 5;

    /// <summary>Steps of descent per iteration, where agents agree by it.</summary>
    public int DescentSteps { get; init => field = Require.Within(value, 1, 1000); } = 10;

    /// <summary>η, the size of a step of descent before training.</summary>
    public float RateStart { get; init => field = Require.Positive(value); } = 0.01f;

    /// <summary>w, the last iterations over which the loss is averaged, where there are as many.</summary>
    public int Window { get; init => field = Require.Within(value, 1, 64); } = 2;

    /// <summary>K of an evaluation; 0 for agents that answer from what they see, without any iteration.</summary>
    public int IterationsToEvaluate { get; init => field = Require.Within(value, 0, 1_000_000); } = 100;

    /// <summary>These options with other maps, and with the rank and edge stalk that those allow.</summary>
    public abstract SheafOptions<TViews> WithMaps(MapKind maps);

    internal override AgentModelOptions<TViews> WithHidden(int width) => this with { Hidden = width };

    internal override AgentModelOptions<TViews> WithIterationsToEvaluate(int iterations) =>
        this with { IterationsToEvaluate = iterations };

    /// <summary>Refuses options that contradict each other.</summary>
    /// <exception cref="ArgumentException">Two options do not go together.</exception>
    internal virtual void Check() => Require.That(
        Maps == MapKind.Learned || Rank == 0, "The rank of maps that are not learned", "must be 0", Rank);
}
