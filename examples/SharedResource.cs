using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Examples;

/// <summary>
/// Three fields draw water from two wells. A field knows its demand, a well its limit, a pipe only its two ends.
/// </summary>
/// <remarks>
/// A field with demand d wants ½ (Σ water − d)² + 0.05 Σ water², no water negative; the last term is the cost of
/// pumping.
/// </remarks>
public static class SharedResource
{
    private const float Any = float.PositiveInfinity;

    /// <summary>
    /// Returns the water in the five pipes: field 0 to well 0; field 1 to wells 0 and 1; field 2 to wells 0 and 1.
    /// </summary>
    public static float[] Run()
    {
        // An agent has one number for each of its pipes, so agents differ in size.
        QpAgents agents = new(
            QuadraticProgram.Boxed(new[,] { { 1.1f } }, [-3], lower: [0], upper: [Any]),
            QuadraticProgram.Boxed(new[,] { { 1.1f, 1 }, { 1, 1.1f } }, [-4, -4], lower: [0, 0], upper: [Any, Any]),
            QuadraticProgram.Boxed(new[,] { { 1.1f, 1 }, { 1, 1.1f } }, [-2, -2], lower: [0, 0], upper: [Any, Any]),
            Well(pipes: 3, limit: 4),
            Well(pipes: 2, limit: 1.5f));

        // The two ends of a pipe must name the same amount: (field, its number, well, its number).
        var pipes = new SheafBuilder(1, 2, 2, 3, 2).Match(0, 0, 3, 0).Match(1, 0, 3, 1).Match(1, 1, 4, 0)
            .Match(2, 0, 3, 2).Match(2, 1, 4, 1).Build();

        using var tape = new Tape(recording: false);
        var admm = new SheafAdmm(agents, ExactConsensus.Hard(pipes.On(tape))) { Tolerance = 1e-6f };
        var outcome = Solve.Until(admm, AdmmState.From(tape.Zeros([1, 10]), Penalty.Same(tape, 0.5f)));
        var water = outcome.OrThrow().Z.Values[..5].ToArray();
        var amounts = string.Join(", ", water.Select(w => $"{w:f3}"));
        Console.WriteLine($"Shared resource: the pipes carry {amounts}. {outcome.Advice}");
        return water;
    }

    private static QuadraticProgram Well(int pipes, float limit)
    {
        var sum = new float[1, pipes];
        for (var i = 0; i < pipes; i++)
            sum[0, i] = 1;
        var free = new float[pipes, pipes];
        return new() { Curvature = free, Slope = new float[pipes], Rows = sum, Lower = [-Any], Upper = [limit] };
    }
}
