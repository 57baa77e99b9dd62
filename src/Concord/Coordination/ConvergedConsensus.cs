using System.Numerics.Tensors;
using Concord.Sheaves;
using Tensor = Concord.Tensors.Tensor;

namespace Concord.Coordination;

/// <summary>The z-update by an inner iteration that is run to convergence: conjugate gradients within a solve.</summary>
/// <remarks>
/// With w = √ρ a coordinate, y = w ∘ (t − z) is the shortest solution of E δ w⁻¹ y = E δ t for hard consensus, where E
/// divides rows by their lengths, and minimises γ ‖δ w⁻¹ y − δ t‖² + ‖y‖² for soft; see <see cref="EdgeDescent"/>. Each
/// step begins at the y of the step before.
/// </remarks>
internal sealed class ConvergedConsensus(EdgeMeasure measure, float? pull) : IConsensus
{
    private readonly double[]?[] _offsets = new double[measure.Sheaf.Samples][];
    private readonly EdgeDescent?[] _descents = new EdgeDescent[measure.Sheaf.Samples];
    private readonly double[]?[] _columns = new double[measure.Sheaf.Samples][];
    private float[] _penalty = [];

    /// <inheritdoc/>
    public BoundSheaf Sheaf => measure.Sheaf;

    /// <inheritdoc/>
    public float? Pull => pull;

    /// <inheritdoc/>
    public IConsensus Over(BoundSheaf sheaf) => new ConvergedConsensus(new EdgeMeasure(sheaf), pull);

    /// <inheritdoc/>
    public Tensor Agree(Tensor target, Tensor previous, Tensor penalty)
    {
        Sheaf.RequireState(target, "The target of a consensus step");
        if (!penalty.Values.SequenceEqual(_penalty))
        {
            _penalty = penalty.Values.ToArray();
            Array.Clear(_descents);
        }
        var z = Sheaf.Tape.Empty(target.Shape);
        var state = Sheaf.Layout.StateSize;
        double[] t = new double[state], y = new double[state];
        for (var b = 0; b < Sheaf.Samples; b++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(target.Values.Slice(b * state, state), t);
            if (!double.IsFinite(TensorPrimitives.Sum<double>(t)))
            {
                z.Values.Slice(b * state, state).Fill(float.NaN);
                continue;
            }
            var descent = _descents[b] ??= Make(b, state);
            var offset = _offsets[b] ??= new double[state];
            var columns = _columns[b]!;
            TensorPrimitives.Divide(offset, columns, y);
            descent.Solve(t, y);
            TensorPrimitives.Multiply(y, columns, offset);
            TensorPrimitives.Subtract(t, offset, t);
            TensorPrimitives.ConvertTruncating<double, float>(t, z.Values.Slice(b * state, state));
        }
        return z;
    }

    private EdgeDescent Make(int sample, int state)
    {
        var map = measure.Map(sample);
        var columns = _columns[sample] = new double[state];
        for (var i = 0; i < state; i++)
            columns[i] = _penalty.Length == 1 && pull == null
                ? 1
                : 1 / Math.Sqrt(_penalty[_penalty.Length == 1 ? 0 : (sample * state) + i]);
        var rows = pull is { } soft
            ? [.. Enumerable.Repeat(Math.Sqrt(soft), map.Rows)]
            : EdgeMeasure.Inverse(map, i => columns[i]);
        return new EdgeDescent(map, rows, columns, damping: pull == null ? 0 : 1);
    }
}
