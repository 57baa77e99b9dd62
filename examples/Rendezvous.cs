using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Examples;

/// <summary>
/// Four vehicles meet in formation. Each knows its own place and heading, and agrees in its neighbours' frames.
/// </summary>
public static class Rendezvous
{
    /// <summary>
    /// Per vehicle: where it is, which way it looks, its place in the formation, how unwilling it is to travel.
    /// </summary>
    public static (float X, float Y, float Heading, float PlaceX, float PlaceY, float Effort)[] Fleet =>
        [(0, 0, 0.3f, -1, 0, 1), (4, 1, 2.1f, 1, 0, 1), (3, 5, -1.2f, 0, 1, 2), (-2, 3, 4f, 0, -1, 0.5f)];

    /// <summary>
    /// Returns the formation's centre as each vehicle sees it, in its own frame: x and y, vehicle by vehicle.
    /// </summary>
    public static float[] Run()
    {
        // On an edge both say where the centre is, in the second one's frame: the first turns by the difference in
        // heading.
        var builder = new SheafBuilder(2, 2, 2, 2);
        foreach (var (u, v) in new[] { (0, 1), (1, 2), (2, 3), (3, 0), (0, 2) })
            builder.Join(u, Turn(Fleet[u].Heading - Fleet[v].Heading), v, Turn(0));

        using var tape = new Tape(recording: false);
        float[] wish = [.. Fleet.SelectMany(a => InFrame(a.Heading, a.X - a.PlaceX, a.Y - a.PlaceY))];
        float[] effort = [.. Fleet.SelectMany(a => new[] { a.Effort, a.Effort })];
        float[] slope = [.. wish.Zip(effort, (w, e) => -e * w)];
        var agents = new DiagonalAgents(tape.Input(effort, [1, 8]), tape.Input(slope, [1, 8]));
        var admm = new SheafAdmm(agents, ExactConsensus.Hard(builder.Build().On(tape))) { Tolerance = 1e-5f };
        var outcome = Solve.Until(admm, AdmmState.From(tape.Input(wish, [1, 8]), Penalty.Same(tape, 1)));

        var seen = outcome.OrThrow().Z.Values.ToArray();
        var centre = InFrame(-Fleet[0].Heading, seen[0], seen[1]);
        Console.WriteLine($"Rendezvous: all gather round ({centre[0]:f3}, {centre[1]:f3}). {outcome.Advice}");
        return seen;
    }

    private static float[,] Turn(float angle) =>
        new[,] { { MathF.Cos(angle), -MathF.Sin(angle) }, { MathF.Sin(angle), MathF.Cos(angle) } };

    private static float[] InFrame(float heading, float x, float y) =>
        [(MathF.Cos(heading) * x) + (MathF.Sin(heading) * y), (MathF.Cos(heading) * y) - (MathF.Sin(heading) * x)];
}
