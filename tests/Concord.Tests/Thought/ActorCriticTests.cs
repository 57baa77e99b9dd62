using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Tests.Lab.Baselines;
using Concord.Tests.Reference;
using Concord.Thought;
using Xunit;

namespace Concord.Tests.Thought;

/// <summary>Agents of reinforcement learning: what they say, what they carry on, and what flows back.</summary>
public sealed class ActorCriticTests
{
    private const int Samples = 3, Actions = 2, Numbers = 3, Ticks = 2, Neurons = 6, Paired = 3, Steps = 3;

    private static readonly ThinkerSizes s_sizes = new()
    {
        Neurons = Neurons, Memory = 5, NeuronHidden = 2, PairsOut = Paired, Ticks = Ticks,
    };

    // The second of three agents begins anew with the second of three observations.
    private static readonly bool[][] s_ended =
        [[false, false, false], [false, true, false], [false, false, false]];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Steps_follow_the_definition_also_where_an_episode_ended(bool isGrid, bool isMemory)
    {
        var agents = new Agents(isGrid, isMemory);
        var seen = agents.Draw();
        var rng = new Rng(4);
        using var weights = agents.Parameters.Draw(rng);
        // What is said at the start is too near zero to tell much.
        foreach (ref var weight in weights.Span)
            weight += (float)(0.3 * rng.Normal());
        var entries = agents.Parameters.Entries;
        double[] Of(string name)
        {
            var entry = entries.Single(e => e.Name == name);
            return Doubles(weights.Span.Slice(entry.Offset, entry.Shape.Size));
        }
        using var tape = new Tape();
        tape.Bind(agents.Parameters, weights);
        var said = agents.Say(tape, seen).Values;
        var slow = agents.Slow(Of, seen);
        for (var i = 0; i < slow.Length; i++)
            Assert.Equal(slow[i], said[i], 1e-5);

        Assert.Contains(slow, x => Math.Abs(x) > 1);
        float[] factors = [.. slow.Select(_ => (float)(0.1 * rng.Normal()))];
        SlowVersion.Agrees(
            agents.Parameters,
            on => Dense.Apply(agents.Say(on, seen), on.Input(factors, [factors.Length, 1]), bias: null),
            of => agents.Slow(of, seen).Zip(factors, (x, factor) => x * factor).Sum());
    }

    [Fact]
    public void Agents_are_alone_and_what_they_carry_counts_until_their_episode_ends()
    {
        var agents = new Agents(isGrid: false, isMemory: false);
        using var weights = agents.Parameters.Draw(new Rng(3));
        using var tape = new Tape(recording: false);
        tape.Bind(agents.Parameters, weights);
        float[] seen = [1, -2, 0.5f, 1, -2, 0.5f, -1, 0, 3];
        AgentState together = new(Samples), alone = new(1);
        var first = Step(seen, [false, false, false], together);
        Assert.Equal(Of(first, 0), Of(first, 1));
        var second = Step(seen, [false, true, false], together);
        Assert.NotEqual(Of(first, 0), Of(second, 0));
        Assert.Equal(Of(first, 1), Of(second, 1));

        Step(seen[6..], [false], alone);
        var last = Step(seen[6..], [false], alone);
        for (var i = 0; i < Actions; i++)
            Assert.Equal(last[i], Of(second, 2)[i], 1e-6f);

        float[] Step(float[] numbers, bool[] ended, AgentState state) => agents.Model.Step(
            tape.Input(numbers, [state.Samples, Numbers]), ended, state).Logits.Values.ToArray();
        float[] Of(float[] logits, int sample) => logits[(Actions * sample)..(Actions * (sample + 1))];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Detached_agents_go_on_alike_and_send_no_gradients_back(bool isMemory)
    {
        var agents = new Agents(isGrid: false, isMemory);
        var seen = agents.Draw();
        using var weights = agents.Parameters.Draw(new Rng(3));
        using var gradients = new Block(weights.Length);
        using var tape = new Tape();
        tape.Bind(agents.Parameters, weights, gradients);
        var whole = agents.Say(tape, seen).Values.ToArray();

        var state = new AgentState(Samples);
        state.Detach();
        for (var step = 0; step < Steps; step++)
        {
            tape.Reset();
            tape.Bind(agents.Parameters, weights, gradients);
            var said = agents.Say(tape, seen, step, state);
            var each = said.Shape.Size;
            Assert.Equal(whole[(step * each)..((step + 1) * each)], said.Values.ToArray());
            gradients.Span.Clear();
            said.Gradient.Fill(1);
            tape.Backward();
            // Only the step in which an episode began reaches a start.
            Assert.Equal(step < 2, agents.Parameters.Entries.Any(IsReachedStart));
            state.Detach();
        }

        bool IsReachedStart(Parameter e) =>
            (e.Name.EndsWith("history", StringComparison.Ordinal) || e.Name is "lstm0.start" or "lstm0.memory")
            && gradients.Span.Slice(e.Offset, e.Shape.Size).ContainsAnyExcept(0f);
    }

    [Fact]
    public void Decays_count_up_to_four_and_heads_start_orthonormal()
    {
        var agents = new Agents(isGrid: false, isMemory: false);
        var seen = agents.Draw();
        using var weights = agents.Parameters.Draw(new Rng(3));
        float[] With(float decay)
        {
            Of("out.decay").Fill(decay);
            using var tape = new Tape();
            tape.Bind(agents.Parameters, weights);
            return agents.Say(tape, seen).Values.ToArray();
        }
        Assert.Equal(With(4), With(9));
        Assert.Equal(With(0), With(-1));
        Assert.NotEqual(With(0), With(4));

        foreach (var head in new[] { "actor", "critic" })
            foreach (var layer in new[] { "first", "second", "out" })
            {
                Assert.False(Of($"{head}.{layer}.bias").ContainsAnyExcept(0f));
                var kernel = agents.Parameters.Entries.Single(e => e.Name == $"{head}.{layer}.kernel");
                var square = Doubles(Of(kernel.Name)).Sum(x => x * x);
                Assert.Equal(Math.Min(kernel.Shape.Rows, kernel.Shape.Columns), square, 1e-4);
            }

        Span<float> Of(string name)
        {
            var entry = agents.Parameters.Entries.Single(e => e.Name == name);
            return weights.Span.Slice(entry.Offset, entry.Shape.Size);
        }
    }

    [Fact]
    public void Agents_of_the_largest_published_size_act_and_learn()
    {
        var parameters = new Parameters();
        var observer = new GridObserver(parameters, 128);
        var sizes = new ThinkerSizes { Neurons = 512, Memory = 20, NeuronHidden = 16, PairsOut = 32, Ticks = 2 };
        var mind = new NeuronMind(parameters, sizes, observer.Width);
        var model = new ActorCritic(parameters, observer, mind, actions: 7);
        using var weights = parameters.Draw(new Rng(3));
        using var gradients = new Block(weights.Length);
        using var tape = new Tape();
        tape.Bind(parameters, weights, gradients);
        var state = new AgentState(2);
        for (var step = 0; step < 2; step++)
        {
            var (logits, value) = model.Step(tape.Zeros([2, observer.Numbers]), new bool[2], state);
            Assert.Equal((Shape.Of([2, 7]), Shape.Of([2, 1])), (logits.Shape, value.Shape));
            logits.Gradient.Fill(1);
            value.Gradient.Fill(1);
        }
        tape.Backward();
        Assert.Equal(-1, gradients.Span.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Agents numbers = new(isGrid: false, isMemory: false), grid = new(isGrid: true, isMemory: false);
        using var weights = numbers.Parameters.Draw(new Rng(3));
        using Tape tape = new(), other = new();
        tape.Bind(numbers.Parameters, weights);
        var state = new AgentState(Samples);
        Says("What agents observe must have shape [3, 3], but is [3, 4].", [Samples, 4], Samples);
        Says("What agents observe must have shape [3, 3], but is [2, 3].", [2, Numbers], Samples);
        Says("What tells of ended episodes must have 3 entries, but is 2.", [Samples, Numbers], 2);

        var cells = new float[Samples * 147];
        cells[4] = 6;
        Assert.Equal(
            "The colour of a cell must be a whole number from 0 to 5, but is 6.",
            Assert.Throws<ArgumentException>(() => grid.Model.Step(
                tape.Input(cells, [Samples, 147]), new bool[Samples], new(Samples))).Message);
        Assert.Throws<ArgumentException>(() => new NeuronMind(new(), s_sizes with { PairsOut = Neurons + 1 }, 4));
        Assert.Throws<ArgumentException>(() => new LstmMind(new(), new(), features: 4, ticks: 0));

        // What lies on a tape that was reset is gone.
        numbers.Model.Step(tape.Zeros([Samples, Numbers]), new bool[Samples], state);
        Assert.Throws<InvalidOperationException>(
            () => numbers.Model.Step(other.Zeros([Samples, Numbers]), new bool[Samples], state));
        tape.Reset();
        Assert.Throws<InvalidOperationException>(state.Detach);

        void Says(string sentence, Shape shape, int told) => Assert.Equal(
            sentence,
            Assert.Throws<ArgumentException>(
                () => numbers.Model.Step(tape.Zeros(shape), new bool[told], state)).Message);
    }

    private static double[] Doubles(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), x => (double)x);

    private sealed class Agents
    {
        private readonly bool _isGrid, _isMemory;
        private readonly int _numbers;

        public Agents(bool isGrid, bool isMemory)
        {
            (_isGrid, _isMemory) = (isGrid, isMemory);
            Observer observer = isGrid ? new GridObserver(Parameters, 3) : new NumbersObserver(Parameters, Numbers, 4);
            Mind mind = isMemory
                ? new LstmMind(Parameters, new() { Hidden = 5 }, observer.Width, Ticks)
                : new NeuronMind(Parameters, s_sizes, observer.Width);
            Model = new(Parameters, observer, mind, Actions);
            _numbers = observer.Numbers;
        }

        public Parameters Parameters { get; } = new();

        public ActorCritic Model { get; }

        // What is observed in every step, of all samples.
        public float[][] Draw()
        {
            var rng = new Rng(7);
            int[] most = [11, 6, 3];
            return [.. Enumerable.Range(0, Steps).Select(_ => (float[])
                [.. Enumerable.Range(0, Samples * _numbers).Select(
                    i => _isGrid ? rng.Below(most[i % 3]) : (float)rng.Normal())])];
        }

        // What is said in a step: all logits, then all values.
        public Tensor Say(Tape tape, float[][] seen, int step, AgentState state)
        {
            var (logits, value) = Model.Step(tape.Input(seen[step], [Samples, _numbers]), s_ended[step], state);
            return RowOperations.Beside(logits.As([1, Samples * Actions]), value.As([1, Samples]));
        }

        public Tensor Say(Tape tape, float[][] seen)
        {
            var state = new AgentState(Samples);
            var said = Say(tape, seen, 0, state);
            for (var step = 1; step < Steps; step++)
                said = RowOperations.Beside(said, Say(tape, seen, step, state));
            return said;
        }

        public double[] Slow(Func<string, double[]> of, float[][] seen)
        {
            Acting[] agents = [.. Enumerable.Range(0, Samples).Select(_ => new Acting(of, Ticks))];
            return [.. Enumerable.Range(0, Steps).SelectMany(step =>
            {
                double[][] thoughts = [.. agents.Select((agent, s) => Think(agent, s, step))];
                return thoughts.SelectMany((x, s) => agents[s].Say("actor", x))
                    .Concat(thoughts.SelectMany((x, s) => agents[s].Say("critic", x))).ToArray();
            })];

            double[] Think(Acting agent, int sample, int step)
            {
                if (step == 0 || s_ended[step][sample])
                    if (_isMemory)
                        agent.BeginMemory();
                    else
                        agent.BeginNeurons(Neurons);
                var observed = Doubles(seen[step].AsSpan(sample * _numbers, _numbers));
                var features = agent.Gated("observer", _isGrid ? agent.Embed(observed) : observed);
                return _isMemory ? agent.Remember(features) : agent.Think(features, Paired);
            }
        }
    }
}
