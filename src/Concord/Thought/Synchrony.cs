using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>How much pairs of neurons have moved together, old ticks counting less and less.</summary>
/// <remarks>
/// Darlow et al. 2025, section 3.4: S = α / √β with α ← r ∘ α + zₗ ∘ zᵣ and β ← r β + 1, where r = exp(−decay) is
/// learned for every pair. A decay is kept between 0, forget nothing, and a bound.
/// </remarks>
public sealed class Synchrony
{
    private readonly Parameter _decay;
    private readonly float _mostDecay;

    /// <summary>Adds the decays, 0 at the start.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">Their path.</param>
    /// <param name="pairs">Which neurons.</param>
    /// <param name="mostDecay">The bound of a decay.</param>
    public Synchrony(Parameters parameters, string name, ColumnPairs pairs, float mostDecay = 15)
    {
        (Pairs, _mostDecay) = (pairs, mostDecay);
        _decay = parameters.Add($"{name}.decay", [pairs.Count], Start.Zero, (0, mostDecay));
    }

    /// <summary>Which neurons.</summary>
    public ColumnPairs Pairs { get; }

    /// <summary>What has been gathered so far.</summary>
    /// <param name="Alpha">α [samples, pairs].</param>
    /// <param name="Beta">β [pairs].</param>
    /// <param name="Keep">r [pairs].</param>
    public readonly record struct State(Tensor Alpha, Tensor Beta, Tensor Keep);

    /// <summary>The first sample: α = zₗ ∘ zᵣ, β = 1.</summary>
    /// <param name="z">What neurons do, [samples, neurons].</param>
    public State Begin(Tensor z)
    {
        var tape = z.Tape;
        var keep = PairTrace.Keep(tape.Use(_decay), _mostDecay);
        var one = tape.Empty([Pairs.Count]);
        one.Values.Fill(1);
        return new(PairTrace.Next(z, Pairs, null, keep), one, keep);
    }

    /// <summary>One sample more.</summary>
    public State Next(State state, Tensor z) => new(
        PairTrace.Next(z, Pairs, state.Alpha, state.Keep),
        Linear.Shift(Products.Multiply(state.Keep, state.Beta), 1),
        state.Keep);

    /// <summary>S [samples, pairs].</summary>
    public static Tensor Read(State state) => PairTrace.OverRoot(state.Alpha, state.Beta);
}
