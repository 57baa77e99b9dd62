using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Predictive;

/// <summary>How large steps may be: the curvature of the energy at the activities of some samples.</summary>
/// <remarks>
/// Seely and Gould 2026, sections 3 and 4 of the method. With A the linear map from activities to prediction errors and
/// H the loss's curvature, the largest eigenvalues of AᵀA and of ρ AᵀA + H; of all samples the largest. A step η of
/// activities is stable for η ρ σ² &lt; 2, one with multipliers for η σ² (2ρ + α) &lt; 4 (Jury), σ² = λ_max(AᵀA).
/// The same criterion gives, with momentum μ, η ρ σ² &lt; (2 + 2μ)/(1 + 2μ), and with K steps of activities between
/// those of multipliers, which leak by l, α &lt; ρ (2 − l) (1 + q)/(1 − q) for q = (1 − η ρ σ²)^K of every mode. Where
/// the loss bends the energy more than the prediction errors do, λ_max(ρ AᵀA + H) takes the place of ρ σ² in the bounds
/// of η. In coordinates of errors the energy's curvature is ρ + GᵀHG, G being what errors make of the prediction of the
/// target, so a step of errors is stable for η (ρ + λ_max(GᵀHG)) &lt; 2.
/// </remarks>
/// <param name="Constraints">λ_max(AᵀA), of prediction errors alone.</param>
/// <param name="Total">λ_max(ρ AᵀA + H).</param>
public sealed record StepBounds(double Constraints, double Total)
{
    private const double LargestErrorStep = 0.25, LeastErrorStep = 1e-30;

    /// <summary>
    /// λ_max(GᵀHG), the curvature of the loss seen through all layers; 0 where something goes round, infinity where it
    /// was not asked for.
    /// </summary>
    public double Errors { get; init; }

    /// <summary>η = 1/λ_max(ρ AᵀA + H); 1 for a network without hidden layers, in which nothing moves.</summary>
    public float Step => Total > 0 ? (float)(1 / Total) : 1;

    /// <summary>
    /// η of errors: 1/(ρ + λ_max(GᵀHG)), but no more than a quarter; next to nothing where that is not finite.
    /// </summary>
    /// <param name="penalty">ρ.</param>
    public float ErrorStep(double penalty) => double.IsFinite(Errors)
        ? (float)Math.Clamp(1 / (penalty + Errors), LeastErrorStep, LargestErrorStep)
        : (float)LeastErrorStep;

    /// <summary>The α below which steps stay stable: 4/(η λ_max) − 2ρ without leak where K is 1.</summary>
    /// <param name="step">η.</param>
    /// <param name="penalty">ρ.</param>
    /// <param name="innerSteps">K.</param>
    /// <param name="leak">l.</param>
    public double LargestAlpha(double step, double penalty, int innerSteps = 1, double leak = 0)
    {
        var left = 1 - (step * penalty * Constraints);
        // The mode of which least is left decides; an even K leaves nothing negative of any.
        var least = Math.Pow(innerSteps % 2 == 0 ? Math.Max(0, left) : left, innerSteps);
        return (2 - leak) * penalty * (1 + least) / (1 - least);
    }

    /// <summary>Cycles until credit from the output has crossed so many layers: L/√(α η).</summary>
    public static double Arrival(int layers, double alpha, double step) => layers / Math.Sqrt(alpha * step);

    /// <summary>Refuses steps of activities that would grow without end.</summary>
    /// <exception cref="ArgumentException">η is outside its bound, which the sentence names.</exception>
    public void CheckStep(float step, float penalty, float momentum = 0)
    {
        var most = (2 + (2 * momentum)) / ((1 + (2 * momentum)) * Math.Max(penalty * Constraints, Total));
        var bound = momentum == 0 ? "2/(ρ λ_max)" : "(2 + 2μ)/((1 + 2μ) ρ λ_max)";
        if (step >= most)
            throw new ArgumentException(
                $"η must be below {bound} = {most:0.####}, so that activities settle, but is {step}.");
    }

    /// <summary>Refuses steps of errors that would grow without end.</summary>
    /// <exception cref="ArgumentException">η is outside its bound, which the sentence names.</exception>
    public void CheckErrorStep(float step, float penalty)
    {
        var most = 2 / (penalty + Errors);
        if (step >= most)
            throw new ArgumentException(
                $"η must be below 2/(ρ + λ_max) = {most:0.####}, so that errors settle, but is {step}.");
    }

    /// <summary>Refuses steps of multipliers that would grow without end.</summary>
    /// <exception cref="ArgumentException">α is outside its bound, which the sentence names.</exception>
    public void CheckAlpha(float alpha, float step, float penalty, int innerSteps = 1, float leak = 0)
    {
        var most = LargestAlpha(step, penalty, innerSteps, leak);
        var bound = innerSteps == 1 && leak == 0
            ? "4/(η λ_max) − 2ρ"
            : "ρ (2 − l) (1 + q)/(1 − q), where q = (1 − η ρ λ_max)^K,";
        if (alpha >= most)
            throw new ArgumentException(
                $"α must be below {bound} = {most:0.####}, so that multipliers settle, but is {alpha}.");
    }

    /// <summary>Finds all by power iteration at the activities that follow from an input.</summary>
    /// <param name="network">The network, whose weights are bound to the tape.</param>
    /// <param name="tape">A tape that records; it is left as it was.</param>
    /// <param name="x">The input, [samples, numbers].</param>
    /// <param name="y">The target, [samples, numbers].</param>
    /// <param name="penalty">ρ.</param>
    /// <param name="iterations">Rounds of power iteration.</param>
    /// <param name="errors">Whether to find <see cref="Errors"/>, which only rules that relax errors ask for.</param>
    public static StepBounds Of(
        PredictiveNetwork network, Tape tape, Tensor x, Tensor y, float penalty = 1, int iterations = 60,
        bool errors = true)
    {
        var place = tape.Now;
        var activities = new Activities(network);
        activities.Begin(tape, x, y);
        var bounds = new StepBounds(
            Largest(network, activities, 1, loss: false, iterations),
            Largest(network, activities, penalty, loss: true, iterations))
        {
            Errors = !errors ? double.PositiveInfinity
                : network.IsFeedforward ? LargestOfErrors(network, activities, iterations) : 0,
        };
        tape.Forget(place);
        return bounds;
    }

    private static double Largest(
        PredictiveNetwork network, Activities activities, float penalty, bool loss, int iterations)
    {
        var tape = activities.H[0].Tape;
        var samples = activities.H[0].Shape.Rows;
        Tensor[] v = [.. activities.H.Select((h, i) => Direction(tape, h.Shape, network.IsClamped(i), i))];
        var largest = 0.0;
        for (var round = 0; round < iterations; round++)
        {
            var place = tape.Now;
            Tensor[] image = [.. v.Select(direction => tape.Zeros(direction.Shape))];
            for (var e = 0; e < network.Edges.Count; e++)
                if (loss || network.Edges[e].To != network.Target)
                    Apply(network, activities, e, penalty, v, image);
            largest = Normalize(network, v, image, samples);
            tape.Forget(place);
        }
        return largest;
    }

    // Errors along v push the target's prediction by G v; what comes back of H G v is the image.
    private static double LargestOfErrors(PredictiveNetwork network, Activities activities, int iterations)
    {
        var tape = activities.H[0].Tape;
        var samples = activities.H[0].Shape.Rows;
        Tensor[] v = [.. activities.H.Select((h, i) => Direction(tape, h.Shape, network.IsClamped(i), i))];
        var scale = LossCurvature(network);
        var largest = 0.0;
        for (var round = 0; round < iterations; round++)
        {
            var place = tape.Now;
            var pushed = new Tensor[v.Length];
            foreach (var e in network.Order)
            {
                var (from, to, predictor) = network.Edges[e];
                pushed[to] = from == 0 ? v[to] : predictor.Push(activities.H[from], pushed[from]) + v[to];
                if (to == network.Target)
                    Linear.Scale(pushed[to], scale).Values.CopyTo(activities.Error[e].Values);
            }
            activities.BringBack();
            largest = Normalize(network, v, activities.Back, samples);
            tape.Forget(place);
        }
        return largest;
    }

    // H, or what it is at most.
    private static float LossCurvature(PredictiveNetwork network) =>
        network.Loss == TargetLoss.CrossEntropy ? 0.5f : 1;

    // Adds Aₑᵀ Aₑ v, with w = v_to − J v_from; of an edge into the target Jᵀ H J v with H at most what is used here.
    private static void Apply(
        PredictiveNetwork network, Activities activities, int e, float penalty, Tensor[] v, Tensor[] image)
    {
        var (from, to, predictor) = network.Edges[e];
        var pushed = network.IsClamped(from)
            ? v[to].Tape.Zeros(v[to].Shape)
            : predictor.Push(activities.H[from], v[from]);
        var isLoss = to == network.Target;
        var scale = isLoss ? LossCurvature(network) : penalty;
        var w = isLoss ? Linear.Scale(pushed, -scale) : Linear.Combine(v[to], scale, pushed, -scale);
        if (!isLoss)
            ActivityKernels.Add(image[to], w, 1);
        if (!network.IsClamped(from))
            activities.AddCredit(e, Linear.Scale(w, -1), image[from]);
    }

    // Every sample has eigenvalues of its own: its direction becomes its image at length 1. Returns the longest image.
    private static double Normalize(PredictiveNetwork network, Tensor[] v, Tensor[] image, int samples)
    {
        var largest = 0.0;
        for (var s = 0; s < samples; s++)
        {
            var square = 0.0;
            for (var i = 0; i < v.Length; i++)
                if (!network.IsClamped(i))
                    foreach (var value in image[i].Values.Slice(s * network.Sizes[i], network.Sizes[i]))
                        square += (double)value * value;
            var length = Math.Sqrt(square);
            largest = Math.Max(largest, length);
            for (var i = 0; i < v.Length && length > 0; i++)
                if (!network.IsClamped(i))
                {
                    var at = s * network.Sizes[i];
                    for (var j = at; j < at + network.Sizes[i]; j++)
                        v[i].Values[j] = (float)(image[i].Values[j] / length);
                }
        }
        return largest;
    }

    // Somewhere that leans to no side; clamped vertices do not move.
    private static Tensor Direction(Tape tape, Shape shape, bool clamped, int vertex)
    {
        var direction = tape.Zeros(shape);
        var rng = new Rng(17).Split((ulong)vertex);
        if (!clamped)
            foreach (ref var value in direction.Values)
                value = (float)rng.Normal();
        return direction;
    }
}
