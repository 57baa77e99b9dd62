using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Samples to train on, each in one or several symmetric variants.</summary>
/// <typeparam name="TViews">How agents see them.</typeparam>
public interface ITrainingSamples<TViews>
    where TViews : AgentViews
{
    /// <summary>How many samples there are, variants not counted.</summary>
    int Count { get; }

    /// <summary>In how many symmetric variants each comes; 1 for none but itself.</summary>
    int Variants { get; }

    /// <summary>What one thread needs to read up to <paramref name="most"/> samples at a time.</summary>
    ISampleReader<TViews> Open(int most);
}

/// <summary>One thread's samples: put in place one by one, then read by the agents together.</summary>
/// <typeparam name="TViews">How agents see them.</typeparam>
public interface ISampleReader<out TViews>
    where TViews : AgentViews
{
    /// <summary>Puts a variant of a sample at a place.</summary>
    void Put(int place, int sample, int variant);

    /// <summary>What the agents see of the samples at the first places; the same object every time.</summary>
    TViews Read(int count);
}

/// <summary>Reads samples in their order.</summary>
internal static class SampleBatches
{
    /// <summary>The first samples, unturned, a batch at a time; the same object every time.</summary>
    /// <param name="reader">Reads as many at a time.</param>
    /// <param name="count">How many in all.</param>
    /// <param name="batch">How many at a time at most.</param>
    public static IEnumerable<TViews> InBatches<TViews>(this ISampleReader<TViews> reader, int count, int batch)
        where TViews : AgentViews
    {
        for (var first = 0; first < count; first += batch)
        {
            var some = Math.Min(batch, count - first);
            for (var i = 0; i < some; i++)
                reader.Put(i, first + i, variant: 0);
            yield return reader.Read(some);
        }
    }
}

/// <summary>
/// Trains a model of agents: batches of samples with all their symmetric variants, and the mean cost per target.
/// </summary>
/// <remarks>
/// Seely et al. 2026, sections 3.5, 3.6 and 4.2 of the method: every agent is asked for all that it sees; the cost is
/// averaged over targets, agents, samples and the last iterations. Samples come in a new random order every epoch, all
/// variants of one together.
/// </remarks>
/// <typeparam name="TViews">How the agents see.</typeparam>
public sealed class SampleLearner<TViews> : ILearner
    where TViews : AgentViews
{
    private readonly IAgentModel<TViews> _model;
    private readonly ITrainingSamples<TViews> _samples;
    private readonly Lesson<TViews> _lesson;
    private readonly Rng _epochs;
    private readonly Rng _steps;
    private readonly Rng _stream = new(0);
    private readonly int[] _order;
    private readonly int _batch;
    private readonly int _tile;
    private long _epoch = -1;
    private long _first;
    private ulong _draws;
    private int _phase;

    /// <summary>Makes a learner.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">What it trains on.</param>
    /// <param name="batch">Samples per step, variants counted; at most as many as there are.</param>
    /// <param name="tile">Samples per tile: small enough for a cache, large enough to share views.</param>
    /// <param name="rng">Orders the samples, draws the iterations and what a model draws while it runs.</param>
    /// <param name="start">The weights before training, for models whose rule follows from them.</param>
    public SampleLearner(
        IAgentModel<TViews> model, ITrainingSamples<TViews> samples, int batch, int tile, Rng rng, Block? start = null)
    {
        (_model, _samples, _epochs, _steps) = (model, samples, rng.Split(1), rng.Split(2));
        var most = (long)samples.Variants * samples.Count;
        var turned = samples.Variants == 1 ? "" : $", {samples.Count} in {samples.Variants} variants each";
        Require.That(batch <= most, "The batch", $"must be at most the {most} samples to train on{turned}", batch);
        _batch = Require.Positive(batch, "The batch");
        _tile = Math.Min(_batch, Require.Positive(tile));
        _order = new int[samples.Count];
        _lesson = model is ITaughtModel<TViews> taught
            ? taught.Teach(start, First(samples, _batch), Tiles)
            : new(() => new WindowLoss<TViews>(model), WeightSteps: 1);
    }

    /// <inheritdoc/>
    public Parameters Parameters => _model.Parameters;

    /// <inheritdoc/>
    public int Tiles => (_batch + _tile - 1) / _tile;

    /// <summary>K of the step that was drawn.</summary>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    public int StepsPerBatch => _lesson.WeightSteps;

    private long StepsPerEpoch => _samples.Variants * (long)_samples.Count / _batch;

    /// <inheritdoc/>
    public void Draw(long step)
    {
        (step, _phase) = (step / _lesson.WeightSteps, (int)(step % _lesson.WeightSteps));
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
        _draws = _stream.Next();
    }

    /// <inheritdoc/>
    public ILearnerPass OpenPass() => new Pass(this);

    private static TViews First(ITrainingSamples<TViews> samples, int count)
    {
        count = Math.Min(count, samples.Count);
        var reader = samples.Open(count);
        for (var i = 0; i < count; i++)
            reader.Put(i, i, variant: 0);
        return reader.Read(count);
    }

    private sealed class Pass(SampleLearner<TViews> learner) : ILearnerPass
    {
        private readonly ISampleReader<TViews> _reader = learner._samples.Open(learner._tile);
        private readonly ILossPass<TViews> _loss = learner._lesson.Open();

        public Tensor Loss(Tape tape, int tile)
        {
            int first = tile * learner._tile, count = Math.Min(learner._tile, learner._batch - first);
            for (var i = 0; i < count; i++)
            {
                var place = learner._first + first + i;
                var variants = learner._samples.Variants;
                _reader.Put(i, learner._order[place / variants], (int)(place % variants));
            }
            var views = _reader.Read(count);
            views.Stream = learner._draws + (ulong)first;
            return _loss.Loss(tape, views, new(learner._batch, learner.Iterations, tile, learner._phase));
        }
    }
}
