using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>Agents with a convex quadratic cost and linear constraints each, sizes as they come.</summary>
/// <remarks>
/// The x-update is a small quadratic program, solved in double precision by a dual active-set method that begins with
/// the rows that were held the last time; the units of costs, rows and coordinates do not matter. Costs are constants
/// and the step is not differentiated; bounds on coordinates alone with diagonal Q are <see cref="DiagonalAgents"/>, in
/// closed form. An instance keeps its beginnings, so use one for one solve at a time.
/// </remarks>
public sealed class QpAgents : IAgents, ICosts
{
    private readonly QuadraticProgram[] _programs;
    private readonly List<QpSolver[]> _solvers = [];
    private readonly int _state;

    /// <summary>Agents in the order of their vertices; all samples share their programs.</summary>
    /// <exception cref="ArgumentException">A program that is not convex, or of unfit sizes or bounds.</exception>
    public QpAgents(params IReadOnlyList<QuadraticProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        Require.Positive(programs.Count, "The number of agents");
        _programs = [.. programs];
        for (var a = 0; a < _programs.Length; a++)
        {
            ArgumentNullException.ThrowIfNull(_programs[a], nameof(programs));
            _programs[a].Check(a);
        }
        _state = _programs.Sum(program => program.Size);
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> StalkSizes => [.. _programs.Select(program => program.Size)];

    /// <inheritdoc/>
    /// <exception cref="InfeasibleException">No x meets all constraints of an agent.</exception>
    /// <exception cref="InvalidOperationException">The step is to be differentiated.</exception>
    public Tensor Respond(Tensor proposal, Tensor penalty)
    {
        AgentRows.RequireFit(proposal, penalty, _state);
        AgentRows.RequireConstant(proposal, penalty, "agents with constraints");
        foreach (var rho in penalty.Values)
            Require.Positive(rho, "The penalty ρ");
        var answer = proposal.Tape.Empty(proposal.Shape);
        for (int sample = 0, at = 0; at < proposal.Shape.Size; sample++)
        {
            if (_solvers.Count == sample)
                _solvers.Add([.. _programs.Select(program => new QpSolver(program))]);
            for (var a = 0; a < _programs.Length; at += _programs[a++].Size)
            {
                var size = _programs[a].Size;
                var v = proposal.Values.Slice(at, size);
                var x = answer.Values.Slice(at, size);
                // Nothing to answer to: the loop that asked sees it in the answer.
                if (v.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                    x.Fill(float.NaN);
                else if (!_solvers[sample][a].TrySolve(v, AgentRows.Prices(penalty, at, size), x))
                    throw new InfeasibleException(
                        $"The constraints of agent {a} contradict each other: no x meets them all.");
            }
        }
        return answer;
    }

    string? ICosts.Check(SheafLayout layout, int samples) => null;

    double ICosts.GradientScale(ReadOnlySpan<float> x, int sample)
    {
        double curved = 0, linear = 0;
        var at = 0;
        foreach (var program in _programs)
        {
            var squares = QuadraticCosts.Squares(program.Curvature, program.Slope, x.Slice(at, program.Size));
            (curved, linear, at) = (curved + squares.Curved, linear + squares.Linear, at + program.Size);
        }
        return Math.Sqrt(Math.Max(curved, linear));
    }

    double ICosts.LengthScale(int state, int sample) => QuadraticCosts.LengthScale(
        [.. _programs.Select(program => program.Curvature)], [.. _programs.Select(program => program.Slope)]);

    double ICosts.Infimum(ReadOnlySpan<double> direction, ReadOnlySpan<float> x, double size, int sample)
    {
        var sum = 0.0;
        var at = 0;
        foreach (var program in _programs)
        {
            sum += ProgramBounds.Infimum(program, direction.Slice(at, program.Size), x.Slice(at, program.Size), size);
            at += program.Size;
        }
        return sum;
    }

    Growth? ICosts.Recession(ReadOnlySpan<double> direction, int sample)
    {
        var sum = new Growth(0, 0);
        var at = 0;
        foreach (var program in _programs)
        {
            if (ProgramBounds.Recession(program, direction.Slice(at, program.Size)) is not { } trend)
                return null;
            sum += trend;
            at += program.Size;
        }
        return sum;
    }
}
