using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>Agents with a full quadratic cost each: ½ xᵀQx + qᵀx, sizes as they come.</summary>
/// <remarks>
/// The x-update solves (Q + ρI) x = ρv − q in double precision. Its factor is made when ρ changes. Costs are constants
/// and the step is not differentiated; where Q is diagonal use <see cref="DiagonalAgents"/>, which is.
/// </remarks>
public sealed class QuadraticAgents : IAgents, ICosts
{
    private readonly float[][,] _given;
    private readonly Matrix[] _curvatures;
    private readonly float[][] _slopes;
    private readonly Cholesky[] _factors;
    private readonly float[] _price;
    private readonly int _state;

    /// <summary>Agents in the order of their vertices; all samples share their costs.</summary>
    /// <param name="curvatures">Q of each agent, [stalk, stalk], symmetric and positive semidefinite.</param>
    /// <param name="slopes">q of each agent, [stalk].</param>
    /// <exception cref="ArgumentException">A cost that is not convex, or sizes that do not fit.</exception>
    public QuadraticAgents(IReadOnlyList<float[,]> curvatures, IReadOnlyList<float[]> slopes)
    {
        ArgumentNullException.ThrowIfNull(curvatures);
        ArgumentNullException.ThrowIfNull(slopes);
        var count = Require.Positive(curvatures.Count, "The number of agents");
        Require.That(slopes.Count == count, "The slopes q", $"must be given for {count} agents", slopes.Count);
        for (var a = 0; a < count; a++)
        {
            ArgumentNullException.ThrowIfNull(curvatures[a]);
            ArgumentNullException.ThrowIfNull(slopes[a]);
        }
        _given = [.. curvatures.Select(q => (float[,])q.Clone())];
        _curvatures = [.. curvatures.Select(Matrix.From)];
        _slopes = [.. slopes.Select(slope => (float[])slope.Clone())];
        for (var a = 0; a < _curvatures.Length; a++)
        {
            Convexity.Require(_curvatures[a], $"The curvature Q of agent {a}");
            Require.That(
                _slopes[a].Length == _curvatures[a].Rows && _slopes[a].All(float.IsFinite), $"The slope q of agent {a}",
                $"must hold {_curvatures[a].Rows} finite numbers", $"[{string.Join(", ", _slopes[a])}]");
        }
        _state = _curvatures.Sum(q => q.Rows);
        _price = new float[_state];
        _factors = new Cholesky[_curvatures.Length];
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> StalkSizes => [.. _slopes.Select(slope => slope.Length)];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The step is to be differentiated.</exception>
    public Tensor Respond(Tensor proposal, Tensor penalty)
    {
        AgentRows.RequireFit(proposal, penalty, _state);
        AgentRows.RequireConstant(proposal, penalty, "quadratic agents");
        foreach (var rho in penalty.Values)
            Require.Positive(rho, "The penalty ρ");
        var answer = proposal.Tape.Empty(proposal.Shape);
        for (var first = 0; first < proposal.Shape.Size; first += _state)
            for (int a = 0, at = 0; a < _curvatures.Length; at += _curvatures[a++].Rows)
            {
                var rows = _curvatures[a].Rows;
                var rho = AgentRows.Prices(penalty, first + at, rows);
                var factor = FactorOf(a, rho, _price.AsSpan(at, rows));
                var x = new double[rows];
                var left = new double[rows];
                // What a large Q rounds away of a small ρ is solved for again.
                for (var round = 0; round < 2; round++)
                {
                    _curvatures[a].Times(x, left);
                    for (var i = 0; i < rows; i++)
                        left[i] = (_price[at + i] * (proposal.Values[first + at + i] - x[i])) - _slopes[a][i] - left[i];
                    factor.Solve(left);
                    for (var i = 0; i < rows; i++)
                        x[i] += left[i];
                }
                for (var i = 0; i < rows; i++)
                    answer.Values[first + at + i] = (float)x[i];
            }
        return answer;
    }

    private Cholesky FactorOf(int agent, ReadOnlySpan<float> rho, Span<float> known)
    {
        if (_factors[agent] is { } factor && AgentRows.Equal(known, rho))
            return factor;
        for (var i = 0; i < known.Length; i++)
            known[i] = rho[rho.Length == 1 ? 0 : i];
        return _factors[agent] = Convexity.Factor(_curvatures[agent], known) ?? throw new ArgumentException(
            $"The penalty ρ of agent {agent} must be positive and finite, but is {rho[0]}.");
    }

    string? ICosts.Check(SheafLayout layout, int samples) => null;

    double ICosts.GradientScale(ReadOnlySpan<float> x, int sample)
    {
        double curved = 0, linear = 0;
        for (int a = 0, at = 0; a < _given.Length; at += _slopes[a++].Length)
        {
            var squares = QuadraticCosts.Squares(_given[a], _slopes[a], x.Slice(at, _slopes[a].Length));
            (curved, linear) = (curved + squares.Curved, linear + squares.Linear);
        }
        return Math.Sqrt(Math.Max(curved, linear));
    }

    double ICosts.LengthScale(int state, int sample) => QuadraticCosts.LengthScale(_given, _slopes);

    double ICosts.Infimum(ReadOnlySpan<double> direction, ReadOnlySpan<float> x, double size, int sample) =>
        direction.ContainsAnyExcept(0) ? double.NegativeInfinity : 0;

    Growth? ICosts.Recession(ReadOnlySpan<double> direction, int sample)
    {
        var sum = new Growth(0, 0);
        for (int a = 0, at = 0; a < _given.Length; at += _slopes[a++].Length)
            if (QuadraticCosts.Recession(_given[a], _slopes[a], direction.Slice(at, _slopes[a].Length)) is { } trend)
                sum += trend;
            else
                return null;
        return sum;
    }
}
