using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>What an agent begins with and what it costs it to move: h, Q and q from an encoder's features.</summary>
/// <remarks>
/// Seely et al. 2026, sections 3.1 and 3.2 of the method. Parameters lie under <c>encoder.heads</c>; where the cost is
/// <see cref="CostKind.Fixed"/>, <c>beta_raw</c> takes the place of the heads for Q and q.
/// </remarks>
public sealed class CostHeads
{
    private readonly DenseLayer _state;
    private readonly DenseLayer? _curvature, _slope;
    private readonly LayerNormLayer _stateNorm;
    private readonly PositiveNumber? _strength;
    private readonly float _floor;

    /// <summary>Adds the heads' parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="kind">What costs; prices of |x| and bounds are not part of this.</param>
    /// <param name="floor">What is added to the curvature so that it stays positive.</param>
    /// <param name="stateFeatures">Numbers that <see cref="Start"/> reads.</param>
    /// <param name="costFeatures">Numbers that <see cref="Cost"/> reads.</param>
    /// <param name="stalk">d_v, numbers an agent holds.</param>
    public CostHeads(
        Parameters parameters, CostKind kind, float floor, int stateFeatures, int costFeatures, int stalk)
    {
        _floor = floor;
        _state = new DenseLayer(parameters, "encoder.heads.comm_dense", stateFeatures, stalk);
        _stateNorm = new LayerNormLayer(parameters, "encoder.heads.comm_norm", stalk);
        if (kind == CostKind.Fixed)
        {
            _strength = new PositiveNumber(parameters, "beta_raw", 1);
            return;
        }
        _curvature = new DenseLayer(parameters, "encoder.heads.q_diag_dense", costFeatures, stalk);
        _slope = new DenseLayer(parameters, "encoder.heads.q_dense", costFeatures, stalk);
    }

    /// <summary>h, the state to begin with: LayerNorm of a dense layer.</summary>
    public Tensor Start(Tensor features) => _stateNorm.Apply(_state.Apply(features));

    /// <summary>
    /// Q and q: softplus of a dense layer, plus the floor, and a dense layer; or β, one number, and −β h.
    /// </summary>
    /// <param name="features">The encoder's features.</param>
    /// <param name="start">h of the same agents.</param>
    public (Tensor Curvature, Tensor Slope) Cost(Tensor features, Tensor start)
    {
        if (_strength?.On(features.Tape) is { } strength)
            return (strength, DiagonalAgents.SlopeTowards(start, strength));
        var curvature = Linear.Shift(_curvature!.Apply(features, Activation.Softplus), _floor);
        return (curvature, _slope!.Apply(features));
    }
}

/// <summary>Restriction maps that a view changes: F = R + (1/r) A Bᵀ with A and B from features of the view.</summary>
/// <remarks>Seely et al. 2026, section 3.3 of the method. Parameters lie under <c>encoder.heads</c>.</remarks>
public sealed class MapHeads
{
    /// <summary>The name of the norm's parameters.</summary>
    public const string Norm = "encoder.heads.lora_norm";

    private readonly Func<Tensor, Tensor> _norm;
    private readonly DenseLayer _left, _right;
    private readonly int _rank;

    /// <summary>Adds the heads' parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="features">Numbers the heads read.</param>
    /// <param name="norm">Puts features in order before the heads read them; see <see cref="Norm"/>.</param>
    /// <param name="bases">The shape of R, [slots or 1, edge stalk, vertex stalk].</param>
    /// <param name="slots">How many slots an agent has.</param>
    /// <param name="rank">r.</param>
    /// <param name="left">How A's kernel starts; zero, with B's LeCun, is the release's "standard".</param>
    /// <param name="right">How B's kernel starts; zero, with A's LeCun, is the release's "legacy".</param>
    public MapHeads(
        Parameters parameters, int features, Func<Tensor, Tensor> norm, Shape bases, int slots, int rank,
        Start left, Start right)
    {
        (Slots, _rank, _norm) = (slots, rank, norm);
        _left = new DenseLayer(parameters, "encoder.heads.lora_a_dense", features, slots * rank * bases[1], left);
        _right = new DenseLayer(
            parameters, "encoder.heads.lora_b_dense", features, slots * rank * bases[2], right);
    }

    /// <summary>How many maps an agent has.</summary>
    public int Slots { get; }

    /// <summary>The sheaf whose agents have the maps of their views.</summary>
    /// <param name="layout">Stalks and edges.</param>
    /// <param name="bases">R on the tape.</param>
    /// <param name="features">The encoder's features of every distinct view.</param>
    /// <param name="views">Which agent has which view.</param>
    public BoundSheaf Bind(SheafLayout layout, Tensor bases, Tensor features, AgentViews views)
    {
        var wide = _norm(features);
        return BoundSheaf.BindLowRank(
            layout, bases, _left.Apply(wide), _right.Apply(wide), _rank, views.Owners, views.Samples);
    }
}

/// <summary>One learned number for all agents and iterations that stays positive, such as the penalty ρ.</summary>
/// <remarks>
/// Seely et al. 2026, section 2.4 of the method: softplus(δ + softplus⁻¹(start)) with δ, the parameter, zero at first.
/// </remarks>
public sealed class PositiveNumber(Parameters parameters, string name, float start)
{
    private readonly Parameter _change = parameters.Add(name, [], Start.Zero);

    /// <summary>The number, a scalar.</summary>
    public Tensor On(Tape tape) => Activations.Apply(
        Linear.Shift(tape.Use(_change), InverseSoftplus(start)), Activation.Softplus);

    /// <summary>The number whose softplus, log(1 + eˣ), is the given one.</summary>
    /// <remarks>eᵛ − 1 = 2 eᵛᐟ² sinh v/2, which loses no digits where v is small; above 40 both are equal.</remarks>
    public static float InverseSoftplus(double value) =>
        (float)(value > 40 ? value : (value / 2) + Math.Log(2 * Math.Sinh(value / 2)));
}
