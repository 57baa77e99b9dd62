using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>An orthonormal basis of ker A by products alone, for large maps with a small kernel.</summary>
/// <remarks>
/// A random vector minus what damped least squares explain of it keeps its part in the kernel and (t/σ)² or less of all
/// others, where t is the tolerance and σ a direction's stretch. Done again and again, this leaves a kernel vector or
/// nothing. So each dimension costs a few problems of <see cref="Lsqr"/>.
/// </remarks>
/// <param name="Basis">A row for each dimension that was found.</param>
/// <param name="IsWhole">
/// Whether there are no others; if not, there are more than were asked for, or some directions are stretched so little
/// that least squares cannot tell whether they are kernel.
/// </param>
public sealed record NullSpace(Matrix Basis, bool IsWhole)
{
    private const int Passes = 12;
    private const double Nothing = 1e-9;

    /// <summary>Finds the kernel.</summary>
    /// <param name="map">A.</param>
    /// <param name="random">Where to start from; another start gives another basis of the same space.</param>
    /// <param name="most">The most dimensions to find.</param>
    /// <param name="tolerance">Directions that A stretches no more than this share of the most count as kernel.</param>
    public static NullSpace Of(ILinearMap map, Rng random, int most, double tolerance = 1e-6)
    {
        var least = Require.Positive(tolerance) * Stretch(map, random);
        var found = new List<double[]>();
        var isWhole = map.Columns == 0;
        while (!isWhole)
        {
            var (next, isDecided) = Next(map, random, found, least);
            isWhole = isDecided && next == null;
            if (next == null || found.Count == most)
                break;
            found.Add(next);
            isWhole = found.Count == map.Columns;
        }
        var basis = new Matrix(found.Count, map.Columns);
        for (var i = 0; i < found.Count; i++)
            found[i].CopyTo(basis.Row(i));
        return new(basis, isWhole);
    }

    // A unit vector in the kernel, orthogonal to those found; null where there is none, or it cannot be told.
    private static (double[]? Vector, bool IsDecided) Next(
        ILinearMap map, Rng random, List<double[]> found, double least)
    {
        double[] vector = Draw(random, map.Columns), image = new double[map.Rows], part = new double[map.Columns];
        var left = 1.0;
        for (var pass = 0; pass < Passes; pass++)
        {
            map.Times(vector, image);
            Lsqr.Solve(map, image, part, damping: least, tolerance: 1e-12);
            TensorPrimitives.Subtract<double>(vector, part, vector);
            foreach (var other in found)
                TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(other, vector), vector, vector);
            var length = TensorPrimitives.Norm<double>(vector);
            left *= length;
            if (left < Nothing)
                return (null, true);
            TensorPrimitives.Divide(vector, length, vector);
            map.Times(vector, image);
            if (length > 0.5 && TensorPrimitives.Norm<double>(image) <= least)
                return (vector, true);
        }
        return (null, false);
    }

    // The most that A stretches a vector, from below, by power iteration.
    private static double Stretch(ILinearMap map, Rng random)
    {
        double[] vector = Draw(random, map.Columns), image = new double[map.Rows];
        var stretch = 0.0;
        for (var step = 0; step < 20; step++)
        {
            map.Times(vector, image);
            stretch = TensorPrimitives.Norm<double>(image);
            map.TransposedTimes(image, vector);
            var length = TensorPrimitives.Norm<double>(vector);
            if (length == 0)
                break;
            TensorPrimitives.Divide(vector, length, vector);
        }
        return stretch;
    }

    private static double[] Draw(Rng random, int count)
    {
        double[] vector = [.. Enumerable.Range(0, count).Select(_ => random.Normal())];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        return vector;
    }
}
