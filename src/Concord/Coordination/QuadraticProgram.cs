using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>One agent's cost and constraints: ½ xᵀQx + qᵀx subject to lower ≤ A x ≤ upper.</summary>
/// <remarks>
/// An equality has equal bounds; a one-sided row an infinite bound; a bound on a coordinate a row with a single 1.
/// Linear costs (Q = 0) are allowed, since the penalty of coordination adds curvature.
/// </remarks>
public sealed record QuadraticProgram
{
    /// <summary>Q, [stalk, stalk], symmetric and positive semidefinite.</summary>
    public required float[,] Curvature { get; init; }

    /// <summary>q, [stalk].</summary>
    public required float[] Slope { get; init; }

    /// <summary>A, [constraints, stalk].</summary>
    public required float[,] Rows { get; init; }

    /// <summary>The least value of each row of A x, or −∞.</summary>
    public required float[] Lower { get; init; }

    /// <summary>The greatest value of each row of A x, or ∞.</summary>
    public required float[] Upper { get; init; }

    /// <summary>How many numbers x has.</summary>
    public int Size => Slope.Length;

    /// <summary>A cost with a bound on every coordinate and nothing else.</summary>
    public static QuadraticProgram Boxed(float[,] curvature, float[] slope, float[] lower, float[] upper)
    {
        var rows = new float[slope.Length, slope.Length];
        for (var i = 0; i < slope.Length; i++)
            rows[i, i] = 1;
        return new() { Curvature = curvature, Slope = slope, Rows = rows, Lower = lower, Upper = upper };
    }

    /// <summary>
    /// Throws a sentence that names the agent unless sizes fit, numbers are finite and bounds in order.
    /// </summary>
    internal void Check(int agent)
    {
        int size = Slope.Length, rows = Rows.GetLength(0);
        int high = Curvature.GetLength(0), wide = Rows.GetLength(1);
        Require.That(high == size, $"The curvature Q of agent {agent}", $"must have {size} rows", high);
        Convexity.Require(Matrix.From(Curvature), $"The curvature Q of agent {agent}");
        Require.That(Slope.All(float.IsFinite), $"The slope q of agent {agent}", "must be finite", "not");
        Require.That(wide == size, $"The constraints of agent {agent}", $"must have {size} columns", wide);
        var finite = Rows.Cast<float>().All(float.IsFinite);
        Require.That(finite, $"The constraints of agent {agent}", "must be finite", "not");
        Require.That(Lower.Length == rows, $"The lower bounds of agent {agent}", $"must be {rows}", Lower.Length);
        Require.That(Upper.Length == rows, $"The upper bounds of agent {agent}", $"must be {rows}", Upper.Length);
        for (var i = 0; i < rows; i++)
            Require.That(
                Lower[i] <= Upper[i] && Lower[i] < float.PositiveInfinity && Upper[i] > float.NegativeInfinity,
                $"The lower bound of constraint {i} of agent {agent}",
                $"must not exceed the upper bound {Upper[i]}", Lower[i]);
    }
}
