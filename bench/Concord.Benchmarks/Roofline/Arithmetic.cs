using Concord.Tensors;

namespace Concord.Benchmarks.Roofline;

/// <summary>What a step is asked to do.</summary>
/// <param name="Trains">A training step; else an answer.</param>
/// <param name="Batch">Samples.</param>
/// <param name="Iterations">K.</param>
internal sealed record StepLoad(bool Trains, int Batch, int Iterations)
{
    /// <summary>Distinct views in the batch; null: as many as agents.</summary>
    public int? Views { get; init => field = value is { } views ? Require.Positive(views, "The views") : null; }
}

/// <summary>Counts the multiply-adds of a step from the shapes of its model.</summary>
/// <remarks>
/// <para>
/// Counted are products, inner products, and for states every addition; not counted are norms, activations, softmax,
/// subtractions along edges, and additions of gradients from different tiles. So the share of the peak that follows is
/// a lower bound. Nothing is counted for padding, or for slots that meet no edge.
/// </para>
/// <para>
/// A dense layer costs rows · in · out forward and twice that back, once where its input is the view. The z-update
/// after the last x feeds nothing, so there are K − 1. One has 1 + T Laplacian products, the first for the residual at
/// the start; one is W z and Wᵀ r, each a map product of d_e · d_v per used slot. Back, each Laplacian product costs
/// one of a derivative (two map products), the residual of its direction again (one), and two outer products as large
/// as a map product.
/// </para>
/// </remarks>
internal static class Arithmetic
{
    // A number of a state at the start of a z-update: r = −γ L t and ⟨r, r⟩. In a step: A p, ⟨p, A p⟩ and x; in all but
    // the last also r, ⟨r, r⟩ and p. Around it: t = x + u and u = t − z. In an x-update: z − u, ρ v − q, the threshold.
    private const int AtStart = 2, InStep = 3, InStepButLast = 3, AroundUpdate = 2, InAnswer = 3;

    // For a weight: the gradient's length and scale, its mean, its square (2), decay, step, average.
    private const int InOptimiser = 8;

    // Each product of two numbers that both depend on weights has two derivatives.
    private const int WithBack = 3;

    /// <summary>
    /// The method as it is written: every agent encodes its own view and multiplies by its own maps, formed once.
    /// </summary>
    public static MultiplyAdds AsWritten(TaskShape shape, StepLoad load)
    {
        double rows = (double)load.Batch * shape.Agents, map = MapSize(shape);
        var formed = load.Batch * (double)shape.UsedSlots * map * shape.Rank;
        var counted = Products(shape, load, load.Batch * shape.UsedSlots * map) with
        {
            Encoder = rows * Dense(shape.Encoder, load.Trains),
            Maps = formed * (load.Trains ? WithBack : 1),
        };
        return WithTheRest(counted, shape, load);
    }

    /// <summary>What is needed for the same numbers, by the shortest way that is known here.</summary>
    /// <remarks>
    /// Equal views are encoded once and their maps formed once; residuals are kept, not computed again. Digits: the
    /// shared base multiplies once an agent, and the low-rank part stays factored, r (d_e + d_v) per used slot, with no
    /// maps to form. Sudoku: the steps run in slot coordinates with H = W Wᵀ, formed once: W t, H s at the start and
    /// after all steps but the last, Wᵀ ζ, so T + 2 products where the method writes 2 (T + 1); back, a product for the
    /// derivative of states and one for that of maps or H for each.
    /// </remarks>
    public static MultiplyAdds Needed(TaskShape shape, StepLoad load)
    {
        double agents = (double)load.Batch * shape.Agents, views = Math.Min(load.Views ?? agents, agents);
        double used = (double)load.Batch * shape.UsedSlots, map = MapSize(shape);
        var counted = shape.Sharing switch
        {
            MapSharing.ByView => Products(shape, load, used * map) with
            {
                Maps = Math.Min(views * shape.Slots, used) * map * shape.Rank * (load.Trains ? WithBack : 1),
            },
            MapSharing.OneBase => Products(
                shape, load, (agents * map) + (used * shape.Rank * (shape.EdgeStalk + shape.Stalk))),
            _ => InEdgeCoordinates(shape, load),
        };
        return WithTheRest(counted, shape, load) with
        {
            Encoder = views * Dense(shape.Encoder, load.Trains),
            ProductsAgain = 0,
        };
    }

    private static double MapSize(TaskShape shape) => (double)shape.EdgeStalk * shape.Stalk;

    private static MultiplyAdds Products(TaskShape shape, StepLoad load, double mapProduct)
    {
        var laplacians = (load.Iterations - 1) * (1.0 + shape.CgSteps) * mapProduct;
        var back = load.Trains ? laplacians : 0;
        return new()
        {
            ProductsForward = 2 * laplacians,
            ProductsAgain = back,
            ProductsBackward = 2 * back,
            MapGradients = 2 * back,
        };
    }

    private static MultiplyAdds InEdgeCoordinates(TaskShape shape, StepLoad load)
    {
        double side = shape.Slots * shape.EdgeStalk, form = side * side * shape.Stalk;
        var row = (2 * side * shape.Stalk) + (shape.CgSteps * side * side);
        var forward = (load.Iterations - 1) * (double)load.Batch * shape.Agents * row;
        var back = load.Trains ? forward : 0;
        return new()
        {
            Maps = form * (load.Trains ? 2 : 1),    // H̄ is made symmetric first, so that W̄ takes one product
            ProductsForward = forward,
            ProductsBackward = back,
            MapGradients = back,
        };
    }

    private static MultiplyAdds WithTheRest(MultiplyAdds counted, TaskShape shape, StepLoad load)
    {
        double rows = (double)load.Batch * shape.Agents, steps = shape.CgSteps;
        var update = AtStart + (InStep * steps) + (InStepButLast * (steps - 1)) + AroundUpdate;
        var vectors = rows * shape.Stalk * ((load.Iterations - 1) * update + (load.Iterations * InAnswer));
        return counted with
        {
            VectorUpdates = vectors * (load.Trains ? WithBack : 1),
            Decoder = rows * Dense(shape.Decoder, load.Trains) * (load.Trains ? shape.Window : 1),
            Optimiser = load.Trains ? (double)shape.Weights * InOptimiser : 0,
        };
    }

    private static double Dense(IReadOnlyList<Layer> layers, bool trains) =>
        layers.Sum(layer => layer.Products * (!trains ? 1 : layer.ReadsView ? 2 : WithBack));
}
