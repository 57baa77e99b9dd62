using System.Numerics.Tensors;

namespace Concord.Coordination;

/// <summary>The residuals of <see cref="SheafAdmm"/>, each against its own scale.</summary>
/// <remarks>
/// Boyd et al. 2011, §3.3.1, with the scales of OSQP (Stellato et al. 2020, §3.4): the primal residual ‖x − z‖ against
/// max(‖x‖, ‖z‖), the disagreement ‖δz‖ of hard consensus against the terms it compares, and the dual residual against
/// max(‖ρu‖, ‖Qx‖, ‖q‖). The dual residual is that of the x-update's optimality condition with the multipliers ρu, which
/// is ρ(z before − z) where nothing is relaxed. No scale has a unit of its own, so the verdict depends on none.
/// </remarks>
internal static class Verdict
{
    // Parts of a scale below which sizes count as zero: of the data where terms cancel, of the start, and of u.
    private const double Cancelled = 16 * Residuals.Unit, Vanished = 1e-10, Beside = 1e-12;

    // The part of ρ‖x‖ against which costs that are not known are measured, and of ‖z‖ for numbers on edges.
    private const double Unknown = 0.01;

    /// <summary>The progress of the sample that is furthest from its solution.</summary>
    public static Progress Of(SheafAdmm admm, AdmmState before, AdmmState after, Reference? reference, EdgeMeasure edges)
    {
        Progress worst = default;
        var done = true;
        var largest = 0f;
        for (var b = 0; b < edges.Sheaf.Samples; b++)
        {
            var progress = Sample(admm, before, after, reference, edges, b);
            done &= progress.Done;
            largest = MathF.Max(largest, progress.Size);
            if (b == 0 || !(progress.Worst <= worst.Worst))
                worst = progress;
        }
        return worst with { Done = done, LargestSize = largest };
    }

    private static Progress Sample(
        SheafAdmm admm, AdmmState before, AdmmState after, Reference? reference, EdgeMeasure edges, int sample)
    {
        var state = edges.Sheaf.Layout.StateSize;
        var r = Residuals.Of(before, after, sample * state, state);
        var costs = admm.Agents as ICosts;
        var size = Math.Max(r.X, r.Z);
        var scale = Math.Max(r.Multiplier, r.Gradient);
        if (costs != null)
        {
            var known = costs.GradientScale(after.X.Values.Slice(sample * state, state), sample);
            scale = known > 0 ? Math.Max(r.Multiplier, known) : Math.Max(scale, r.PricedZ);
        }
        else
        {
            scale = Math.Max(scale, Unknown * r.PricedZ);
        }
        var room = admm.AbsoluteTolerance * Math.Sqrt(state);
        var primalRoom = room + (Vanished * (reference?.Sizes[sample] ?? 0)) + (Beside * r.U) +
            (costs == null ? 0 : Cancelled * costs.LengthScale(state, sample));
        var dualRoom = room + (Vanished * (reference?.Gradients[sample] ?? 0));
        var dual = r.Dual;
        if (reference is { Converges: true } && admm.Consensus.Pull is { } pull && !IsExact(admm.Consensus))
        {
            var (rest, pulled, rounding) = Stationarity(pull, after, edges, sample);
            dual = Math.Sqrt((dual * dual) + (rest * rest));
            scale = Math.Max(scale, pulled);
            dualRoom += rounding;
        }
        double primalTolerance = (admm.Tolerance * size) + primalRoom, dualTolerance = (admm.Tolerance * scale) + dualRoom;
        var hidden = costs == null || scale == r.PricedZ ? 0 : r.Hidden;
        var done = r.Primal <= primalTolerance && dual + hidden <= dualTolerance;
        double gap = 0, gapTolerance = 0;
        if (admm.Consensus.Pull == null)
            (gap, gapTolerance, done) = Agreement(admm, after, edges, sample, size, primalRoom, done);
        return new Progress((float)r.Primal, (float)dual, done)
        {
            Disagreement = (float)gap,
            PrimalTolerance = (float)primalTolerance,
            DisagreementTolerance = (float)gapTolerance,
            DualTolerance = (float)dualTolerance,
            DualRounding = (float)hidden,
            PrimalRounding = (float)(Residuals.Unit * r.U),
            Size = (float)size,
        };
    }

    // The disagreement of hard consensus. Small differences on edges can add up along a path, so that what is about to
    // pass, and may be approximate, is measured by its distance from the sections.
    private static (double Gap, double Tolerance, bool Done) Agreement(
        SheafAdmm admm, AdmmState after, EdgeMeasure edges, int sample, double size, double room, bool others)
    {
        var z = new double[edges.Sheaf.Layout.StateSize];
        TensorPrimitives.ConvertTruncating<float, double>(after.Z.Values.Slice(sample * z.Length, z.Length), z);
        var (gap, terms) = edges.Disagreement(z, sample);
        var tolerance = (admm.Tolerance * Math.Max(terms, Unknown * size)) + room;
        if (!others || gap > tolerance || IsExact(admm.Consensus))
            return (gap, tolerance, others && gap <= tolerance);
        var distance = edges.Distance(z, sample);
        tolerance = (admm.Tolerance * size) + room;
        return (distance, tolerance, distance <= tolerance);
    }

    private static bool IsExact(IConsensus consensus) => consensus is ConvergedConsensus or ExactConsensus;

    // ‖γLz − ρu‖ of a soft step, the size of its terms, and how much of it rounding of z can be.
    private static (double Gap, double Pulled, double Rounding) Stationarity(
        float pull, AdmmState after, EdgeMeasure edges, int sample)
    {
        var map = edges.Map(sample);
        var state = map.Columns;
        double[] z = new double[state], edge = new double[map.Rows], pulled = new double[state];
        TensorPrimitives.ConvertTruncating<float, double>(after.Z.Values.Slice(sample * state, state), z);
        map.Times(z, edge);
        map.TransposedTimes(edge, pulled);
        double rest = 0, size = 0;
        for (var i = 0; i < state; i++)
        {
            var at = (sample * state) + i;
            var rho = after.Penalty.Values[after.Penalty.Shape.Size == 1 ? 0 : at];
            rest += Math.Pow((pull * pulled[i]) - ((double)rho * after.U.Values[at]), 2);
            size += Math.Pow(pull * pulled[i], 2);
        }
        var rounding = Residuals.Unit * pull * edges.LargestEigenvalue(sample) * TensorPrimitives.Norm<double>(z);
        return (Math.Sqrt(rest), Math.Sqrt(size), rounding);
    }

    /// <summary>What a solve remembers of its start.</summary>
    /// <param name="Sizes">‖z‖ of each sample.</param>
    /// <param name="Gradients">The scale of each sample's gradients, 0 where costs are not known.</param>
    /// <param name="Penalty">The first ρ.</param>
    /// <param name="Converges">Whether the solve is to end at the solution, not at the fixed point of its step.</param>
    internal sealed record Reference(double[] Sizes, double[] Gradients, float Penalty, bool Converges)
    {
        public static Reference Of(IAgents agents, AdmmState start, int samples, bool converges)
        {
            var state = start.Z.Shape.Size / samples;
            double Size(int b) => TensorPrimitives.Norm<float>(start.Z.Values.Slice(b * state, state));
            double Gradient(int b) =>
                (agents as ICosts)?.GradientScale(start.Z.Values.Slice(b * state, state), b) ?? 0;
            return new(
                [.. Enumerable.Range(0, samples).Select(Size)], [.. Enumerable.Range(0, samples).Select(Gradient)],
                start.Penalty.Values[0], converges);
        }
    }
}

/// <summary>The norms of one sample, summed in double precision.</summary>
/// <param name="Primal">‖x − z‖.</param>
/// <param name="Dual">‖ρ(z before − u before − x) + ρu‖.</param>
/// <param name="X">‖x‖.</param>
/// <param name="Z">‖z‖.</param>
/// <param name="U">‖u‖.</param>
/// <param name="Multiplier">‖ρu‖.</param>
/// <param name="Gradient">‖ρ(z before − u before − x)‖, the gradient of the costs at x.</param>
/// <param name="PricedZ">‖ρz‖.</param>
internal readonly record struct Residuals(
    double Primal, double Dual, double X, double Z, double U, double Multiplier, double Gradient, double PricedZ)
{
    // Half of the spacing of single-precision numbers at 1.
    public const double Unit = 1.0 / (1 << 24);

    /// <summary>The part of the dual residual that rounding of z hides.</summary>
    public double Hidden => Unit * PricedZ;

    public static Residuals Of(AdmmState before, AdmmState after, int start, int count)
    {
        ReadOnlySpan<float> x = after.X.Values, z = after.Z.Values, u = after.U.Values, rho = after.Penalty.Values;
        ReadOnlySpan<float> zb = before.Z.Values, ub = before.U.Values, rhoB = before.Penalty.Values;
        double primal = 0, dual = 0, xx = 0, zz = 0, uu = 0, multiplier = 0, gradient = 0, priced = 0;
        for (var i = start; i < start + count; i++)
        {
            double rhoNow = rho[rho.Length == 1 ? 0 : i], rhoThen = rhoB[rhoB.Length == 1 ? 0 : i];
            double lambda = rhoNow * u[i], slope = rhoThen * ((double)zb[i] - ub[i] - x[i]);
            primal += Square((double)x[i] - z[i]);
            dual += Square(slope + lambda);
            xx += Square(x[i]);
            zz += Square(z[i]);
            uu += Square(u[i]);
            multiplier += Square(lambda);
            gradient += Square(slope);
            priced += Square(rhoNow * z[i]);
        }
        return new(
            Math.Sqrt(primal), Math.Sqrt(dual), Math.Sqrt(xx), Math.Sqrt(zz), Math.Sqrt(uu), Math.Sqrt(multiplier),
            Math.Sqrt(gradient), Math.Sqrt(priced));
    }

    private static double Square(double value) => value * value;
}
