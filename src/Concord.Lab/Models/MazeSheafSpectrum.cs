using Concord.Lab.Runs;
using Concord.Lab.Tasks.Mazes;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Lab.Models;

/// <summary>What a trained maze sheaf looks like: its penalty, its base maps, the spectrum of its Laplacian.</summary>
/// <remarks>
/// The maps depend on what agents see, so the spectrum is taken on one fresh 19x19 maze. The smallest eigenvalue is
/// zero exactly if neighbours can agree on something other than zero everywhere.
/// </remarks>
internal static class MazeSheafSpectrum
{
    private const int Rounds = 100;
    private const int MostNumbers = 3000;

    private static readonly string[] Directions = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

    /// <summary>
    /// ρ, ‖R_d‖ per direction (Frobenius) where maps are learned, and the extreme eigenvalues of L = δᵀδ where a state
    /// is not too large for a dense matrix.
    /// </summary>
    public static IReadOnlyList<Measurement> Measure(MazeSheafModel model, Block weights)
    {
        var maze = MazeSuites.Test.Draw(1)[0];
        var views = new MazeViews();
        views.Read(MazeViews.LatticeOf(maze.Size), 1, maze.Tokens.Span, []);
        using var tape = new Tape(recording: false);
        tape.Bind(model.Parameters, weights);
        var solver = model.Prepare(tape, views, out var start);
        var result = new List<Measurement> { new("penalty", start.Penalty.Values[0]) };
        if (model.Parameters.Entries.FirstOrDefault(entry => entry.Name == "maps") is { } maps)
        {
            var size = maps.Shape.Size / Directions.Length;
            for (var d = 0; d < Directions.Length; d++)
                result.Add(new($"map_norm_{Directions[d]}", Norm(weights.Span.Slice(maps.Offset + (d * size), size))));
        }
        if (solver.Consensus.Sheaf.Layout.StateSize > MostNumbers)
            return result;
        var laplacian = Dense(solver.Consensus.Sheaf);
        var largest = Largest(laplacian);
        result.Add(new("smallest_eigenvalue", Smallest(laplacian, largest)));
        result.Add(new("largest_eigenvalue", largest));
        return result;
    }

    private static Matrix Dense(BoundSheaf sheaf)
    {
        var size = sheaf.Layout.StateSize;
        var dense = new Matrix(size, size);
        var place = sheaf.Tape.Now;
        for (var j = 0; j < size; j++)
        {
            var unit = sheaf.Tape.Zeros([1, size]);
            unit.Values[j] = 1;
            var column = sheaf.Laplacian(unit).Values;
            for (var i = 0; i < size; i++)
                dense[i, j] = column[i];
            sheaf.Tape.Keep(place, []);
        }
        return dense;
    }

    // Power iteration: the Rayleigh quotient converges twice as fast as the vector.
    private static double Largest(Matrix a)
    {
        double[] x = Begin(a.Rows), y = new double[a.Rows];
        for (var round = 0; round < Rounds; round++)
        {
            a.Times(x, y);
            Normalise(y);
            (x, y) = (y, x);
        }
        return Quotient(a, x, y);
    }

    // Inverse iteration. The shift keeps L factorable where it has a kernel or rounding made it indefinite.
    private static double Smallest(Matrix a, double largest)
    {
        var shifted = a.Copy();
        for (var i = 0; i < a.Rows; i++)
            shifted[i, i] += 1e-6 * largest;
        if (Cholesky.TryOf(shifted) is not { } factor)
            return double.NaN;
        var x = Begin(a.Rows);
        for (var round = 0; round < Rounds; round++)
        {
            factor.Solve(x);
            Normalise(x);
        }
        return Math.Max(0, Quotient(a, x, new double[a.Rows]));
    }

    private static double[] Begin(int size)
    {
        var rng = new Rng(1);
        var x = new double[size];
        foreach (ref var value in x.AsSpan())
            value = rng.Normal();
        Normalise(x);
        return x;
    }

    private static double Quotient(Matrix a, double[] x, double[] y)
    {
        a.Times(x, y);
        return System.Numerics.Tensors.TensorPrimitives.Dot<double>(x, y);
    }

    private static void Normalise(double[] x)
    {
        var norm = System.Numerics.Tensors.TensorPrimitives.Norm<double>(x);
        if (norm > 0)
            System.Numerics.Tensors.TensorPrimitives.Divide(x, norm, x);
    }

    private static double Norm(ReadOnlySpan<float> values) =>
        System.Numerics.Tensors.TensorPrimitives.Norm(values);
}
