using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>Agents that observe, think and say what to do and what they expect, one step after the other.</summary>
/// <remarks>
/// Darlow et al. 2025, the agents of their reinforcement learning. Actor and critic are perceptrons with two rectified
/// layers of 64 whose kernels start orthonormal and whose biases start at zero. Here is the model alone: neither
/// environments nor a way to learn from rewards.
/// </remarks>
public sealed class ActorCritic
{
    private readonly Observer _observer;
    private readonly Mind _mind;
    private readonly Head _actor, _critic;

    /// <summary>Adds the parameters of actor and critic.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="observer">What makes features.</param>
    /// <param name="mind">What thinks about them.</param>
    /// <param name="actions">How many actions there are to choose from.</param>
    public ActorCritic(Parameters parameters, Observer observer, Mind mind, int actions)
    {
        (_observer, _mind) = (observer, mind);
        _actor = new(parameters, "actor", mind.Width, Require.Positive(actions, "The number of actions"));
        _critic = new(parameters, "critic", mind.Width, 1);
    }

    /// <summary>Takes a step of all samples' environments.</summary>
    /// <param name="observations">[samples, numbers of an observation].</param>
    /// <param name="ended">
    /// Of every sample whether its episode ended before, so that its observation is the first of another one.
    /// </param>
    /// <param name="state">What is carried from step to step; takes what is carried on.</param>
    /// <returns>The logits of actions, [samples, actions], and the expected return, [samples, 1].</returns>
    /// <exception cref="ArgumentException">Unfit shapes, or observations that mean nothing.</exception>
    /// <exception cref="InvalidOperationException">The state lies on a tape that is another or was reset.</exception>
    public (Tensor Logits, Tensor Value) Step(Tensor observations, ReadOnlySpan<bool> ended, AgentState state)
    {
        Require.Shape(observations.Shape, [state.Samples, _observer.Numbers], "What agents observe");
        var features = _observer.Look(observations);
        var thought = _mind.Think(features, state.Begin(_mind, observations.Tape, ended));
        return (_actor.Apply(thought), _critic.Apply(thought));
    }

    private sealed class Head(Parameters parameters, string name, int inputs, int outputs)
    {
        private const int Hidden = 64;

        private readonly DenseLayer _first = new(parameters, $"{name}.first", inputs, Hidden, Start.Orthonormal);
        private readonly DenseLayer _second = new(parameters, $"{name}.second", Hidden, Hidden, Start.Orthonormal);
        private readonly DenseLayer _out = new(parameters, $"{name}.out", Hidden, outputs, Start.Orthonormal);

        public Tensor Apply(Tensor x) =>
            _out.Apply(_second.Apply(_first.Apply(x, Activation.Relu), Activation.Relu));
    }
}
