using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Models;

/// <summary>Follows an instance's agents through a model's iterations and keeps what a film shows of them.</summary>
/// <remarks>
/// Any model will do. One without a sheaf has no agreement that agents could be far from, and one whose states are not
/// its agents' has no residuals; their frames lack them.
/// </remarks>
/// <typeparam name="TViews">How the agents see.</typeparam>
internal sealed class Camera<TViews>
    where TViews : AgentViews
{
    private readonly IAgentModel<TViews> _model;
    private readonly TViews _views;
    private readonly Tape _tape;
    private readonly AgentWatch _watch;
    private readonly Reading _read;
    private readonly Showing _showing;
    private readonly List<Frame> _frames = [];

    private Camera(IAgentModel<TViews> model, TViews views, Tape tape, Showing showing, Reading read)
    {
        (_model, _views, _tape, _showing, _read) = (model, views, tape, showing, read);
        _watch = new AgentWatch(views, showing.Iterations, See, showing.Disturbance, tile: 0);
    }

    /// <summary>Reads the logits of all agents as the first sample's answer, in a frame without residuals.</summary>
    /// <param name="logits">As <see cref="IAgentModel{TViews}.Decode"/> returns them.</param>
    /// <param name="watch">Says which agents are missing; their guesses do not count.</param>
    public delegate Frame Reading(Tensor logits, AgentWatch watch);

    /// <summary>Runs a model on views that are read already; the first sample is the one that is shown.</summary>
    public static Reel Shoot(AgentStudy<TViews> study, Block weights, Showing showing, TViews views, Reading read)
    {
        Require.Within(showing.Iterations, 1, 100_000, "The number of iterations");
        if (showing.HaltAt != null)
            study.RequireHalting();
        if (views is IWholeViews asked)
            asked.HaltAt = showing.HaltAt;
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var camera = new Camera<TViews>(study.Model, views, tape, showing, read);
        var last = new Tensor[1];
        showing.Cancellation.ThrowIfCancellationRequested();
        try
        {
            study.Model.Run(tape, views, showing.Iterations, last, camera._watch);
        }
        catch (OperationCanceledException) when (camera._frames.Count > 0)
        {
            // What was seen until somebody interrupted it is a film, too.
        }
        var thinking = camera._watch.Thinking;
        // A model that tells nobody of its iterations has an answer all the same.
        if (camera._frames.Count == 0)
            camera._frames.Add(camera.Answer(last[0], showing.Iterations));
        if (!study.Model.HasAgents)
            return new Reel(camera._frames, 0, [], [])
            {
                HasAgents = false,
                Thought = thinking == null ? null : ThoughtCamera.Lay(thinking),
            };
        return new Reel(
            camera._frames, camera._watch.Moment <= camera._frames.Count ? camera._watch.Moment : 0,
            [.. Enumerable.Range(0, views.Agents).Select(camera._watch.IsMissing)],
            camera._watch.Joints ?? views.Joints);
    }

    private Frame Answer(Tensor state, int iteration)
    {
        var logits = _model.Decode(_tape, _views, state);
        return Logits.AreNumbers(logits.Values)
            ? _read(logits, _watch)
            : throw Logits.Failure("The answer must consist of numbers, but does not", iteration);
    }

    private void See(int iteration, AdmmState before, AdmmState after)
    {
        var frame = Answer(after.X, iteration);
        if (_watch.Thinking is { } thinking)
            frame = frame with { Tick = ThoughtCamera.Take(thinking, iteration - 1) };
        else if (after.X.Shape.Rows == _views.Rows && before.X != after.X)
            frame = frame with
            {
                Dual = Distances(after.Z, before.Z, after.Penalty.Values[0]),
                Primal = _watch.Sheaf == null ? [] : Distances(after.X, after.Z, 1),
                Disagreement = _watch.Sheaf is { } sheaf ? Disagreement(sheaf, after.Z) : [],
            };
        _frames.Add(frame);
        _showing.Progress?.Invoke(iteration);
        _showing.Cancellation.ThrowIfCancellationRequested();
    }

    private float[] Distances(Tensor a, Tensor b, float factor)
    {
        var distances = new float[_views.Agents];
        var stalk = a.Shape.Columns;
        for (var agent = 0; agent < distances.Length; agent++)
            distances[agent] = factor * TensorPrimitives.Distance<float>(
                a.Values.Slice(agent * stalk, stalk), b.Values.Slice(agent * stalk, stalk));
        return distances;
    }

    private static float[] Disagreement(BoundSheaf sheaf, Tensor z)
    {
        var cochain = sheaf.Coboundary(z);
        var stalks = sheaf.Layout.EdgeStalks;
        var norms = new float[stalks.Count];
        for (int edge = 0, at = 0; edge < norms.Length; at += stalks[edge++])
            norms[edge] = TensorPrimitives.Norm<float>(cochain.Values.Slice(at, stalks[edge]));
        return norms;
    }
}

/// <summary>What a camera brings back.</summary>
/// <param name="Frames">One entry an iteration.</param>
/// <param name="Moment">The iteration after which memory was damaged, or 0.</param>
/// <param name="Missing">Which agents were dropped.</param>
/// <param name="Joints">The pairs of agents that talked.</param>
internal sealed record Reel(
    IReadOnlyList<Frame> Frames, int Moment, bool[] Missing, IReadOnlyList<Joint> Joints)
{
    /// <summary>Whether there are agents to show.</summary>
    public bool HasAgents { get; init; } = true;

    /// <summary>How the frames' ticks are laid out, for a model that thinks; it has no agents then.</summary>
    public ThoughtLayout? Thought { get; init; }

    /// <summary>The same pairs without their slots.</summary>
    public IReadOnlyList<(int U, int V)> Edges => [.. Joints.Select(joint => (joint.U, joint.V))];
}
