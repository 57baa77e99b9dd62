using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>Lets the tokens of a row learn of each other, then each token think by itself.</summary>
/// <remarks>
/// MLP-Mixer (Tolstikhin et al. 2021) with gated units of twice the width, added to what they read and normalised
/// afterwards; Seely et al. 2026, section 3.1 of the method.
/// </remarks>
public sealed class MixerBlock
{
    private const int Widening = 2;

    private readonly TokenDenseLayer _tokensUp, _tokensDown;
    private readonly DenseLayer _channelsUp, _channelsDown;
    private readonly RmsNormLayer _tokenNorm, _channelNorm;
    private readonly int _tokens, _channels;

    /// <summary>Adds a block's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">The block's path.</param>
    /// <param name="tokens">Tokens of a row.</param>
    /// <param name="channels">Numbers of a token.</param>
    public MixerBlock(Parameters parameters, string name, int tokens, int channels)
    {
        (_tokens, _channels) = (tokens, channels);
        _tokensUp = new TokenDenseLayer(parameters, $"{name}.token_gate_up", tokens, 2 * Widening * tokens);
        _tokensDown = new TokenDenseLayer(parameters, $"{name}.token_down", Widening * tokens, tokens);
        _tokenNorm = new RmsNormLayer(parameters, $"{name}.token_norm", channels);
        _channelsUp = new DenseLayer(parameters, $"{name}.channel_gate_up", channels, 2 * Widening * channels);
        _channelsDown = new DenseLayer(parameters, $"{name}.channel_down", Widening * channels, channels);
        _channelNorm = new RmsNormLayer(parameters, $"{name}.channel_norm", channels);
    }

    /// <summary>[rows, tokens, channels] to the same.</summary>
    public Tensor Apply(Tensor x)
    {
        var rows = x.Shape[0];

        // A row's gates are its first tokens, so all their channels lie before those of the others.
        var gated = GatedUnit.SwiGlu(_tokensUp.Apply(x).As([rows, 2 * Widening * _tokens * _channels]));
        var mixed = _tokenNorm.Apply(x + _tokensDown.Apply(gated.As([rows, Widening * _tokens, _channels])));
        var thought = _channelsDown.Apply(GatedUnit.SwiGlu(_channelsUp.Apply(mixed)));
        return _channelNorm.Apply(mixed + thought.As(mixed.Shape));
    }
}
