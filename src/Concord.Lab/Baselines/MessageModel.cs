using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>The usual way for agents to coordinate: gated recurrent message passing over the same edges.</summary>
/// <remarks>
/// The baseline of Seely et al. 2026, section 5 of the method: in every round an agent leaves a message in each of its
/// slots, linear in its state, hears the largest or the mean of what its neighbours left where they meet, and updates
/// its state by a <see cref="MessageCell"/>. Only the last round is graded in training. What differs from task to task
/// is how agents see (<see cref="Encode"/>) and answer (<see cref="Decode"/>), which is as in Sheaf-ADMM. The parameter
/// <c>beta_raw</c> is part of the release's count and feeds nothing.
/// </remarks>
/// <typeparam name="TViews">How the agents see.</typeparam>
public abstract class MessageModel<TViews> : IAgentModel<TViews>
    where TViews : AgentViews
{
    private readonly MessageOptions<TViews> _options;
    private readonly Parameter _kernel, _bias;
    private readonly int[] _transposed;
    private readonly int _slots;

    /// <summary>Lays out what turns states into messages; the model adds its encoder, cell and decoder.</summary>
    /// <param name="options">The sizes.</param>
    /// <param name="slots">How many slots an agent has.</param>
    protected MessageModel(MessageOptions<TViews> options, int slots)
    {
        (_options, _slots) = (options, slots);
        int d = options.State, m = options.Message;
        Parameters.Add("beta_raw", [], Start.Constant(PositiveNumber.InverseSoftplus(1)));
        // Xavier over all slots together.
        _kernel = Parameters.Add(
            "message_kernel", [slots, d, m], Start.Uniform((float)Math.Sqrt(6.0 / (slots * (d + m)))));
        _bias = Parameters.Add("message_bias", [slots, m], Start.Zero);
        _transposed = [.. from i in Enumerable.Range(0, d) from s in Enumerable.Range(0, slots) select (s * d) + i];
    }

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public int Window => 1;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.RoundsToEvaluate;

    /// <inheritdoc/>
    public int? IterationsToTrain => _options.Rounds;

    /// <summary>How states change.</summary>
    protected abstract MessageCell Cell { get; }

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) => _options.Rounds;

    /// <inheritdoc/>
    public void Run(Tape tape, TViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
    {
        watch?.RequireNoMemory(_options.Name);
        var (seen, start) = Cell.Begin(Encode(tape, views));
        Tensor context = views.PerAgent(seen), h = views.PerAgent(start);
        // [slots, d, m] as one product for all slots: [d, slots · m].
        var kernel = RowOperations.Gather(tape.Use(_kernel), _transposed, _transposed.Length)
            .As([_options.State, _slots * _options.Message]);
        var bias = tape.Use(_bias).As([_slots * _options.Message]);
        var routes = views.Routes(_slots, watch?.Joints);
        var place = tape.Now;
        for (var k = 1; k <= iterations; k++)
        {
            var next = Cell.Apply(h, context, Hear(Dense.Apply(h, kernel, bias), routes));
            if (watch != null)
            {
                LeaveOut(views, next, watch);
                watch.Moved(k, h, next);
            }
            h = tape.Keep(place, next);
        }
        last[^1] = h;
    }

    /// <inheritdoc/>
    public abstract Tensor Decode(Tape tape, TViews views, Tensor state);

    /// <summary>Describes what is seen, [views, features].</summary>
    protected abstract Tensor Encode(Tape tape, TViews views);

    /// <summary>
    /// Changes the states of missing agents, which nobody hears, so that no answer depends on what they see; for models
    /// that read answers from several agents together.
    /// </summary>
    /// <param name="views">What the agents see.</param>
    /// <param name="state">The states after a round, to be changed in place.</param>
    /// <param name="watch">Says who is missing.</param>
    protected virtual void LeaveOut(TViews views, Tensor state, AgentWatch watch)
    {
    }

    private Tensor Hear(Tensor messages, MessageRoutes routes) => _options.Aggregation == Aggregation.Max
        ? Neighbours.Max(messages, routes)
        : Neighbours.Mean(messages, routes);
}
