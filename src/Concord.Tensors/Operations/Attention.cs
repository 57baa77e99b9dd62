using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>What is attended to: keys and values of every sample, kept also with tokens side by side.</summary>
/// <param name="Keys">[samples · tokens, width].</param>
/// <param name="Values">[samples · tokens, width].</param>
/// <param name="KeysAcross">[samples, width, tokens], a copy.</param>
/// <param name="ValuesAcross">[samples, width, tokens], a copy.</param>
/// <param name="Heads">Into how many equal parts the width is cut.</param>
public readonly record struct Attended(
    Tensor Keys, Tensor Values, Tensor KeysAcross, Tensor ValuesAcross, int Heads)
{
    /// <summary>How many samples there are.</summary>
    public int Samples => KeysAcross.Shape[0];

    /// <summary>Numbers of a key.</summary>
    public int Width => KeysAcross.Shape[1];

    /// <summary>How many tokens a sample has.</summary>
    public int Tokens => KeysAcross.Shape[2];
}

/// <summary>Attention of one query a sample to its tokens, with several heads.</summary>
/// <remarks>
/// Vaswani et al. 2017, section 3.2.2, without the products before and after it. Where the same keys and values are
/// asked again and again, <see cref="Remember"/> lays them out once. Sums over a head run from its first number, sums
/// over tokens from the first, gradients likewise.
/// </remarks>
public static unsafe class Attention
{
    /// <summary>Lays keys and values out for queries to come.</summary>
    /// <param name="keys">[samples · tokens, width].</param>
    /// <param name="values">[samples · tokens, width].</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="heads">A divisor of the width.</param>
    /// <exception cref="ArgumentException">Unfit shapes, or heads that do not divide the width.</exception>
    public static Attended Remember(Tensor keys, Tensor values, int samples, int heads)
    {
        Require.Positive(samples, "The number of samples");
        Require.Shape(values.Shape, keys.Shape, "The values attended to");
        int width = keys.Shape.Columns, tokens = keys.Shape.Rows / samples;
        Require.That(
            tokens * samples == keys.Shape.Rows, "The keys attended to",
            $"must be as many for each of {samples} samples", keys.Shape);
        Require.That(
            heads > 0 && width % heads == 0, "The number of heads", $"must divide the width of {width}", heads);
        return new(keys, values, Across(keys, samples, tokens), Across(values, samples, tokens), heads);
    }

    /// <summary>Σ over tokens of softmax(q k / √(width/heads)) v, head by head.</summary>
    /// <param name="query">[samples, width].</param>
    /// <param name="attended">Keys and values.</param>
    /// <param name="weights">[samples, heads, tokens]: set to the softmax.</param>
    /// <returns>[samples, width].</returns>
    /// <exception cref="ArgumentException">A query of unfit shape.</exception>
    public static Tensor Apply(Tensor query, Attended attended, out Tensor weights)
    {
        int samples = attended.Samples, width = attended.Width, tokens = attended.Tokens, heads = attended.Heads;
        Require.Shape(query.Shape, [samples, width], "The query of an attention");
        var tape = query.Tape;
        var y = tape.Empty(query.Shape);
        weights = tape.Empty([samples, heads, tokens]);
        var part = width / heads;
        var scale = 1 / MathF.Sqrt(part);
        for (var head = 0; head < samples * heads; head++)
        {
            float* q = query.Data + (head * part), w = weights.Data + (head * tokens);
            Sides(q, attended.KeysAcross.Data + (head * part * tokens), part, tokens, scale, w);
            Softmax.InPlace(w, tokens);
            var values = attended.Values.Data + (head / heads * tokens * width) + (head % heads * part);
            Mix(w, values, tokens, part, width, y.Data + (head * part), add: false);
        }
        var wanted = query.Tracked || attended.Keys.Tracked || attended.Values.Tracked;
        if (tape.Record<AttentionPullback>(y, wanted) is { } back)
            (back.Query, back.Attended, back.Weights) = (query, attended, weights);
        return y;
    }

    private static Tensor Across(Tensor rows, int samples, int tokens)
    {
        var width = rows.Shape.Columns;
        var across = rows.Tape.Empty([samples, width, tokens]);
        for (var s = 0; s < samples; s++)
            for (var t = 0; t < tokens; t++)
            {
                float* from = rows.Data + (((s * tokens) + t) * width), to = across.Data + (s * width * tokens) + t;
                for (var i = 0; i < width; i++)
                    to[i * tokens] = from[i];
            }
        return across;
    }

    // to[t] = scale · Σᵢ a[i] across[i, t].
    private static void Sides(float* a, float* across, int part, int tokens, float scale, float* to)
    {
        for (var t = 0; t < tokens; t += Vectors.Width)
        {
            var sum = Vector512<float>.Zero;
            var column = across + t;
            for (var i = 0; i < part; i++, column += tokens)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[i]), Vector512.Load(column), sum);
            Vectors.StorePart(scale * sum, to + t, tokens - t);
        }
    }

    // to[i] = Σₜ w[t] rows[t, i], or added to what is there.
    private static void Mix(float* w, float* rows, int tokens, int part, int width, float* to, bool add)
    {
        for (var i = 0; i < part; i += Vectors.Width)
        {
            var sum = add ? Vector512.Load(to + i) : Vector512<float>.Zero;
            var row = rows + i;
            for (var t = 0; t < tokens; t++, row += width)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(w[t]), Vector512.Load(row), sum);
            Vectors.StorePart(sum, to + i, part - i);
        }
    }

    // With w the weights and g = ȳ:  v̄ₜ += wₜ g;  dₜ = g vₜ, eₜ = wₜ (dₜ − Σ w d) / √part;  q̄ += Σ eₜ kₜ,
    // k̄ₜ += eₜ q.
    private sealed class AttentionPullback : Pullback
    {
        public Tensor Query = null!, Weights = null!;
        public Attended Attended;

        public override void Run()
        {
            int width = Attended.Width, tokens = Attended.Tokens, heads = Attended.Heads, part = width / heads;
            var tape = Output.Tape;
            var toQuery = Query.Tracked ? Query.Adjoint() : null;
            var toKeys = Attended.Keys.Tracked ? Attended.Keys.Adjoint() : null;
            var toValues = Attended.Values.Tracked ? Attended.Values.Adjoint() : null;
            var mark = tape.Here;
            var e = tape.Take(tokens);
            var scale = 1 / MathF.Sqrt(part);
            for (var head = 0; head < Attended.Samples * heads; head++)
            {
                float* g = Output.AdjointData + (head * part), w = Weights.Data + (head * tokens);
                var rows = ((long)(head / heads) * tokens * width) + (head % heads * part);
                if (toValues != null)
                    AddOuter(w, g, toValues + rows, tokens, part, width);
                Sides(g, Attended.ValuesAcross.Data + (head * part * tokens), part, tokens, 1, e);
                var mean = Vector512.Create(Vectors.Dot(w, e, tokens));
                for (var t = 0; t < tokens; t += Vectors.Width)
                    Vectors.StorePart(
                        scale * Vector512.Load(w + t) * (Vector512.Load(e + t) - mean), e + t, tokens - t);
                if (toQuery != null)
                    Mix(e, Attended.Keys.Data + rows, tokens, part, width, toQuery + (head * part), add: true);
                if (toKeys != null)
                    AddOuter(e, Query.Data + (head * part), toKeys + rows, tokens, part, width);
            }
            tape.Rewind(mark);
        }

        // rows[t, i] += w[t] a[i].
        private static void AddOuter(float* w, float* a, float* rows, int tokens, int part, int width)
        {
            var i = 0;
            for (; i <= part - Vectors.Width; i += Vectors.Width)
            {
                var side = Vector512.Load(a + i);
                var to = rows + i;
                for (var t = 0; t < tokens; t++, to += width)
                    Vector512.FusedMultiplyAdd(Vector512.Create(w[t]), side, Vector512.Load(to)).Store(to);
            }
            if (i == part)
                return;
            var rest = Vectors.LoadPart(a + i, part - i);
            var last = rows + i;
            for (var t = 0; t < tokens; t++, last += width)
                Vectors.StorePart(
                    Vector512.FusedMultiplyAdd(Vector512.Create(w[t]), rest, Vector512.Load(last)), last, part - i);
        }
    }
}
