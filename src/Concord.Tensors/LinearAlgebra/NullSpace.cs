using System.Numerics.Tensors;

namespace Concord.Tensors.LinearAlgebra;

/// <summary>An orthonormal basis of ker A by products alone, for large maps with a small kernel.</summary>
/// <remarks>
/// A random vector minus what damped least squares explain of it keeps its part in the kernel and (t/σ)² or less of all
/// others, where t is the tolerance and σ a direction's stretch. Done again and again, this leaves a kernel vector or
/// nothing. So each dimension costs a few problems of <see cref="Lsqr"/>.
/// </remarks>
public static class NullSpace
{
    private const int Passes = 12;
    private const double Nothing = 1e-9;

    /// <summary>Finds the kernel.</summary>
    /// <param name="map">A.</param>
    /// <param name="random">Where to start from; another start gives another basis of the same space.</param>
    /// <param name="most">The most dimensions it may have.</param>
    /// <param name="tolerance">Directions that A stretches no more than this share of the most count as kernel.</param>
    /// <returns>A row for each dimension.</returns>
    /// <exception cref="ArgumentException">The kernel has more dimensions than it may.</exception>
    /// <exception cref="InvalidOperationException">A has stretches too near the tolerance to tell.</exception>
    public static Matrix Of(ILinearMap map, Rng random, int most, double tolerance = 1e-6)
    {
        var least = Require.Positive(tolerance) * Stretch(map, random);
        var found = new List<double[]>();
        while (found.Count < map.Columns && Next(map, random, found, least) is { } next)
        {
            Require.That(found.Count < most, "The kernel", $"must have at most {most} dimensions", "larger");
            found.Add(next);
        }
        var basis = new Matrix(found.Count, map.Columns);
        for (var i = 0; i < found.Count; i++)
            found[i].CopyTo(basis.Row(i));
        return basis;
    }

    // A unit vector in the kernel, orthogonal to those found; null where there is none.
    private static double[]? Next(ILinearMap map, Rng random, List<double[]> found, double least)
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
                return null;
            TensorPrimitives.Divide(vector, length, vector);
            map.Times(vector, image);
            if (length > 0.5 && TensorPrimitives.Norm<double>(image) <= least)
                return vector;
        }
        throw new InvalidOperationException(
            "Some directions are stretched so little that least squares cannot tell whether they are kernel; "
            + "a larger tolerance may.");
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
