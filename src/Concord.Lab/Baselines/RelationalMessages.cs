using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>What each vertex hears: the sum over its neighbours of a network of its own state and theirs.</summary>
/// <remarks>
/// Three rectified layers and a linear one. The first reads the two states side by side and is linear before its cut,
/// so each state goes through its half once instead of once a pair; the last is linear, so it is applied to the sum,
/// and its bias is that of the sum.
/// </remarks>
internal sealed class RelationalMessages
{
    private readonly DenseLayer _own, _other, _last;
    private readonly Parameter _kernel2, _bias2, _kernel3, _bias3;

    public RelationalMessages(Parameters parameters, string name, int hidden)
    {
        var half = Start.Normal(1 / MathF.Sqrt(2 * hidden));
        _own = new DenseLayer(parameters, $"{name}.own", hidden, hidden, half);
        _other = new DenseLayer(parameters, $"{name}.other", hidden, hidden, half, hasBias: false);
        _kernel2 = parameters.Add($"{name}.dense2.kernel", [hidden, hidden], Start.LeCun);
        _bias2 = parameters.Add($"{name}.dense2.bias", [hidden], Start.Zero);
        _kernel3 = parameters.Add($"{name}.dense3.kernel", [hidden, hidden], Start.LeCun);
        _bias3 = parameters.Add($"{name}.dense3.bias", [hidden], Start.Zero);
        _last = new DenseLayer(parameters, $"{name}.dense4", hidden, hidden);
    }

    /// <summary>[vertices, hidden] to [vertices, hidden]; each vertex has as many neighbours as the others.</summary>
    public Tensor Apply(Tensor state, int[] neighbours, int each)
    {
        var tape = state.Tape;
        return _last.Apply(Relations.Sum(
            _own.Apply(state), _other.Apply(state), neighbours, each,
            new(tape.Use(_kernel2), tape.Use(_bias2)), new(tape.Use(_kernel3), tape.Use(_bias3))));
    }
}
