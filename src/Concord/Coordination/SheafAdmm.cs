using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Coordination;

/// <summary>
/// The least total cost of all agents, subject to neighbours agreeing, or at a price for disagreeing.
/// </summary>
/// <remarks>
/// Alternating directions in scaled form (Boyd et al. 2011, §3.1.1) on a sheaf (Hanks et al. 2025; Seely et al. 2026,
/// section 2.1 of the method): minimise Σ fᵢ(xᵢ) with x = z and z a section, or near one. A step is made of tensor
/// operations only: it can be repeated until the agents agree, or a fixed number of times as a layer of a network.
/// Agreement is judged by Boyd et al. 2011, §3.3.1: residuals below absolute and relative tolerances.
/// </remarks>
public sealed record SheafAdmm(IAgents Agents, IConsensus Consensus) : ISolver<AdmmState>
{
    /// <summary>The agents' costs.</summary>
    public IAgents Agents { get; init; } = Fitting(Agents, Consensus);

    /// <summary>The z-update.</summary>
    public IConsensus Consensus { get; init; } = Consensus;

    /// <summary>α of over-relaxation: x is replaced by α x + (1 − α) z, between 0 and 2; 1 leaves x as it is.</summary>
    public float Relaxation { get; init => field = Require.Within(value, 0.01f, 1.99f); } = 1f;

    /// <summary>How ρ follows the residuals; null: it stays.</summary>
    public ResidualBalance? Balance { get; init; }

    /// <summary>
    /// The relative tolerance: residuals below this, each relative to its own scale, count as agreement.
    /// </summary>
    /// <remarks>
    /// The scale of the primal residual ‖x − z‖ is max(‖x‖, ‖z‖), that of the disagreement ‖δz‖ of hard consensus the
    /// size of the terms compared, and that of the dual residual max(‖ρu‖, ‖Qx‖, ‖q‖).
    /// </remarks>
    public float Tolerance { get; init => field = Require.Positive(value); } = 1e-4f;

    /// <summary>
    /// The absolute tolerance, per number of a state, added to each relative one; in the units of the problem.
    /// </summary>
    public float AbsoluteTolerance { get; init => field = Require.NotNegative(value); }

    // What a solve remembers; null outside of one.
    internal EdgeMeasure? Edges { get; init; }

    internal Verdict.Reference? Reference { get; init; }

    /// <inheritdoc/>
    public AdmmState Step(AdmmState now)
    {
        var x = Propose(now);                                   // each agent alone: x ← argmin f + ρ/2 ‖x − (z − u)‖²
        var relaxed = Relaxation == 1 ? x : Linear.Combine(x, Relaxation, now.Z, 1 - Relaxation);
        var target = relaxed + now.U;
        var z = Consensus.Agree(target, now.Z, now.Penalty);    // neighbours:       z ← x + u, brought to agree
        var u = target - z;                                     // each agent alone: u ← u + x − z
        var next = new AdmmState(x, z, u, now.Penalty);
        return Balance == null ? next
            : Reference == null ? Balance.Adapt(now, next)
            : Balance.Adapt(now, next, Compare(now, next), Reference.Penalty);
    }

    /// <summary>
    /// The x-update alone: what each agent answers to z − u. After the last step nothing else is needed.
    /// </summary>
    public Tensor Propose(AdmmState now) => Agents.Respond(now.Z - now.U, now.Penalty);

    /// <inheritdoc/>
    public ISolver<AdmmState> AtRest => Balance == null ? this : this with { Balance = null };

    /// <inheritdoc/>
    public Progress Compare(AdmmState before, AdmmState after) =>
        Verdict.Of(this, before, after, Reference, Edges ?? new EdgeMeasure(Consensus.Sheaf));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Sizes that do not fit, or data that break a rule.</exception>
    public string? Check(AdmmState start)
    {
        _ = Fitting(Agents, Consensus);
        var sheaf = Consensus.Sheaf;
        foreach (var (name, tensor) in new[] { ("x", start.X), ("z", start.Z), ("u", start.U) })
        {
            sheaf.RequireState(tensor, $"{name} of the start");
            if (tensor.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                return $"The start must be finite, but its {name} is not: correct the data before they are solved.";
        }
        var count = start.Penalty.Shape.Size;
        Require.That(
            count == 1 || count == start.X.Shape.Size, "The penalty", $"must hold 1 or {start.X.Shape.Size} numbers",
            start.Penalty.Shape);
        foreach (var rho in start.Penalty.Values)
            Require.Positive(rho, "The penalty ρ");
        for (var b = 0; b < sheaf.Samples; b++)
            if (sheaf.ReadMaps(b).AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                return "The sheaf's maps must be finite, but are not: correct the data before they are solved.";
        return (Agents as ICosts)?.Check(sheaf.Layout, sheaf.Samples);
    }

    /// <inheritdoc/>
    public ISolver<AdmmState> Prepared(AdmmState start, bool converge)
    {
        var edges = new EdgeMeasure(Consensus.Sheaf);
        IConsensus consensus = Consensus switch
        {
            ConjugateGradients or EdgeSpace when converge => new ConvergedConsensus(edges, Consensus.Pull),
            NesterovDescent descent when converge => new WarmDescent(descent),
            _ => Consensus,
        };
        var reference = Verdict.Reference.Of(Agents, start, Consensus.Sheaf.Samples, converge);
        return this with { Consensus = consensus, Edges = edges, Reference = reference };
    }

    /// <inheritdoc/>
    public Certificate? Certify(AdmmState earlier, AdmmState later) =>
        Certificates.Find(this, earlier, later, Edges ?? new EdgeMeasure(Consensus.Sheaf));

    /// <inheritdoc/>
    public string? Advise(SolveStatus status, Progress last) => AdmmAdvice.For(this, status, last);

    // The agents, if each has as many numbers as its vertex.
    private static IAgents Fitting(IAgents agents, IConsensus consensus)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(consensus);
        var stalks = consensus.Sheaf.Layout.VertexStalks;
        if (agents.StalkSizes is { } sizes)
            Require.That(
                sizes.SequenceEqual(stalks), "The agents", $"must have [{string.Join(", ", stalks)}] numbers, as the " +
                "sheaf's vertices", $"[{string.Join(", ", sizes)}]");
        return agents;
    }

    /// <summary>‖a − b‖, summed in double precision.</summary>
    internal static float Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Distance(a, b, [1]);

    /// <summary>‖ρ (a − b)‖, where ρ holds one number, or as many as the others.</summary>
    internal static float Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> rho)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Square(rho[rho.Length == 1 ? 0 : i] * ((double)a[i] - b[i]));
        return (float)Math.Sqrt(sum);
    }

    private static double Square(double value) => value * value;
}

/// <summary>Where the alternating directions stand.</summary>
/// <param name="X">x: what each agent wants for itself, [samples, state].</param>
/// <param name="Z">z: what neighbours agree on.</param>
/// <param name="U">u: the disagreement each agent has accumulated, λ/ρ.</param>
/// <param name="Penalty">ρ: one number, or one per state coordinate.</param>
public readonly record struct AdmmState(Tensor X, Tensor Z, Tensor U, Tensor Penalty) : ISolverState<AdmmState>
{
    /// <summary>x = z = guess, u = 0: how the release begins.</summary>
    public static AdmmState From(Tensor guess, Tensor penalty)
    {
        ArgumentNullException.ThrowIfNull(guess);
        ArgumentNullException.ThrowIfNull(penalty);
        return new(guess, guess, guess.Tape.Zeros(guess.Shape), penalty);
    }

    /// <inheritdoc/>
    public int Tensors => 4;

    /// <inheritdoc/>
    public int Unknowns => 3;

    /// <inheritdoc/>
    public void CopyTo(Span<Tensor> tensors) => (tensors[0], tensors[1], tensors[2], tensors[3]) = (X, Z, U, Penalty);

    /// <inheritdoc/>
    public AdmmState With(ReadOnlySpan<Tensor> tensors) => new(tensors[0], tensors[1], tensors[2], tensors[3]);
}
