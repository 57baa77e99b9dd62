using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>
/// What an agent makes of its own state, of what it sees and of what it hears: a gated recurrent unit.
/// </summary>
/// <remarks>Seely et al. 2026, section 5 of the method. All agents and rounds share the weights.</remarks>
public sealed class MessageCell
{
    private readonly DenseLayer _seen, _start, _input, _reset, _update, _candidate;
    private readonly DenseLayer? _heard;
    private readonly LayerNormLayer _seenNorm;
    private readonly RmsNormLayer _heardNorm, _contextNorm, _gateNorm, _candidateNorm;

    /// <summary>Adds the cell's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="features">Numbers by which an encoder describes what an agent sees.</param>
    /// <param name="state">Numbers an agent holds.</param>
    /// <param name="message">Numbers in a message.</param>
    public MessageCell(Parameters parameters, int features, int state, int message)
    {
        _seen = new DenseLayer(parameters, "comm_dense", features, state);
        _seenNorm = new LayerNormLayer(parameters, "comm_norm", state);
        _start = new DenseLayer(parameters, "init_dense", state, state);
        if (message != state)
            _heard = new DenseLayer(parameters, "message_out", message, state, hasBias: false);
        _heardNorm = new RmsNormLayer(parameters, "message_norm", state);
        _contextNorm = new RmsNormLayer(parameters, "context_norm", state);
        _input = new DenseLayer(parameters, "input_dense", 2 * state, state);
        _gateNorm = new RmsNormLayer(parameters, "gate_norm", 2 * state);
        _reset = new DenseLayer(parameters, "reset_dense", 2 * state, state);
        _update = new DenseLayer(parameters, "update_dense", 2 * state, state);
        _candidateNorm = new RmsNormLayer(parameters, "cand_norm", 2 * state);
        _candidate = new DenseLayer(parameters, "cand_dense", 2 * state, state);
    }

    /// <summary>What an agent is reminded of in every round, and the state it begins with.</summary>
    /// <param name="features">The encoder's, [views, features].</param>
    /// <returns>Both [views, state].</returns>
    public (Tensor Context, Tensor Start) Begin(Tensor features)
    {
        var seen = _seenNorm.Apply(_seen.Apply(features));
        return (_contextNorm.Apply(seen), _start.Apply(seen));
    }

    /// <summary>The state after a round, [agents, state].</summary>
    /// <param name="h">The state before it.</param>
    /// <param name="context">What <see cref="Begin"/> says, for every agent.</param>
    /// <param name="heard">The neighbours' messages put together, [agents, message].</param>
    public Tensor Apply(Tensor h, Tensor context, Tensor heard)
    {
        var wide = _heardNorm.Apply(_heard == null ? heard : _heard.Apply(heard));
        var input = _input.Apply(RowOperations.Beside(wide, context));
        var gates = _gateNorm.Apply(RowOperations.Beside(h, input));
        var reset = _reset.Apply(gates, Activation.Sigmoid);
        var keep = _update.Apply(gates, Activation.Sigmoid);
        var candidate = _candidate.Apply(
            _candidateNorm.Apply(RowOperations.Beside(Products.Multiply(reset, h), input)), Activation.Tanh);
        return Products.Mix(keep, candidate, h);                 // h ← (1 − g) candidate + g h
    }
}
