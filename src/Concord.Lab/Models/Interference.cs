using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Carries out a <see cref="Disturbance"/> on a few samples while their agents iterate.</summary>
/// <remarks>
/// Made anew for each tile. Whether an edge or an agent is missing is drawn once for a tile, not per sample, because
/// a tile shares one graph; with tiles of one sample it is drawn per sample.
/// </remarks>
internal sealed class Interference
{
    private readonly Disturbance _plan;
    private readonly Rng _rng;
    private readonly int _moment;
    private readonly int _samples;
    private readonly Queue<float[]> _waiting = [];

    public Interference(Disturbance plan, AgentViews views, int iterations, ulong tile)
    {
        _plan = plan;
        _samples = views.Samples;
        _rng = new Rng(plan.Seed).Split(tile);
        _moment = plan.At > 0 ? plan.At : iterations / 2;
        Missing = new bool[views.Agents];
        var agents = _rng.Split(1);
        for (var i = 0; i < Missing.Length; i++)
            Missing[i] = agents.Uniform() < plan.DropAgents;
        var edges = _rng.Split(2);
        Joints = [.. views.Joints.Where(j => edges.Uniform() >= plan.CutEdges && !Missing[j.U] && !Missing[j.V])];
    }

    /// <summary>Which agents are missing.</summary>
    public bool[] Missing { get; }

    /// <summary>The edges that are left.</summary>
    public IReadOnlyList<Joint> Joints { get; }

    /// <summary>The iteration after which memory is damaged, or 0.</summary>
    public int Moment => _plan.HasMoment ? _moment : 0;

    /// <summary>Whether anything is done besides removing edges and agents.</summary>
    public bool TouchesMemory =>
        _plan.HasMoment || _plan.Delay > 0 || _plan.LoseMessages > 0 || _plan.NoDual;

    /// <summary>Whether anything at all is done.</summary>
    public bool TouchesAgents => TouchesMemory || _plan.DropAgents > 0 || _plan.CutEdges > 0;

    /// <summary>The edges that are heard in an iteration.</summary>
    public SheafLayout Heard(SheafLayout layout, int iteration)
    {
        if (_plan.LoseMessages == 0)
            return layout;
        var rng = _rng.Split(3).Split((ulong)iteration);
        return layout.Without(_ => rng.Uniform() < _plan.LoseMessages);
    }

    /// <summary>The state after an iteration, as the disturbance leaves it.</summary>
    public AdmmState After(int iteration, AdmmState state)
    {
        if (_plan.Delay > 0)
            state = Late(state);
        if (iteration == Moment && Moment > 0)
            state = Damage(state);
        return _plan.NoDual ? state with { U = state.U.Tape.Zeros(state.U.Shape) } : state;
    }

    // The agents use, and subtract, an older agreement: z and with it u = x + u − z come from it.
    private AdmmState Late(AdmmState state)
    {
        _waiting.Enqueue(state.Z.Values.ToArray());
        if (_waiting.Count <= _plan.Delay)
            return state with { Z = state.X, U = state.U + (state.Z - state.X) };
        var z = state.Z.Tape.Input(_waiting.Dequeue(), state.Z.Shape);
        return state with { Z = z, U = state.U + (state.Z - z) };
    }

    private AdmmState Damage(AdmmState state)
    {
        Tensor z = Copy(state.Z), u = Copy(state.U);
        if (_plan.Zero is MemoryPart.Dual or MemoryPart.All)
            u.Values.Clear();
        if (_plan.Zero is MemoryPart.Consensus or MemoryPart.All)
            z.Values.Clear();
        if (_plan.FlipDual)
            foreach (ref var value in u.Values)
                value = -value;
        if (_plan.Swap)
        {
            SwapNeighbours(z);
            SwapNeighbours(u);
        }
        if (_plan.Noise > 0)
        {
            AddNoise(z, _rng.Split(4));
            AddNoise(u, _rng.Split(5));
        }
        return state with { Z = z, U = u };
    }

    private static Tensor Copy(Tensor tensor) => tensor.Tape.Input(tensor.Values, tensor.Shape);

    // Each sample takes the memory of the next one; a tile of one sample has nobody to swap with.
    private void SwapNeighbours(Tensor tensor)
    {
        Require.That(_samples > 1, "A swap", "needs at least two samples", _samples);
        var all = tensor.Values.ToArray();
        var size = all.Length / _samples;
        for (var b = 0; b < _samples; b++)
            all.AsSpan((b + 1) % _samples * size, size).CopyTo(tensor.Values.Slice(b * size, size));
    }

    private void AddNoise(Tensor tensor, Rng rng)
    {
        double sum = 0, squares = 0;
        foreach (var value in tensor.Values)
            (sum, squares) = (sum + value, squares + ((double)value * value));
        var mean = sum / tensor.Values.Length;
        var deviation = Math.Sqrt(Math.Max(0, (squares / tensor.Values.Length) - (mean * mean)));
        foreach (ref var value in tensor.Values)
            value += (float)(_plan.Noise * deviation * rng.Normal());
    }
}
