using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>A neural cellular automaton whose cells are the agents of a lattice: one small rule, applied everywhere.
/// </summary>
/// <remarks>
/// Mordvintsev et al. 2020, "Growing Neural Cellular Automata", and Randazzo et al. 2020, "Self-classifying MNIST
/// Digits" (both Distill). A cell's state begins at zero. In every step each cell reads what it sees, its own state and
/// those of its eight neighbours, and adds a change to its state; half of the cells, drawn anew, leave it for later.
/// There is no clock for all and nothing but the rule is learned. What is drawn follows from a sample's stream alone,
/// so runs repeat whatever the threads and tiles. Their pools of old states, noise and squared cost are left out: the
/// cost and the number of steps are those of the other models.
/// </remarks>
/// <typeparam name="TViews">How the cells see.</typeparam>
public abstract class AutomatonModel<TViews> : IAgentModel<TViews>
    where TViews : AgentViews
{
    private readonly AutomatonOptions<TViews> _options;
    private readonly AutomatonCell _cell;

    /// <summary>Lays out the rule's parameters.</summary>
    /// <param name="options">The sizes.</param>
    /// <param name="features">Numbers of a view.</param>
    protected AutomatonModel(AutomatonOptions<TViews> options, int features)
    {
        Require.That(
            options.LeastSteps <= options.MostSteps, "The fewest steps", $"must be at most {options.MostSteps}",
            options.LeastSteps);
        _options = options;
        _cell = new AutomatonCell(Parameters, features, options.Channels, options.Hidden);
    }

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public int Window => 1;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.StepsToEvaluate;

    /// <inheritdoc/>
    public int? IterationsToTrain => _options.LeastSteps == _options.MostSteps ? _options.LeastSteps : null;

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) =>
        _options.LeastSteps + rng.Below(_options.MostSteps - _options.LeastSteps + 1);

    /// <inheritdoc/>
    public void Run(Tape tape, TViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
    {
        watch?.RequireNoMemory(_options.Name);
        var seen = views.PerAgent(_cell.See(Seen(tape, views)));
        var around = tape.Recycled<AutomatonPlaces>().Of(views, watch?.Joints);
        var draws = tape.Recycled<AutomatonDraws>();
        var state = tape.Zeros([views.Rows, _options.Channels]);
        var place = tape.Now;
        for (var k = 1; k <= iterations; k++)
        {
            var change = _cell.Change(state, seen, around);
            if (_options.UpdateRate < 1)
                change = Products.Multiply(change, draws.Awake(change, views, k, _options.UpdateRate));
            var next = state + change;
            watch?.Moved(k, state, next);
            if (k > iterations - last.Length)
                last[k - iterations + last.Length - 1] = state = next;
            else
                state = tape.Keep(place, next);
        }
    }

    /// <inheritdoc/>
    public abstract Tensor Decode(Tape tape, TViews views, Tensor state);

    /// <summary>What there is to see, [views, features].</summary>
    protected abstract Tensor Seen(Tape tape, TViews views);
}
