using Concord.Tensors;

namespace Concord.Predictive;

/// <summary>Which learning rule.</summary>
public enum RuleKind
{
    /// <summary>Back-propagation.</summary>
    Bp,

    /// <summary>Predictive coding.</summary>
    Pc,

    /// <summary>Predictive coding whose activities move with Nesterov's momentum.</summary>
    PcNesterov,

    /// <summary>Predictive coding whose weights take a step after every cycle.</summary>
    Ipc,

    /// <summary>Predictive coding that relaxes errors instead of activities.</summary>
    Epc,

    /// <summary>Predictive coding with a multiplier for every prediction error.</summary>
    PcAlm,
}

/// <summary>A learning rule as plain data; what is not set follows from the network and the theory of steps.</summary>
/// <remarks>Seely and Gould 2026, sections 3 and 4 of the method.</remarks>
public sealed record RuleOptions
{
    /// <summary>Which rule.</summary>
    public RuleKind Kind { get; init; } = RuleKind.PcAlm;

    /// <summary>T, cycles of a batch; null: 2 L.</summary>
    public int? Cycles { get; init => field = value is { } t ? Require.Within(t, 1, 1_000_000, "T") : null; }

    /// <summary>
    /// η, the step of activities; null: 1/λ_max at the start weights. Of errors, null: at most a quarter.
    /// </summary>
    public float? Step { get; init => field = value is { } eta ? Require.Positive(eta, "η") : null; }

    /// <summary>α, the step of multipliers; null: as much as lets credit arrive, 4 (L/T)², within its bound.</summary>
    public float? Alpha { get; init => field = value is { } alpha ? Require.NotNegative(alpha, "α") : null; }

    /// <summary>ρ, the price of prediction errors.</summary>
    public float Penalty { get; init => field = Require.Positive(value, "ρ"); } = 1;

    /// <summary>K, steps of activities in a cycle.</summary>
    public int InnerSteps { get; init => field = Require.Within(value, 1, 1000, "K"); } = 1;

    /// <summary>l, the share of a multiplier that leaks away with each dual step.</summary>
    public float Leak { get; init => field = Require.Within(value, 0f, 1f, "The leak"); }

    /// <summary>The cycle from which multipliers leak; null: when credit has arrived, L/√(α η).</summary>
    public int? LeakFrom { get; init => field = value is { } t ? Require.NotNegative(t, "The leak's start") : null; }

    /// <summary>The momentum of activities; null: from the spectrum of a chain of L layers.</summary>
    public float? Momentum
    {
        get;
        init => field = value is { } mu ? Require.Within(mu, 0f, 0.9999f, "The momentum") : null;
    }

    /// <summary>Which multipliers weights learn from.</summary>
    public WeightCredit Credit { get; init; }

    /// <summary>
    /// Over how many cycles a layer moves, from a little before credit reaches it: a wavefront. 0: layers move from
    /// when credit can reach them at the earliest until the end.
    /// </summary>
    public int FrontWidth { get; init => field = Require.NotNegative(value, "The width of the front"); }

    /// <summary>In which order activities move.</summary>
    public Sweep Sweep { get; init; }

    /// <summary>β of a nudge towards the target or, negative, away from it; 1 for the target itself.</summary>
    public float Nudge { get; init => field = Relaxation.CheckedNudge(value); } = 1;

    /// <summary>Whether weights learn from the mean of the nudges β and −β.</summary>
    public bool Centred { get; init; }

    /// <summary>How many cycles a batch takes in a network of so many layers; 1 for back-propagation.</summary>
    public int CyclesOf(int layers) => Kind switch
    {
        RuleKind.Bp => 1,
        RuleKind.Epc => Cycles ?? 5,
        _ => Cycles ?? 2 * layers,
    };

    /// <summary>The rule for a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bounds">Finds how large steps may be; asked only where a rule relaxes activities or errors.</param>
    /// <exception cref="ArgumentException">η or α is outside its bound.</exception>
    public LearningRule For(PredictiveNetwork network, Func<StepBounds> bounds)
    {
        if (Kind == RuleKind.Bp)
            return new BackPropagation();
        var limits = bounds();
        if (Kind == RuleKind.Epc)
        {
            if (Step is { } given)
                limits.CheckErrorStep(given, Penalty);
            return new ErrorCoding
            {
                Cycles = CyclesOf(network.Depth), Step = Step ?? limits.ErrorStep(Penalty), Penalty = Penalty,
            };
        }
        var layers = network.Depth;
        var cycles = CyclesOf(layers);
        var step = Step ?? limits.Step;
        var momentum = Kind == RuleKind.PcNesterov ? Momentum ?? ChainMomentum(layers) : 0;
        limits.CheckStep(step, Penalty, momentum);
        var alpha = Kind != RuleKind.PcAlm ? 0 : Alpha ?? (float)Math.Min(
            4 * Math.Pow((double)layers / cycles, 2), 0.95 * limits.LargestAlpha(step, Penalty, InnerSteps, Leak));
        limits.CheckAlpha(alpha, step, Penalty, InnerSteps, Leak);
        return new Relaxation
        {
            Cycles = cycles,
            Step = step,
            Alpha = alpha,
            Penalty = Penalty,
            InnerSteps = InnerSteps,
            Leak = Leak,
            LeakFrom = LeakFrom ?? (alpha > 0 ? (int)Math.Ceiling(StepBounds.Arrival(layers, alpha, step)) : 0),
            Momentum = momentum,
            FrontSpeed = FrontWidth > 0 ? (float)Math.Clamp(1.15 * Math.Sqrt(alpha * step), 1e-3, 1) : 1,
            FrontWidth = FrontWidth,
            Credit = Credit,
            Sweep = Sweep,
            Nudge = Nudge,
            Centred = Centred,
            Incremental = Kind == RuleKind.Ipc,
        };
    }

    // (√κ − 1)/(√κ + 1): a chain's errors have σ from 2 sin(π/4L) to 2, so √κ is about 4 L/π.
    private static float ChainMomentum(int layers)
    {
        var root = 4 * layers / Math.PI;
        return (float)Math.Max(0, (root - 1) / (root + 1));
    }
}
