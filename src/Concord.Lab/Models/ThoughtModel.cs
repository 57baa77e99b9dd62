using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>
/// A model that thinks about samples in ticks; its answer is what it said when it was surest, or what all ticks spell.
/// </summary>
/// <remarks>
/// Darlow et al. 2025, "Continuous Thought Machines", and the models it is compared with. There is one thinker a sample
/// and no agents that could be disturbed. An evaluation may stop thinking about a sample when its answer is sure
/// enough; then the answer is that of the tick. Iterations are the ticks of the question that the model was made for;
/// about one that is shown for longer or shorter it thinks as many ticks more or fewer, so that as many are left to
/// answer in.
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
    public bool HasAgents => false;

    /// <inheritdoc/>
    public int Window => 1;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.Ticks;

    /// <inheritdoc/>
    public int? IterationsToTrain => _options.Ticks;

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) => _options.Ticks;

    /// <inheritdoc/>
    public int IterationsOf(TViews views, int iterations) => Ticks(views, iterations);

    /// <inheritdoc/>
    /// <remarks>
    /// A watch sees what is said after every tick; the last state is the answer, as <see cref="Answering"/> reads it.
    /// </remarks>
    public void Run(Tape tape, TViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
    {
        watch?.RequireNoDisturbance(_options.Name);
        var ponder = tape.Recycled<Pondering>();
        last.Fill(PerAgent(views, ponder.Think(this, tape, views, Ticks(views, iterations), watch)));
    }

    /// <inheritdoc/>
    public Tensor Decode(Tape tape, TViews views, Tensor state) => state;

    /// <inheritdoc/>
    public Lesson<TViews> Teach(Block? start, TViews some, int tiles) => new(() => new Pass(this), WeightSteps: 1);

    // Places of a sequence are asked something each, so there must be as many; an image may have any size.
    private Scene Shown(Tape tape, TViews views)
    {
        var shown = views.Whole(tape);
        if (shown.Size.Width != Question.Width && Question.Sight != SightKind.Image)
            throw new ArgumentException(
                $"A sequence for the model {_options.Name} must have {Question.Width} places, as it was made for, but "
                + $"has {shown.Size.Width}.");
        return shown;
    }

    private int Ticks(TViews views, int iterations) => Math.Max(1, iterations + views.Silence - Question.Silence);

    private static Tensor PerAgent(TViews views, Tensor perSample) =>
        views.Agents == 1 ? perSample : views.PerAgentOfSample(perSample);

    // One thread's thinking without gradients.
    private sealed class Pondering
    {
        private readonly Thoughts _thoughts = new();

        public Tensor Think(ThoughtModel<TViews> model, Tape tape, TViews views, int ticks, AgentWatch? watch)
        {
            var heard = new Utterances(model.Question.Choices);
            var answering = Answering.Of(model._options);
            if (watch != null)
                watch.Thinking = new(
                    model.Thinker, model.Question with { Script = views.Script }, _thoughts, heard);
            model.Thinker.Think(model.Shown(tape, views), ticks, training: false, _thoughts, count =>
            {
                heard.Listen(model.Thinker, _thoughts[count - 1].Saying);
                if (watch != null)
                {
                    // What is said is no state of agents that could have moved.
                    var said = PerAgent(views, answering.SoFar(heard));
                    watch.Moved(count, said, said);
                }
                return answering.IsSure(heard, views);
            });
            if (views.TicksUsed.Length < views.Samples)
                views.TicksUsed = new int[views.Samples];
            return answering.Read(heard, views);
        }
    }

    private sealed class Pass(ThoughtModel<TViews> model) : ILossPass<TViews>
    {
        private readonly Thoughts _thoughts = new();
        private readonly Answering _answering = Answering.Of(model._options);

        public Tensor Loss(Tape tape, TViews views, BatchPart part)
        {
            var ticks = model.Ticks(views, part.Iterations);
            model.Thinker.Think(model.Shown(tape, views), ticks, training: true, _thoughts);
            return _answering.Cost(model.Thinker, _thoughts, views, 1f / part.Batch);
        }
    }
}
