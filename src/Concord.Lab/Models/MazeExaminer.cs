using Concord.Lab.Runs;
using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// Scores a maze model: the share of mazes whose path is marked exactly, and of pixels named rightly.
/// </summary>
internal sealed class MazeExaminer : IDisposable
{
    private const int Tile = 8;

    private readonly IMazeModel _model;
    private readonly Examination _examination;
    private readonly IReadOnlyList<Maze> _mazes;
    private readonly Lattice _lattice;
    private readonly Seat[] _seats;
    private readonly Block _weights;
    private readonly int _tile;
    private readonly int[] _solved;
    private readonly double[] _pixels;
    private readonly int[] _recovered;
    private int _done;

    public MazeExaminer(
        IMazeModel model, Block weights, Examination examination, IReadOnlyList<Maze> mazes, int threads)
    {
        (_model, _weights, _examination, _mazes) = (model, weights, examination, mazes);
        var size = mazes[0].Size;
        _lattice = new Lattice(size.Height, size.Width, 3, 2);
        // Broken links are drawn per tile: alone in its tile, every maze has its own. A swap needs two.
        _tile = examination.Disturbance == null ? Tile : examination.Disturbance.Swap ? 2 : 1;
        _seats = [.. Enumerable.Range(0, threads).Select(_ => new Seat())];
        (_solved, _pixels, _recovered) = (new int[mazes.Count], new double[mazes.Count], new int[mazes.Count]);
    }

    public SuiteScore Run(Workers workers)
    {
        workers.Run((_mazes.Count + _tile - 1) / _tile, (worker, tile) =>
        {
            if (!_examination.Cancellation.IsCancellationRequested)
                Score(_seats[worker], tile * _tile, tile);
        });
        _examination.Cancellation.ThrowIfCancellationRequested();
        List<Measurement> values =
        [
            new("solved", _solved.Average()),
            new("cell_accuracy", _pixels.Average()),
        ];
        if (_examination.Disturbance is { HasMoment: true })
        {
            var back = _recovered.Where(k => k > 0).ToArray();
            values.Add(new("recovered", (double)back.Length / _mazes.Count));
            values.Add(new("iterations_to_recover", back.Length == 0 ? double.NaN : back.Average()));
        }
        return new SuiteScore(_examination.Suite, _mazes.Count, values);
    }

    public void Dispose()
    {
        foreach (var seat in _seats)
            seat.Tape.Dispose();
    }

    private void Score(Seat seat, int first, int tile)
    {
        var size = _mazes[first].Size;
        var count = Math.Min(_tile, _mazes.Count - first);
        var tokens = new byte[count * size.Pixels];
        for (var i = 0; i < count; i++)
            _mazes[first + i].Tokens.Span.CopyTo(tokens.AsSpan(i * size.Pixels));
        seat.Views.Read(_lattice, count, tokens, []);
        seat.Tape.Reset();
        seat.Tape.Bind(_model.Parameters, _weights);

        var watch = Watch(seat, first, count, tile);
        var last = new Tensor[1];
        _model.Run(seat.Tape, seat.Views, _examination.Iterations, last, watch);
        seat.Answer.Read(seat.Views, _model.Decode(seat.Tape, seat.Views, last[0]), watch);
        for (var i = 0; i < count; i++)
        {
            var labels = _mazes[first + i].Labels.Span;
            var grid = seat.Answer.Of(i, size);
            _solved[first + i] = MazeAnswer.Solves(grid, labels) ? 1 : 0;
            var right = 0;
            for (var p = 0; p < grid.Length; p++)
                right += grid[p] == labels[p] ? 1 : 0;
            _pixels[first + i] = (double)right / grid.Length;
        }
        _examination.Progress?.Invoke(Interlocked.Add(ref _done, count));
    }

    // After a moment of damage the answer is read at every iteration: recovered is when it was first right again.
    private MazeWatch? Watch(Seat seat, int first, int count, int tile)
    {
        if (_examination.Disturbance == null)
            return null;
        MazeWatch? watch = null;
        watch = new MazeWatch(seat.Views, _examination.Iterations, (k, _, after) =>
        {
            if (watch!.Moment == 0 || k <= watch.Moment)
                return;
            seat.Answer.Read(seat.Views, _model.Decode(seat.Tape, seat.Views, after.X), watch);
            for (var i = 0; i < count; i++)
                if (_recovered[first + i] == 0
                    && MazeAnswer.Solves(seat.Answer.Of(i, _mazes[first].Size), _mazes[first + i].Labels.Span))
                    _recovered[first + i] = k - watch.Moment;
        }, _examination.Disturbance, tile);
        return watch;
    }

    private sealed class Seat
    {
        public Tape Tape { get; } = new(recording: false);

        public MazeViews Views { get; } = new();

        public MazeAnswer Answer { get; } = new();
    }
}
