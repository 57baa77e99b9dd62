using Concord.Tensors;

namespace Concord.Learning;

/// <summary>What a training step found.</summary>
/// <param name="Step">The step's number, from 0.</param>
/// <param name="Loss">The batch's loss before the update.</param>
/// <param name="GradientNorm">The gradient's length before clipping.</param>
/// <param name="Finite">Whether both are finite; if not, nothing was updated.</param>
public readonly record struct StepResult(long Step, double Loss, double GradientNorm, bool Finite);

/// <summary>Takes training steps: tiles on all threads, gradients added in a fixed order, one update.</summary>
/// <remarks>
/// Tiles are dealt to a fixed number of lanes. A lane adds its tiles' gradients one after the other, and the lanes are
/// added in order, so the bits do not depend on the number of threads. Writing files, printing and stopping are others'
/// business.
/// </remarks>
public sealed unsafe class Trainer : IDisposable
{
    private const int Lanes = 8;
    private const int Slice = 4096;

    private readonly ILearner _learner;
    private readonly Workers _workers;
    private readonly Tape[] _tapes;
    private readonly ILearnerPass[] _passes;
    private readonly Block[] _gradients;
    private readonly double[] _losses;
    private readonly double[] _squares;
    private readonly Measured _measured;
    private readonly Action<int, int> _runLane;
    private readonly Action<int, int> _addSlice;

    /// <summary>Makes ready to train.</summary>
    /// <param name="learner">What is trained.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <param name="state">Where to begin; changed by every step.</param>
    /// <param name="workers">The threads.</param>
    public Trainer(ILearner learner, AdamW optimizer, TrainingState state, Workers workers)
    {
        (_learner, Optimizer, State, _workers) = (learner, optimizer, state, workers);
        _tapes = [.. Enumerable.Range(0, workers.Count).Select(_ => new Tape())];
        _passes = [.. _tapes.Select(_ => learner.OpenPass())];
        _gradients =
            [.. Enumerable.Range(0, Math.Min(Lanes, learner.Tiles)).Select(_ => new Block(learner.Parameters.Count))];
        _losses = new double[_gradients.Length];
        _squares = new double[(learner.Parameters.Count + Slice - 1) / Slice];
        _measured = new Measured(learner.Parameters, learner.Tiles, _gradients.Length);
        _runLane = RunLane;
        _addSlice = AddSlice;
    }

    /// <summary>The update rule.</summary>
    public AdamW Optimizer { get; }

    /// <summary>Whether training may stop here and go on from its state alone.</summary>
    public bool MayPause => State.Step % _learner.StepsPerBatch == 0;

    /// <summary>Between how many steps training may stop; see <see cref="ILearner.StepsPerBatch"/>.</summary>
    public int StepsPerBatch => _learner.StepsPerBatch;

    /// <summary>Where training stands.</summary>
    public TrainingState State { get; }

    /// <summary>The gradient of the last step before clipping.</summary>
    public ReadOnlySpan<float> Gradient => _gradients[0].Span;

    /// <summary>One step. If loss or gradient are not finite, the state stays as it was.</summary>
    public StepResult Step()
    {
        var (loss, norm) = Differentiate();
        var result = new StepResult(State.Step, loss, norm, double.IsFinite(loss) && double.IsFinite(norm));
        if (!result.Finite)
            return result;
        _measured.Keep(State.Weights);
        Optimizer.Update(State, _gradients[0], norm);
        _measured.Move(State.Weights);
        Optimizer.Follow(State);
        _measured.Bound(State.Average);
        State.Step++;
        return result;
    }

    /// <summary>The loss of the step to come and the length of its gradient, without an update.</summary>
    public (double Loss, double GradientNorm) Differentiate()
    {
        _learner.Draw(State.Step);
        _workers.Run(_gradients.Length, _runLane);
        _workers.Run(_squares.Length, _addSlice);
        double loss = 0, square = 0;
        foreach (var part in _losses)
            loss += part;
        foreach (var part in _squares)
            square += part;
        return (loss, Math.Sqrt(square));
    }

    /// <summary>Gives the memory back; state and threads belong to the caller.</summary>
    public void Dispose()
    {
        foreach (var tape in _tapes)
            tape.Dispose();
        foreach (var gradient in _gradients)
            gradient.Dispose();
    }

    private void RunLane(int worker, int lane)
    {
        var tape = _tapes[worker];
        var gradient = _gradients[lane];
        gradient.Span.Clear();
        _losses[lane] = 0;
        int tiles = _learner.Tiles, lanes = _gradients.Length;
        for (var tile = lane * tiles / lanes; tile < (lane + 1) * tiles / lanes; tile++)
        {
            tape.Reset();
            tape.Bind(_learner.Parameters, State.Weights, gradient);
            var loss = _passes[worker].Loss(tape, tile);
            _losses[lane] += loss.Scalar;
            tape.Backward(loss);
        }
        _measured.Take(gradient, lane);
    }

    // Lane 0 takes up the others, in order; the squares are summed in double precision.
    private void AddSlice(int worker, int slice)
    {
        var first = slice * Slice;
        var count = Math.Min(Slice, _gradients[0].Length - first);
        var sum = _gradients[0].Pointer + first;
        for (var lane = 1; lane < _gradients.Length; lane++)
        {
            var from = _gradients[lane].Pointer + first;
            for (var i = 0; i < count; i++)
                sum[i] += from[i];
        }
        var square = 0.0;
        for (var i = 0; i < count; i++)
            square += (double)sum[i] * sum[i];
        _squares[slice] = square;
    }
}
