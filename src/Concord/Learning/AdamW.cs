using System.Runtime.Intrinsics;
using System.Text.Json.Serialization;
using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Learning;

/// <summary>Adam with decoupled weight decay, warm-up, clipping and a moving average of the weights.</summary>
/// <remarks>
/// Loshchilov and Hutter 2019, Algorithm 2. The rate rises linearly from 0 at the first step to <see cref="Rate"/>
/// after <see cref="Warmup"/> steps, and may fall in the end, along a line or a cosine. The gradient is scaled so that
/// its length is at most <see cref="Clip"/>. The average starts as a copy of the weights and is not corrected for its
/// start.
/// </remarks>
public sealed record AdamW
{
    /// <summary>The learning rate after warm-up.</summary>
    public float Rate { get; init => field = Require.Positive(value); } = 3e-4f;

    /// <summary>The share of the weights that is taken off per step, times the rate.</summary>
    public float Decay { get; init => field = Require.NotNegative(value); } = 1e-6f;

    /// <summary>Steps until the rate is reached.</summary>
    public int Warmup { get; init => field = Require.NotNegative(value); } = 200;

    /// <summary>The step from which the rate falls; it matters only with <see cref="CoolFor"/>.</summary>
    public long CoolFrom { get; init => field = Require.NotNegative(value); }

    /// <summary>In how many steps the rate then falls to <see cref="Least"/>; 0: it never falls.</summary>
    public long CoolFor { get; init => field = Require.NotNegative(value); }

    /// <summary>Whether it falls along half a wave of a cosine instead of a line.</summary>
    public bool Cosine { get; init; }

    /// <summary>The rate to which it falls.</summary>
    public float Least { get; init => field = Require.NotNegative(value); }

    /// <summary>The greatest length of a gradient.</summary>
    public float Clip { get; init => field = Require.Positive(value); } = 1f;

    /// <summary>β₁, the memory of the gradient's mean.</summary>
    public float Beta1 { get; init => field = Require.Within(value, 0f, 0.99999f); } = 0.9f;

    /// <summary>β₂, the memory of the gradient's square.</summary>
    public float Beta2 { get; init => field = Require.Within(value, 0f, 0.9999999f); } = 0.999f;

    /// <summary>ε, added to the root of the square.</summary>
    public float Epsilon { get; init => field = Require.Positive(value); } = 1e-8f;

    /// <summary>The memory of the average of the weights.</summary>
    public float Average { get; init => field = Require.Within(value, 0f, 0.9999999f); } = 0.999f;

    /// <summary>
    /// Whether that memory begins short, (1 + t)/(10 + t) after t steps, so that the average of a short training does
    /// not hold on to where it began.
    /// </summary>
    public bool AverageWarmup { get; init; }

    /// <summary>The step at which the rate has fallen; null: it never falls.</summary>
    [JsonIgnore]
    public long? FallsUntil => CoolFor == 0 ? null : CoolFrom + CoolFor;

    /// <summary>With the same fall, but to a later step: a line begins to fall as much later, a cosine as early.
    /// </summary>
    /// <param name="step">The step at which the rate has fallen, not before <see cref="FallsUntil"/>.</param>
    /// <exception cref="ArgumentException">An earlier step, or a rate that never falls.</exception>
    public AdamW FallingUntil(long step)
    {
        Require.That(step >= FallsUntil, "The step to fall to", $"must be {FallsUntil} or later", step);
        var from = Cosine ? CoolFrom : (long)((double)step / FallsUntil!.Value * CoolFrom);
        return this with { CoolFrom = from, CoolFor = step - from };
    }

    /// <summary>The learning rate of a step, the first being 0.</summary>
    public float RateAt(long step)
    {
        var warm = Warmup == 0 ? 1f : Math.Min(1f, (float)step / Warmup);
        var cool = CoolFor == 0 ? 1f : Math.Clamp(1f - ((float)(step - CoolFrom) / CoolFor), 0f, 1f);
        if (Cosine && CoolFor > 0)
            cool = (float)((1 + Math.Cos(Math.PI * Math.Clamp((double)(step - CoolFrom) / CoolFor, 0, 1))) / 2);
        return Least == 0 ? Rate * warm * cool : warm * (Least + ((Rate - Least) * cool));
    }

    /// <summary>One update in place: gradient clipped, moments, weights.</summary>
    /// <param name="state">Weights and moments.</param>
    /// <param name="gradient">The gradient, left as it is.</param>
    /// <param name="norm">The gradient's length.</param>
    internal unsafe void Update(TrainingState state, Block gradient, double norm)
    {
        var t = state.Step + 1;
        var rate = RateAt(state.Step);
        var scale = Vector512.Create(norm > Clip ? (float)(Clip / norm) : 1f);
        Vector512<float> keep1 = Vector512.Create(1 - Beta1), keep2 = Vector512.Create(1 - Beta2);
        var root = Vector512.Create((float)(1 / (1 - Math.Pow(Beta2, t))));
        var step = Vector512.Create((float)(rate / (1 - Math.Pow(Beta1, t))));
        var shrink = Vector512.Create(1 - (rate * Decay));
        var epsilon = Vector512.Create(Epsilon);
        float* w = state.Weights.Pointer, m = state.Mean.Pointer, v = state.Square.Pointer;
        for (var i = 0; i < gradient.Length; i += Vectors.Width)
        {
            var n = Math.Min(Vectors.Width, gradient.Length - i);
            var g = Vector512.Load(gradient.Pointer + i) * scale;
            Vector512<float> mean = Vector512.Load(m + i), square = Vector512.Load(v + i);
            var weight = Vector512.Load(w + i);
            mean += keep1 * (g - mean);
            square += keep2 * ((g * g) - square);
            weight = (weight * shrink) - (step * mean / (Vector512.Sqrt(square * root) + epsilon));
            Vectors.StorePart(mean, m + i, n);
            Vectors.StorePart(square, v + i, n);
            Vectors.StorePart(weight, w + i, n);
        }
    }

    /// <summary>Moves the average towards the weights of a step, when nothing else changes them any more.</summary>
    internal unsafe void Follow(TrainingState state)
    {
        var t = state.Step + 1;
        var memory = AverageWarmup ? MathF.Min(Average, (1f + t) / (10f + t)) : Average;
        var follow = Vector512.Create(1 - memory);
        float* w = state.Weights.Pointer, a = state.Average.Pointer;
        for (var i = 0; i < state.Weights.Length; i += Vectors.Width)
        {
            var average = Vector512.Load(a + i);
            average += follow * (Vector512.Load(w + i) - average);
            Vectors.StorePart(average, a + i, Math.Min(Vectors.Width, state.Weights.Length - i));
        }
    }
}
