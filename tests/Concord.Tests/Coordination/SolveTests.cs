using Concord.Coordination;
using Concord.Tensors;
using Concord.Tests.Sheaves;
using Xunit;

namespace Concord.Tests.Coordination;

public sealed class SolveTests
{
    public static TheoryData<string> Sheaves => [.. SampleSheaves.Names];

    [Theory, MemberData(nameof(Sheaves))]
    public void Hard_coordination_finds_the_best_section(string name)
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem(name);
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape))) { Tolerance = 1e-6f };

        var outcome = Solve.Until(admm, problem.Start(tape));

        Assert.Equal(SolveStatus.Agreed, outcome.Status);
        Assert.Equal(0, Problem.Distance(outcome.State.Z.Values, problem.HardAnswer()), 1e-4);
    }

    [Theory, MemberData(nameof(Sheaves))]
    public void Soft_coordination_finds_the_best_compromise(string name)
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem(name);
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Soft(problem.On(tape), 3)) { Tolerance = 1e-6f };

        var outcome = Solve.Until(admm, problem.Start(tape));

        Assert.Equal(SolveStatus.Agreed, outcome.Status);
        Assert.Equal(0, Problem.Distance(outcome.OrThrow().X.Values, problem.SoftAnswer(3)), 1e-4);
    }

    [Fact]
    public void Running_out_of_steps_comes_with_advice_on_the_penalty()
    {
        Outcome<AdmmState> With(float rho)
        {
            using var tape = new Tape(recording: false);
            var problem = new Problem("a path that copies");
            var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape)));
            return Solve.Until(admm, problem.Start(tape, rho), new SolveOptions { StepLimit = 8 });
        }

        var low = With(0.001f);
        Assert.Equal((SolveStatus.StepLimit, 8), (low.Status, low.Steps));
        Assert.Contains("No agreement after 8 steps", low.Advice);
        Assert.Contains("Raise the penalty", low.Advice);
        Assert.Contains("Lower the penalty", With(1000).Advice);
        Assert.Contains("Allow more steps", With(1).Advice);
        Assert.Equal(low.Advice, Assert.Throws<InvalidOperationException>(() => low.OrThrow()).Message);
    }

    [Fact]
    public void No_steps_at_all_give_back_the_start()
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem("one vertex");
        var start = problem.Start(tape);
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape)));

        var outcome = Solve.Until(admm, start, new SolveOptions { StepLimit = 0 });

        Assert.Equal((SolveStatus.StepLimit, 0), (outcome.Status, outcome.Steps));
        Assert.Same(start.X, outcome.State.X);
    }

    [Fact]
    public void Constraints_that_contradict_those_of_the_sheaf_are_proved_to()
    {
        using var tape = new Tape(recording: false);
        var agents = new DiagonalAgents(tape.Input([1], []), tape.Zeros([1, 2]))
        {
            Lower = tape.Input([0, 2], [1, 2]),
            Upper = tape.Input([1, 3], [1, 2]),
        };
        var admm = new SheafAdmm(agents, ExactConsensus.Hard(SampleSheaves.Path(2, 1).On(tape)));

        var outcome = Solve.Until(admm, AdmmState.From(tape.Zeros([1, 2]), Penalty.Same(tape, 1)));

        Assert.Equal(SolveStatus.Infeasible, outcome.Status);
        Assert.StartsWith("The constraints of the agents and of the sheaf contradict each other", outcome.Advice);
        Assert.Contains("agents 0 and 1", outcome.Advice);
    }

    [Fact]
    public void A_tolerance_below_rounding_is_told_from_a_contradiction()
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem("a ring of turns");
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape))) { Tolerance = 1e-12f };

        var outcome = Solve.Until(admm, problem.Start(tape));

        Assert.Equal(SolveStatus.StepLimit, outcome.Status);
        Assert.Contains("as near as single precision comes", outcome.Advice);
        Assert.Contains("Raise the tolerance", outcome.Advice);
    }

    [Fact]
    public void An_agent_whose_constraints_contradict_each_other_is_named()
    {
        using var tape = new Tape(recording: false);
        var fine = AgentEntries.Free(new float[,] { { 1 } }, [0]);
        var impossible = fine with { Rows = new float[,] { { 1 }, { 1 } }, Lower = [2, 0], Upper = [3, 1] };
        var admm = new SheafAdmm(
            new QpAgents(fine, impossible), ExactConsensus.Hard(SampleSheaves.Path(2, 1).On(tape)));

        var outcome = Solve.Until(admm, AdmmState.From(tape.Zeros([1, 2]), Penalty.Same(tape, 1)));

        Assert.Equal((SolveStatus.Infeasible, 1), (outcome.Status, outcome.Steps));
        Assert.StartsWith("The constraints of agent 1 contradict each other: no x meets them all.", outcome.Advice);
    }

    [Fact]
    public void A_step_that_explodes_is_reported_with_the_last_finite_state()
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem("a path that copies");
        var wild = NesterovDescent.Hard(problem.On(tape), tape.Input([1e4f], []));

        var outcome = Solve.Until(new SheafAdmm(problem.Agents(tape), wild), problem.Start(tape));

        Assert.Equal(SolveStatus.NotFinite, outcome.Status);
        Assert.Contains("lower the step size", outcome.Advice);
        Assert.DoesNotContain(outcome.State.Z.Values.ToArray(), value => !float.IsFinite(value));
    }

    [Fact]
    public void A_solve_can_be_interrupted()
    {
        using var tape = new Tape(recording: false);
        using var source = new CancellationTokenSource();
        var problem = new Problem("a path that copies");
        var admm = new SheafAdmm(problem.Agents(tape), ExactConsensus.Hard(problem.On(tape)));
        var seen = new List<int>();

        var outcome = Solve.Until(
            admm, problem.Start(tape), new SolveOptions { Cancellation = source.Token }, (step, _) =>
            {
                seen.Add(step);
                if (step == 3)
                    source.Cancel();
            });

        Assert.Equal((SolveStatus.Interrupted, 3), (outcome.Status, outcome.Steps));
        Assert.Equal([0, 1, 2, 3], seen);
        Assert.Contains("Interrupted after 3 steps", outcome.Advice);
    }

    [Fact]
    public void A_long_solve_takes_no_more_memory_than_a_short_one()
    {
        using var tape = new Tape(recording: false);
        var problem = new Problem("stalks of all sizes, parallel edges");
        var cg = ConjugateGradients.Soft(problem.On(tape), 1);
        var admm = new SheafAdmm(problem.Agents(tape), cg) { Tolerance = 1e-20f };
        long early = 0;

        Solve.Until(admm, problem.Start(tape), new SolveOptions { StepLimit = 20_000 }, (step, _) =>
            early = step == 10 ? tape.ReservedBytes : early);

        Assert.True(early > 0);
        Assert.Equal(early, tape.ReservedBytes);
    }

    [Fact]
    public void On_a_recording_tape_nothing_is_recorded()
    {
        using var tape = new Tape();
        var problem = new Problem("a path that copies");
        var admm = new SheafAdmm(problem.Agents(tape, tracked: true), ConjugateGradients.Soft(problem.On(tape), 1));

        var outcome = Solve.Until(admm, problem.Start(tape));

        Assert.Equal(0, tape.Recorded);
        Assert.True(tape.Recording);
        Assert.False(outcome.OrThrow().X.Tracked);
    }

    [Fact]
    public void A_negative_limit_is_refused() => Assert.Equal(
        "StepLimit must lie between 0 and 1000000000, but is -1.",
        Assert.Throws<ArgumentException>(() => new SolveOptions { StepLimit = -1 }).Message);
}
