using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Mazes;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>
/// Trains a maze model: batches of mazes with all their symmetric variants, and the mean cost per pixel.
/// </summary>
/// <remarks>
/// Seely et al. 2026, sections 3.5, 3.6 and 4.2 of the method: every agent is asked for every pixel it sees; the cost
/// is averaged over pixels, agents, mazes and the last iterations. Mazes come in a new random order every epoch, all
/// eight variants of one together.
/// </remarks>
public sealed class MazeLearner : ILearner
{
    private readonly IMazeModel _model;
    private readonly MazeTrainingSet _mazes;
    private readonly Lattice _lattice;
    private readonly Rng _epochs;
    private readonly Rng _steps;
    private readonly Rng _stream = new(0);
    private readonly int[] _order;
    private readonly int _batch;
    private readonly int _tile;
    private long _epoch = -1;
    private long _first;

    /// <summary>Makes a learner.</summary>
    /// <param name="model">The model.</param>
    /// <param name="mazes">What it trains on; square.</param>
    /// <param name="batch">Mazes per step, variants counted; at most eight times the mazes.</param>
    /// <param name="tile">Mazes per tile: small enough for a cache, large enough to share views.</param>
    /// <param name="rng">Orders the mazes and draws the iterations.</param>
    public MazeLearner(IMazeModel model, MazeTrainingSet mazes, int batch, int tile, Rng rng)
    {
        (_model, _mazes, _epochs, _steps) = (model, mazes, rng.Split(1), rng.Split(2));
        _batch = Require.Within(batch, 1, Symmetry.Count * mazes.Count, "The batch");
        _tile = Math.Min(_batch, Require.Positive(tile));
        Require.That(mazes.Size == mazes.Size.Transposed, "The mazes to train on", "must be square", mazes.Size);
        _lattice = new Lattice(mazes.Size.Height, mazes.Size.Width, 3, 2);
        _order = new int[mazes.Count];
    }

    /// <inheritdoc/>
    public Parameters Parameters => _model.Parameters;

    /// <inheritdoc/>
    public int Tiles => (_batch + _tile - 1) / _tile;

    /// <summary>K of the step that was drawn.</summary>
    public int Iterations { get; private set; }

    private long StepsPerEpoch => Symmetry.Count * (long)_mazes.Count / _batch;

    /// <inheritdoc/>
    public void Draw(long step)
    {
        var epoch = step / StepsPerEpoch;
        if (epoch != _epoch)
        {
            for (var i = 0; i < _order.Length; i++)
                _order[i] = i;
            _epochs.SplitInto((ulong)epoch, _stream);
            _stream.Shuffle<int>(_order);
            _epoch = epoch;
        }
        _first = step % StepsPerEpoch * _batch;
        _steps.SplitInto((ulong)step, _stream);
        Iterations = _model.DrawIterations(_stream);
    }

    /// <inheritdoc/>
    public ILearnerPass OpenPass() => new Pass(this);

    private sealed class Pass(MazeLearner learner) : ILearnerPass
    {
        private readonly MazeViews _views = new();
        private readonly byte[] _tokens = new byte[learner._tile * learner._mazes.Size.Pixels];
        private readonly byte[] _labels = new byte[learner._tile * learner._mazes.Size.Pixels];
        private readonly Tensor[] _last = new Tensor[learner._model.Window];

        public Tensor Loss(Tape tape, int tile)
        {
            int first = tile * learner._tile, count = Math.Min(learner._tile, learner._batch - first);
            var pixels = learner._mazes.Size.Pixels;
            for (var i = 0; i < count; i++)
            {
                var place = learner._first + first + i;
                learner._mazes.Copy(
                    learner._order[place / Symmetry.Count], (int)(place % Symmetry.Count),
                    _tokens.AsSpan(i * pixels, pixels), _labels.AsSpan(i * pixels, pixels));
            }
            _views.Read(learner._lattice, count, _tokens.AsSpan(0, count * pixels), _labels.AsSpan(0, count * pixels));
            return MazeLoss.Of(learner._model, tape, _views, learner.Iterations, _last, learner._batch);
        }
    }
}
