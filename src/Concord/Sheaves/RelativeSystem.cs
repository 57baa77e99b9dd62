using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Sheaves;

/// <summary>A sheaf some of whose vertices are held at given values, while the free ones settle.</summary>
/// <remarks>
/// The discrete Dirichlet problem of Seely 2025 (arXiv 2511.11092): minimise ½‖Dz + b‖² over the free states z, where D
/// holds the columns of δ that belong to free vertices and b is what δ makes of the held values. In a linear
/// predictive-coding network this is inference with input, and target, clamped.
/// </remarks>
public sealed class RelativeSystem
{
    private readonly int[] _free;

    /// <summary>Splits the vertices into held and free ones.</summary>
    /// <param name="whole">δ with all its columns.</param>
    /// <param name="held">The vertices that are held.</param>
    /// <exception cref="ArgumentException">A vertex that does not exist.</exception>
    public RelativeSystem(Coboundary whole, params IReadOnlyCollection<int> held)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(held);
        Whole = whole;
        foreach (var v in held)
            Require.Within(v, 0, whole.Graph.Vertices - 1, "A held vertex");
        bool IsFree(int v) => !held.Contains(v);
        Matrix Kept(int v, Matrix map) => IsFree(v) ? map : new Matrix(map.Rows, 0);
        Relative = new Coboundary(
            [.. whole.VertexStalks.Select((size, v) => IsFree(v) ? size : 0)],
            [.. whole.Edges.Select(e => e with { MapU = Kept(e.U, e.MapU), MapV = Kept(e.V, e.MapV) })]);
        _free =
        [
            .. from v in Enumerable.Range(0, whole.Graph.Vertices)
               where IsFree(v)
               from i in Enumerable.Range(whole.StateStarts[v], whole.VertexStalks[v])
               select i,
        ];
    }

    /// <summary>δ with all its columns.</summary>
    public Coboundary Whole { get; }

    /// <summary>D: δ with the stalks of held vertices made empty, so that its cohomology is the relative one.</summary>
    /// <remarks>
    /// z* is unique where H⁰ of this is zero; r* lies in its H¹. Its maps are those of <see cref="Whole"/>.
    /// </remarks>
    public Coboundary Relative { get; }

    /// <summary>Which entries of a state belong to free vertices.</summary>
    public IReadOnlyList<int> FreeEntries => _free;

    /// <summary>Finds z* = −D⁺b and r* = (I − DD⁺)b for many samples, by products with maps alone.</summary>
    /// <param name="states">[samples, state of the whole]; only held entries are read.</param>
    /// <exception cref="ArgumentException">States of another size.</exception>
    public Equilibrium Settle(Matrix states)
    {
        ArgumentNullException.ThrowIfNull(states);
        Require.That(
            states.Columns == Whole.Columns, "The states", $"must hold {Whole.Columns} numbers a sample",
            states.Columns);
        var settled = states.Copy();
        Matrix demands = new(states.Rows, Whole.Rows), residuals = new(states.Rows, Whole.Rows);
        double[] goal = new double[Whole.Rows], free = new double[_free.Length];
        var exact = true;
        for (var sample = 0; sample < states.Rows; sample++)
        {
            var state = settled.Row(sample);
            foreach (var i in _free)
                state[i] = 0;
            Whole.Times(state, demands.Row(sample));
            for (var i = 0; i < goal.Length; i++)
                goal[i] = -demands[sample, i];
            exact &= Lsqr.Solve(Relative, goal, free);
            for (var i = 0; i < _free.Length; i++)
                state[_free[i]] = free[i];
            Whole.Times(state, residuals.Row(sample));
        }
        return new Equilibrium(Whole, settled, demands, residuals, exact);
    }
}
