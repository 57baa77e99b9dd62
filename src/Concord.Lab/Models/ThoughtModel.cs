using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>A model that thinks about samples in ticks; its answer is what it said when it was surest.</summary>
/// <remarks>
/// Darlow et al. 2025, "Continuous Thought Machines", and the models it is compared with. There is one thinker a sample
/// and no agents that could be disturbed. An evaluation may stop thinking about a sample when its answer is sure
/// enough; then the answer is that of the tick.
/// </remarks>
/// <typeparam name="TViews">How samples are shown.</typeparam>
public sealed class ThoughtModel<TViews> : ITaughtModel<TViews>
    where TViews : AgentViews, IWholeViews
{
    private readonly ThinkingOptions<TViews> _options;

    /// <summary>Lays out the model's parameters.</summary>
    public ThoughtModel(ThinkingOptions<TViews> options)
    {
        _options = options;
        Thinker = options.Lay(Parameters);
    }

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <summary>Who thinks.</summary>
    public IThinker Thinker { get; }

    /// <summary>What is shown and asked.</summary>
    public Question Question => _options.Question;

    /// <inheritdoc/>
    public int Window => 1;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.Ticks;

    /// <inheritdoc/>
    public int? IterationsToTrain => _options.Ticks;

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) => _options.Ticks;

    /// <inheritdoc/>
    /// <remarks>
    /// A watch sees what is said after every tick; the last state is what was said when it was surest.
    /// </remarks>
    public void Run(Tape tape, TViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
    {
        watch?.RequireNoDisturbance(_options.Name);
        var ponder = tape.Recycled<Pondering>();
        last.Fill(PerAgent(views, ponder.Think(this, tape, views, Math.Max(1, iterations), watch)));
    }

    /// <inheritdoc/>
    public Tensor Decode(Tape tape, TViews views, Tensor state) => state;

    /// <inheritdoc/>
    public Lesson<TViews> Teach(Block? start, TViews some, int tiles) => new(() => new Pass(this), WeightSteps: 1);

    // Places of a sequence are asked something each, so there must be as many; an image may have any size.
    private Scene Shown(Tape tape, TViews views)
    {
        var shown = views.Whole(tape);
        if (shown.Size.Width != Question.Width && Question.Sight == SightKind.Sequence)
            throw new ArgumentException(
                $"A sequence for the model {_options.Name} must have {Question.Width} places, as it was made for, but "
                + $"has {shown.Size.Width}.");
        return shown;
    }

    private static Tensor PerAgent(TViews views, Tensor perSample) =>
        views.Agents == 1 ? perSample : views.PerAgentOfSample(perSample);

    // One thread's thinking without gradients.
    private sealed class Pondering
    {
        private readonly Thoughts _thoughts = new();
        private Utterances _heard = null!;
        private int[] _ticks = [];

        public Tensor Think(ThoughtModel<TViews> model, Tape tape, TViews views, int ticks, AgentWatch? watch)
        {
            _heard = new Utterances(model.Question.Classes);
            if (_ticks.Length < views.Samples)
                _ticks = new int[views.Samples];
            _heard.Begin();
            if (watch != null)
                watch.Thinking = new(model.Thinker, model.Question, _thoughts, _heard);
            model.Thinker.Think(model.Shown(tape, views), ticks, training: false, _thoughts, count =>
            {
                _heard.Listen(model.Thinker, _thoughts[count - 1].Saying);
                if (watch != null)
                {
                    // What is said is no state of agents that could have moved.
                    var said = PerAgent(views, _heard[count - 1]);
                    watch.Moved(count, said, said);
                }
                return views.HaltAt is { } sure && AllSure(views.Samples, sure);
            });
            if (views.TicksUsed.Length < views.Samples)
                views.TicksUsed = new int[views.Samples];
            var answer = tape.Empty([views.Samples, _heard[0].Shape.Columns]);
            for (var s = 0; s < views.Samples; s++)
            {
                var tick = views.HaltAt is { } sure && FirstSure(s, sure) is { } first ? first : _heard.Surest(s);
                views.TicksUsed[s] = views.HaltAt <= _heard.Certainty(tick, s) ? tick + 1 : _heard.Ticks;
                Row(_heard[tick], s).CopyTo(Row(answer, s));
            }
            return answer;
        }

        private static Span<float> Row(Tensor tensor, int row) =>
            tensor.Values.Slice(row * tensor.Shape.Columns, tensor.Shape.Columns);

        private int? FirstSure(int sample, float sure)
        {
            for (var tick = 0; tick < _heard.Ticks; tick++)
                if (_heard.Certainty(tick, sample) >= sure)
                    return tick;
            return null;
        }

        private bool AllSure(int samples, float sure)
        {
            for (var s = 0; s < samples; s++)
                if (FirstSure(s, sure) == null)
                    return false;
            return true;
        }
    }

    private sealed class Pass(ThoughtModel<TViews> model) : ILossPass<TViews>
    {
        private readonly Thoughts _thoughts = new();
        private readonly TickLoss _loss = new(model.Question.Places, model.Question.Classes)
        {
            Lookahead = model._options.Lookahead,
            LastCounts = model._options.LastCounts,
        };

        public Tensor Loss(Tape tape, TViews views, BatchPart part)
        {
            model.Thinker.Think(model.Shown(tape, views), part.Iterations, training: true, _thoughts);
            return _loss.Of(model.Thinker, _thoughts, views.Asked, 1f / part.Batch);
        }
    }
}
