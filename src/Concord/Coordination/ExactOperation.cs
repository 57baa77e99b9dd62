using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>The factored consensus step as one operation.</summary>
internal static unsafe class ExactOperation
{
    /// <summary>z from t, sample by sample.</summary>
    /// <param name="sheaf">The sheaf, for the maps' gradient.</param>
    /// <param name="target">t.</param>
    /// <param name="penalty">ρ, one number or one a coordinate.</param>
    /// <param name="factors">One for all samples, or one each.</param>
    /// <param name="pull">γ; zero for hard consensus, whose maps and prices have no gradient.</param>
    public static Tensor Apply(BoundSheaf sheaf, Tensor target, Tensor penalty, ExactFactor[] factors, float pull)
    {
        var state = sheaf.Layout.StateSize;
        var z = target.Tape.Empty(target.Shape);
        var work = new double[state];
        for (var b = 0; b < sheaf.Samples; b++)
        {
            Widen(target.Data + (b * state), work);
            factors[factors.Length == 1 ? 0 : b].Forward(work);
            for (var i = 0; i < state; i++)
                z.Data[(b * state) + i] = (float)work[i];
        }
        var wanted = target.Tracked || (pull > 0 && (penalty.Tracked || sheaf.Tracked));
        if (target.Tape.Record<ExactPullback>(z, wanted) is { } back)
            (back.Sheaf, back.Target, back.Penalty, back.Factors, back.Pull) = (sheaf, target, penalty, factors, pull);
        return z;
    }

    private static void Widen(float* from, Span<double> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[i];
    }

    // With w = (γL + R)⁻¹ z̄:  t̄ += R w,  ρ̄ += w ∘ (t − z),  and the maps receive the derivative of −γ wᵀ L z.
    private sealed class ExactPullback : Pullback
    {
        public BoundSheaf Sheaf = null!;
        public Tensor Target = null!, Penalty = null!;
        public ExactFactor[] Factors = [];
        public float Pull;

        public override void Run()
        {
            var tape = Output.Tape;
            var state = Sheaf.Layout.StateSize;
            var toTarget = Target.Tracked ? Target.Adjoint() : null;
            var toPenalty = Pull > 0 && Penalty.Tracked ? Penalty.Adjoint() : null;
            if (Sheaf.Tracked)
                Sheaf.Maps.ReserveGradient();
            var mark = tape.Here;
            var solved = tape.Take(Sheaf.Samples * state);
            double[] z = new double[state], w = new double[state];
            for (var b = 0; b < Sheaf.Samples; b++)
            {
                var at = b * state;
                Widen(Output.AdjointData + at, z);
                Factors[Factors.Length == 1 ? 0 : b].Backward(z, w);
                for (var i = 0; i < state; i++)
                {
                    if (toTarget != null)
                        toTarget[at + i] += (float)z[i];
                    if (toPenalty != null)
                        toPenalty[Penalty.Shape.Size == 1 ? 0 : at + i] +=
                            (float)(w[i] * ((double)Target.Data[at + i] - Output.Data[at + i]));
                    solved[at + i] = -Pull * (float)w[i];
                }
            }
            if (Pull > 0 && Sheaf.Tracked)
            {
                SheafProducts.Work left = new(Sheaf), right = new(Sheaf);
                Sheaf.Pad(solved, left.State);
                Sheaf.Pad(Output.Data, right.State);
                left.Apply(Sheaf, left.State, left.Residual, left.Result);
                right.Apply(Sheaf, right.State, right.Residual, right.Result);
                Sheaf.AddMapGradient(left.State, left.Residual, right.State, right.Residual);
            }
            tape.Rewind(mark);
        }
    }
}
