using Concord.Lab.Runs;
using Concord.Sheaves;
using Concord.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Models;

/// <summary>What a trained sheaf looks like on one sample: its penalty, its base maps, its Laplacian's scale.</summary>
/// <remarks>
/// L is never formed, since a board of Sudoku has thousands of unknowns. Its smallest eigenvalue would need that;
/// <see cref="MazeSheafSpectrum"/> has it for mazes, which are small.
/// </remarks>
internal static class SheafSpectrum
{
    private const int Rounds = 100;

    /// <summary>
    /// ρ, the Frobenius norm of all base maps where they are learned, and the largest eigenvalue of L = δᵀδ.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="views">One sample, on which the maps may depend.</param>
    public static IReadOnlyList<Measurement> Measure<TViews>(SheafModel<TViews> model, Block weights, TViews views)
        where TViews : AgentViews
    {
        using var tape = new Tape(recording: false);
        tape.Bind(model.Parameters, weights);
        var solver = model.Prepare(tape, views, out var start);
        var result = new List<Measurement> { new("penalty", start.Penalty.Values[0]) };
        if (model.Parameters.Entries.FirstOrDefault(entry => entry.Name == "maps") is { } maps)
            result.Add(new(
                "map_norm", TensorPrimitives.Norm<float>(weights.Span.Slice(maps.Offset, maps.Shape.Size))));
        result.Add(new("largest_eigenvalue", Largest(solver.Consensus.Sheaf)));
        return result;
    }

    // Power iteration; the Rayleigh quotient converges twice as fast as the vector.
    private static double Largest(BoundSheaf sheaf)
    {
        var rng = new Rng(1);
        var x = new float[sheaf.Layout.StateSize];
        foreach (ref var value in x.AsSpan())
            value = (float)rng.Normal();
        var place = sheaf.Tape.Now;
        var quotient = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            TensorPrimitives.Divide(x, Math.Max(1e-30f, TensorPrimitives.Norm<float>(x)), x);
            var image = sheaf.Laplacian(sheaf.Tape.Input(x, [1, x.Length])).Values;
            quotient = TensorPrimitives.Dot<float>(x, image);
            image.CopyTo(x);
            sheaf.Tape.Keep(place, []);
        }
        return quotient;
    }
}
