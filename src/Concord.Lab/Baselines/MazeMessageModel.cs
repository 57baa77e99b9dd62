using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Lab.Tasks;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>The usual way for agents to coordinate: gated recurrent message passing on the same lattice.</summary>
/// <remarks>
/// The baseline of Seely et al. 2026, section 5 of the method: a linear message per direction, the largest or the mean
/// of what arrives, and a gated update, with the same weights in every round. Encoder and decoder are those of
/// Sheaf-ADMM. 182,007 parameters with the default options, 48,807 with states of 10 and messages of 5. The parameter
/// <c>beta_raw</c> is part of the release's count and feeds nothing.
/// </remarks>
public sealed class MazeMessageModel : IAgentModel<MazeViews>
{
    private readonly MazeMessageOptions _options;
    private readonly Parameter _kernel;
    private readonly Parameter _bias;
    private readonly RmsNormLayer _inputNorm, _messageNorm, _contextNorm, _gateNorm, _candidateNorm;
    private readonly DenseLayer _dense, _state, _first, _out, _input, _reset, _update, _candidate;
    private readonly LayerNormLayer _stateNorm;
    private readonly MazeDecoder _decoder;
    private readonly int[] _transposed;

    /// <summary>Lays out the model's parameters.</summary>
    public MazeMessageModel(MazeMessageOptions options)
    {
        _options = options;
        int d = options.State, m = options.Message, slots = Lattice.Directions, hidden = options.Hidden;
        Parameters.Add("beta_raw", [], Start.Constant((float)Math.Log(Math.E - 1)));
        // Xavier over the eight directions together.
        _kernel = Parameters.Add(
            "message_kernel", [slots, d, m], Start.Uniform((float)Math.Sqrt(6.0 / (slots * (d + m)))));
        _bias = Parameters.Add("message_bias", [slots, m], Start.Zero);
        _inputNorm = new RmsNormLayer(Parameters, "input_norm", MazeViews.Features);
        _dense = new DenseLayer(Parameters, "dense", MazeViews.Features, hidden);
        _state = new DenseLayer(Parameters, "comm_dense", hidden, d);
        _stateNorm = new LayerNormLayer(Parameters, "comm_norm", d);
        _first = new DenseLayer(Parameters, "init_dense", d, d);
        _out = new DenseLayer(Parameters, "message_out", m, d, hasBias: false);
        _messageNorm = new RmsNormLayer(Parameters, "message_norm", d);
        _contextNorm = new RmsNormLayer(Parameters, "context_norm", d);
        _input = new DenseLayer(Parameters, "input_dense", 2 * d, d);
        _gateNorm = new RmsNormLayer(Parameters, "gate_norm", 2 * d);
        _reset = new DenseLayer(Parameters, "reset_dense", 2 * d, d);
        _update = new DenseLayer(Parameters, "update_dense", 2 * d, d);
        _candidateNorm = new RmsNormLayer(Parameters, "cand_norm", 2 * d);
        _candidate = new DenseLayer(Parameters, "cand_dense", 2 * d, d);
        _decoder = new MazeDecoder(Parameters, d, hidden);
        _transposed = [.. from i in Enumerable.Range(0, d) from s in Enumerable.Range(0, slots) select (s * d) + i];
    }

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public int Window => 1;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.RoundsToEvaluate;

    /// <inheritdoc/>
    public int? IterationsToTrain => _options.Rounds;

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) => _options.Rounds;

    /// <inheritdoc/>
    public void Run(Tape tape, MazeViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
    {
        watch?.RequireNoMemory("mpnn");
        int d = _options.State, m = _options.Message, slots = Lattice.Directions;
        var features = _dense.Apply(_inputNorm.Apply(views.OneHot(tape)), Activation.Gelu);
        var seen = _stateNorm.Apply(_state.Apply(features));
        var context = views.PerAgent(_contextNorm.Apply(seen));
        var h = views.PerAgent(_first.Apply(seen));

        // [slots, d, m] as one product for all directions: [d, slots · m].
        var kernel = RowOperations.Gather(tape.Use(_kernel), _transposed, _transposed.Length).As([d, slots * m]);
        var bias = tape.Use(_bias).As([slots * m]);
        var sources = views.Sources(watch?.Joints);
        var place = tape.Now;
        for (var k = 1; k <= iterations; k++)
        {
            var next = Round(h, context, kernel, bias, sources);
            watch?.Moved(k, h, next);
            h = tape.Keep(place, next);
        }
        last[^1] = h;
    }

    /// <inheritdoc/>
    public Tensor Decode(Tape tape, MazeViews views, Tensor state) =>
        _decoder.Apply(views.PerAgent(views.OneHot(tape)), state);

    private Tensor Round(Tensor h, Tensor context, Tensor kernel, Tensor bias, int[] sources)
    {
        var sent = Dense.Apply(h, kernel, bias);
        var met = _options.Aggregation == Aggregation.Max
            ? Neighbours.Max(sent, sources, Lattice.Directions)
            : Neighbours.Mean(sent, sources, Lattice.Directions);
        var input = _input.Apply(RowOperations.Beside(_messageNorm.Apply(_out.Apply(met)), context));
        var gates = _gateNorm.Apply(RowOperations.Beside(h, input));
        var reset = _reset.Apply(gates, Activation.Sigmoid);
        var keep = _update.Apply(gates, Activation.Sigmoid);
        var candidate = _candidate.Apply(
            _candidateNorm.Apply(RowOperations.Beside(Products.Multiply(reset, h), input)), Activation.Tanh);
        return Products.Mix(keep, candidate, h);                 // h ← (1 − g) candidate + g h
    }
}
