using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Examples;

/// <summary>
/// Forty sensors, scattered at random, each measure a smooth field once, with noise, and talk to those nearby.
/// </summary>
public static class FieldEstimation
{
    /// <summary>Where the sensors are, what they read, and what the field is there.</summary>
    public static IReadOnlyList<(float X, float Y, float Reading, float Truth)> Sensors { get; } =
        [.. Scatter(40, new Rng(7))];

    /// <summary>
    /// Returns each sensor's picture: the field's value where it stands, and its slope in x and in y.
    /// </summary>
    public static float[] Run()
    {
        // Half-way between two sensors near each other their linear pictures should meet, and their slopes be alike.
        var builder = new SheafBuilder([.. Sensors.Select(_ => 3)]);
        for (var v = 0; v < Sensors.Count; v++)
            for (var u = 0; u < v; u++)
            {
                float dx = (Sensors[v].X - Sensors[u].X) / 2, dy = (Sensors[v].Y - Sensors[u].Y) / 2;
                if ((dx * dx) + (dy * dy) < 0.02f)
                    builder.Join(u, HalfWay(dx, dy), v, HalfWay(-dx, -dy));
            }

        using var tape = new Tape(recording: false);
        var trust = tape.Input([.. Sensors.SelectMany(_ => new[] { 1, 0.01f, 0.01f })], [1, 120]);
        var slope = tape.Input([.. Sensors.SelectMany(s => new[] { -s.Reading, 0, 0 })], [1, 120]);
        var consensus = ConjugateGradients.Soft(builder.Build().On(tape), pull: 0.3f) with { Steps = 40 };
        var admm = new SheafAdmm(new DiagonalAgents(trust, slope), consensus) { Relaxation = 1.6f, Tolerance = 1e-5f };
        var outcome = Solve.Until(admm, AdmmState.From(tape.Zeros([1, 120]), Penalty.Same(tape, 0.3f)));

        var field = outcome.OrThrow().Z.Values.ToArray();
        double before = Sensors.Average(s => MathF.Abs(s.Reading - s.Truth));
        double after = Sensors.Select((s, i) => MathF.Abs(field[3 * i] - s.Truth)).Average();
        Console.WriteLine($"Field estimation: the mean error falls from {before:f3} to {after:f3}. {outcome.Advice}");
        return field;
    }

    private static float[,] HalfWay(float dx, float dy) => new[,] { { 1, dx, dy }, { 0, 0.2f, 0 }, { 0, 0, 0.2f } };

    private static IEnumerable<(float, float, float, float)> Scatter(int count, Rng rng)
    {
        for (var i = 0; i < count; i++)
        {
            double x = rng.Uniform(), y = rng.Uniform(), truth = Math.Sin(3 * x) + (y * y);
            yield return ((float)x, (float)y, (float)(truth + (0.3 * rng.Normal())), (float)truth);
        }
    }
}
