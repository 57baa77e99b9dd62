using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>
/// Keeps every iteration of a solve or an unrolled layer: states, residuals per agent, disagreement per edge.
/// </summary>
/// <remarks>
/// Give <see cref="Observe"/> to <see cref="Solve"/>, <see cref="Unrolled"/> or <see cref="Implicit"/>. It copies, so
/// what it holds outlives the tape; it records nothing and changes no gradient. Seely et al. 2026, section 6.2 of the
/// method.
/// </remarks>
public sealed class History
{
    private readonly List<Iteration> _iterations = [];

    /// <summary>An empty history for states over a sheaf.</summary>
    public History(BoundSheaf sheaf)
    {
        ArgumentNullException.ThrowIfNull(sheaf);
        Sheaf = sheaf;
    }

    /// <summary>The sheaf whose edges are watched.</summary>
    public BoundSheaf Sheaf { get; }

    /// <summary>What was observed, in order; the first is the start where a loop announced it.</summary>
    public IReadOnlyList<Iteration> Iterations => _iterations;

    /// <summary>Copies a state and measures it; a <see cref="StepObserver{TState}"/>.</summary>
    public void Observe(int step, AdmmState state)
    {
        Sheaf.RequireState(state.Z, "An observed state");
        var tape = Sheaf.Tape;
        using var pause = tape.Pause();
        var place = tape.Now;
        var before = _iterations.Count == 0 ? state.Z.Values : _iterations[^1].Z;
        _iterations.Add(new Iteration
        {
            Step = step,
            X = state.X.Values.ToArray(),
            Z = state.Z.Values.ToArray(),
            U = state.U.Values.ToArray(),
            Primal = PerAgent(state.X.Values, state.Z.Values, [1]),
            Dual = PerAgent(state.Z.Values, before, state.Penalty.Values),
            Disagreement = PerEdge(Sheaf.Coboundary(state.Z).Values),
            Layout = Sheaf.Layout,
        });
        tape.Keep(place, []);
    }

    private float[] PerAgent(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> rho)
    {
        var sizes = Sheaf.Layout.StalkSizes;
        var residuals = new float[Sheaf.Samples * sizes.Length];
        for (int r = 0, at = 0; r < residuals.Length; at += sizes[r++ % sizes.Length])
        {
            var stalk = sizes[r % sizes.Length];
            residuals[r] = SheafAdmm.Distance(
                a.Slice(at, stalk), b.Slice(at, stalk), rho.Length == 1 ? rho : rho.Slice(at, stalk));
        }
        return residuals;
    }

    private float[] PerEdge(ReadOnlySpan<float> cochain)
    {
        var sizes = Sheaf.Layout.EdgeStalks;
        var lengths = new float[Sheaf.Samples * sizes.Count];
        for (int r = 0, at = 0; r < lengths.Length; at += sizes[r++ % sizes.Count])
        {
            var sum = 0.0;
            foreach (var value in cochain.Slice(at, sizes[r % sizes.Count]))
                sum += (double)value * value;
            lengths[r] = (float)Math.Sqrt(sum);
        }
        return lengths;
    }

    /// <summary>
    /// One observed state of all samples, sample-major, vertices and edges in the order of the sheaf.
    /// </summary>
    public sealed record Iteration
    {
        /// <summary>How many steps led here; 0 is the start.</summary>
        public required int Step { get; init; }

        /// <summary>x, [samples, state].</summary>
        public required float[] X { get; init; }

        /// <summary>z, [samples, state].</summary>
        public required float[] Z { get; init; }

        /// <summary>u, [samples, state].</summary>
        public required float[] U { get; init; }

        /// <summary>‖xᵢ − zᵢ‖, [samples, vertices].</summary>
        public required float[] Primal { get; init; }

        /// <summary>
        /// ρ ‖zᵢ − zᵢ of the iteration before‖, [samples, vertices]; zero where there is none before.
        /// </summary>
        public required float[] Dual { get; init; }

        /// <summary>‖F_u z_u − F_v z_v‖, [samples, edges].</summary>
        public required float[] Disagreement { get; init; }

        internal SheafLayout Layout { get; init; } = null!;

        /// <summary>
        /// The disagreement of one sample on one edge as √(mean r² + 10⁻⁶), which is how the release plots it.
        /// </summary>
        public float DisagreementRms(int sample, int edge)
        {
            var edges = Layout.EdgeStalks.Count;
            var length = Disagreement[(sample * edges) + Require.Within(edge, 0, edges - 1)];
            return MathF.Sqrt((length * length / Layout.EdgeStalks[edge]) + 1e-6f);
        }
    }
}
