using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Coordination;

/// <summary>The checks and certificates of <see cref="DiagonalAgents"/>, coordinate by coordinate.</summary>
internal static class DiagonalCosts
{
    /// <inheritdoc cref="ICosts.Check"/>
    public static string? Check(DiagonalAgents agents, SheafLayout layout, int samples)
    {
        var state = layout.StateSize;
        foreach (var (name, tensor) in Named(agents))
            Require.That(
                tensor.Shape.Size == 1 || tensor.Shape.Size == samples * state, $"The {name}",
                $"must hold 1 or {samples * state} numbers, {state} for every sample", tensor.Shape);
        RequireNotNegative(agents.Curvature, "curvature Q", ", so that the cost is convex");
        if (agents.L1 is { } l1)
            RequireNotNegative(l1, "price l", "");
        foreach (var (name, tensor) in Named(agents))
        {
            var bound = tensor == agents.Lower || tensor == agents.Upper;
            for (var i = 0; i < tensor.Shape.Size; i++)
                if (float.IsNaN(tensor.Values[i]) || (!bound && float.IsInfinity(tensor.Values[i])))
                    return $"The {name} must be finite, but is {tensor.Values[i]} at {i}: " +
                        "correct the data before they are solved.";
        }
        RequireOrder(agents, samples * state, layout);
        return null;
    }

    /// <inheritdoc cref="ICosts.GradientScale"/>
    public static double GradientScale(DiagonalAgents agents, ReadOnlySpan<float> x, int sample)
    {
        double curved = 0, linear = 0, price = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var at = (sample * x.Length) + i;
            curved += Square(At(agents.Curvature, at) * (double)x[i]);
            linear += Square(At(agents.Slope, at));
            price += agents.L1 is { } l1 ? Square(At(l1, at)) : 0;
        }
        return Math.Sqrt(Math.Max(curved, Math.Max(linear, price)));
    }

    /// <inheritdoc cref="ICosts.LengthScale"/>
    public static double LengthScale(DiagonalAgents agents, int state, int sample)
    {
        double curvature = 0, slope = 0;
        for (var at = sample * state; at < (sample + 1) * state; at++)
        {
            curvature += Square(At(agents.Curvature, at));
            slope += Square(At(agents.Slope, at));
        }
        return curvature > 0 ? Math.Sqrt(state * slope / curvature) : 0;
    }

    /// <inheritdoc cref="ICosts.Infimum"/>
    public static double Infimum(DiagonalAgents agents, ReadOnlySpan<double> direction, int sample)
    {
        var sum = 0.0;
        for (var i = 0; i < direction.Length; i++)
        {
            if (direction[i] == 0)
                continue;
            var at = (sample * direction.Length) + i;
            sum += direction[i] * (direction[i] > 0 ? Lower(agents, at) : Upper(agents, at));
        }
        return sum;
    }

    /// <inheritdoc cref="ICosts.Recession"/>
    public static Growth? Recession(DiagonalAgents agents, ReadOnlySpan<double> direction, int sample)
    {
        var trend = new Growth(0, 0);
        for (var i = 0; i < direction.Length; i++)
        {
            var at = (sample * direction.Length) + i;
            var d = direction[i];
            if (d == 0)
                continue;
            if (At(agents.Curvature, at) > 0 || !double.IsInfinity(d > 0 ? Upper(agents, at) : Lower(agents, at)))
                return null;
            double linear = At(agents.Slope, at) * d, price = agents.L1 is { } l1 ? At(l1, at) * Math.Abs(d) : 0;
            trend += new Growth(linear + price, Math.Abs(linear) + price);
        }
        return trend;
    }

    /// <summary>Throws unless every number is zero or more, or undefined.</summary>
    public static void RequireNotNegative(Tensor tensor, string name, string reason)
    {
        var values = tensor.Values;
        for (var i = 0; i < values.Length; i++)
            if (values[i] < 0)
                throw new ArgumentException($"The {name} must not be negative{reason}, but is {values[i]} at {i}.");
    }

    private static void RequireOrder(DiagonalAgents agents, int count, SheafLayout layout)
    {
        for (var at = 0; at < count; at++)
        {
            double lower = Lower(agents, at), upper = Upper(agents, at);
            if (lower <= upper && lower < double.PositiveInfinity && upper > double.NegativeInfinity)
                continue;
            var i = at % layout.StateSize;
            var agent = Array.FindLastIndex(layout.StateStarts, start => start <= i);
            throw new ArgumentException(
                $"The lower bound of number {i - layout.StateStarts[agent]} of agent {agent} must not exceed the " +
                $"upper bound {upper}, but is {lower}.");
        }
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Named(DiagonalAgents agents)
    {
        yield return ("curvature Q", agents.Curvature);
        yield return ("slope q", agents.Slope);
        if (agents.L1 is { } l1)
            yield return ("price l", l1);
        if (agents.Lower is { } lower)
            yield return ("lower bound", lower);
        if (agents.Upper is { } upper)
            yield return ("upper bound", upper);
    }

    private static double Lower(DiagonalAgents agents, int at) =>
        agents.Lower is { } lower ? At(lower, at) : double.NegativeInfinity;

    private static double Upper(DiagonalAgents agents, int at) =>
        agents.Upper is { } upper ? At(upper, at) : double.PositiveInfinity;

    private static float At(Tensor tensor, int i) => tensor.Values[tensor.Shape.Size == 1 ? 0 : i];

    private static double Square(double value) => value * value;
}
