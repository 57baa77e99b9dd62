using Concord.Lab.Runs;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Scores a model of agents on samples drawn beforehand: tiles on all threads, means in the end.</summary>
/// <typeparam name="TViews">How the agents see.</typeparam>
internal sealed class SampleExaminer<TViews> : IExaminer
    where TViews : AgentViews
{
    private readonly IAgentModel<TViews> _model;
    private readonly Examination _examination;
    private readonly Seat[] _seats;
    private readonly Block _weights;
    private readonly int _tile;
    private readonly int _tiles;
    private readonly double[][] _measures;
    private readonly int[] _recovered;
    private readonly int[] _ticks;
    private readonly int[] _iterations;
    private readonly Action<int, int> _score;
    private int _done;
    private int _broken;

    /// <summary>Makes ready to score.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="examination">How many samples, how many iterations, what is done to the agents.</param>
    /// <param name="tile">Samples that one thread works on at a time.</param>
    /// <param name="graders">One for each thread.</param>
    public SampleExaminer(
        IAgentModel<TViews> model, Block weights, Examination examination, int tile,
        IEnumerable<IGrader<TViews>> graders)
    {
        (_model, _weights, _examination) = (model, weights, examination);
        // Broken links are drawn per tile: alone in its tile, every sample has its own. A swap needs two; the last
        // tile then takes a third where one would be left over.
        var swaps = examination.Disturbance is { Swap: true };
        _tile = examination.Disturbance == null ? tile : swaps ? 2 : 1;
        _tiles = swaps ? Math.Max(1, examination.Count / 2) : (examination.Count + _tile - 1) / _tile;
        _seats = [.. graders.Select(grader => new Seat(grader))];
        _measures = [.. _seats[0].Grader.Measures.Select(_ => new double[examination.Count])];
        _recovered = new int[examination.Count];
        _ticks = new int[examination.Count];
        _iterations = new int[_tiles];
        _score = Score;
    }

    /// <summary>Which data the samples come from; null where the suite says all.</summary>
    public string? Of { get; init; }

    public SuiteScore Run(Workers workers)
    {
        Require.That(
            workers.Count <= _seats.Length, "The threads that score", $"must be at most {_seats.Length}",
            workers.Count);
        (_done, _broken) = (0, 0);
        Array.Clear(_recovered);
        workers.Run(_tiles, _score);
        _examination.Cancellation.ThrowIfCancellationRequested();
        List<Measurement> values =
            [.. _seats[0].Grader.Measures.Zip(_measures, (name, each) => new Measurement(name, each.Average()))];
        if (_examination.Disturbance is { HasMoment: true })
        {
            var back = _recovered.Where(k => k > 0).ToArray();
            values.Add(new("recovered", (double)back.Length / _examination.Count));
            values.Add(new("iterations_to_recover", back.Length == 0 ? double.NaN : back.Average()));
        }
        if (_examination.HaltAt != null)
            values.Add(new("ticks", _ticks.Average()));
        return new SuiteScore(_examination.Suite, _examination.Count, values)
        {
            Of = Of,
            Broken = _broken,
            Iterations = _iterations.Max(),
        };
    }

    public void Dispose()
    {
        foreach (var seat in _seats)
            seat.Tape.Dispose();
    }

    private void Score(int worker, int tile)
    {
        if (_examination.Cancellation.IsCancellationRequested)
            return;
        var seat = _seats[worker];
        var first = tile * _tile;
        var count = tile == _tiles - 1 ? _examination.Count - first : _tile;
        var views = seat.Grader.Load(first, count);
        views.Stream = (ulong)first;
        if (views is IWholeViews asked)
            asked.HaltAt = _examination.HaltAt;
        seat.Tape.Reset();
        seat.Tape.Bind(_model.Parameters, _weights);

        _iterations[tile] = _model.IterationsOf(views, _examination.Iterations);
        var watch = _examination.Disturbance == null ? null : Watch(seat, views, first, tile);
        _model.Run(seat.Tape, views, _examination.Iterations, seat.Last, watch);
        var logits = _model.Decode(seat.Tape, views, seat.Last[0]);
        seat.Grader.Read(logits, watch);
        Span<double> measures = stackalloc double[_measures.Length];
        var each = logits.Shape.Size / count;
        for (var sample = first; sample < first + count; sample++)
        {
            seat.Grader.Grade(sample, measures);
            if (!Logits.AreNumbers(logits.Values.Slice((sample - first) * each, each)))
            {
                Interlocked.Increment(ref _broken);
                measures.Clear();
            }
            for (var m = 0; m < measures.Length; m++)
                _measures[m][sample] = measures[m];
            if (_examination.HaltAt != null && views is IWholeViews thought)
                _ticks[sample] = thought.TicksUsed[sample - first];
        }
        _examination.Progress?.Invoke(Interlocked.Add(ref _done, count));
    }

    // After a moment of damage the answer is read at every iteration: recovered is when it was first right again.
    private AgentWatch Watch(Seat seat, TViews views, int first, int tile)
    {
        AgentWatch? watch = null;
        watch = new AgentWatch(views, _examination.Iterations, (k, _, after) =>
        {
            if (watch!.Moment == 0 || k <= watch.Moment)
                return;
            seat.Grader.Read(_model.Decode(seat.Tape, views, after.X), watch);
            for (var sample = first; sample < first + views.Samples; sample++)
                if (_recovered[sample] == 0 && seat.Grader.IsRight(sample))
                    _recovered[sample] = k - watch.Moment;
        }, _examination.Disturbance, tile);
        return watch;
    }

    private sealed class Seat(IGrader<TViews> grader)
    {
        public IGrader<TViews> Grader { get; } = grader;

        public Tape Tape { get; } = new(recording: false);

        public Tensor[] Last { get; } = new Tensor[1];
    }
}
