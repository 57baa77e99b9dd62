using System.Text.Json.Nodes;
using Concord.Benchmarks.Kernels;

namespace Concord.Benchmarks.Roofline;

/// <summary>One operation on one thread beside the peak of one thread.</summary>
/// <param name="Name">What and how large.</param>
/// <param name="MultiplyAdds">Useful ones: no padding, nothing twice.</param>
/// <param name="Seconds">What it took, at best.</param>
internal sealed record Operation(string Name, double MultiplyAdds, double Seconds)
{
    private const double SecondsOfRound = 0.1;

    /// <summary>Floating-point operations per second.</summary>
    public double Rate => 2 * MultiplyAdds / Seconds;

    /// <summary>Times the benchmarks that multiply and add enough to be bound by it.</summary>
    /// <remarks>
    /// Conjugate gradient steps count as in <see cref="Arithmetic"/>: 12 map products and 29 multiply-adds a number of
    /// a state forward, and three times that with the way back, which computes six residuals again for nothing.
    /// </remarks>
    public static IReadOnlyList<Operation> MeasureAll()
    {
        var measured = new List<Operation>();
        foreach (var n in (int[])[256, 288, 512, 1024])
        {
            var square = new GemmBenchmark { Size = n };
            square.Prepare();
            measured.Add(Of($"product {n}x{n}x{n}", Math.Pow(n, 3), square.Multiply));
            measured.Add(Of($"product {n}x{n}x{n}, packed once", Math.Pow(n, 3), square.MultiplyPacked));
            square.Release();
        }
        var tall = new TallGemmBenchmark { Size = 648 };
        tall.Prepare();
        measured.Add(Of("product 648x64x256", 648.0 * 64 * 256, tall.Multiply));
        tall.Release();

        var dense = new DenseBenchmark { Size = 648 };
        dense.Prepare();
        measured.Add(Of("dense 64 to 256, forward", 648.0 * 64 * 256, dense.Forward));
        measured.Add(Of("dense 64 to 256, and back", 3 * 648.0 * 64 * 256, dense.ForwardAndBack));
        dense.Release();

        var grouped = new GroupedProductsBenchmark { Size = 30 };
        grouped.Prepare();
        var map = 22.0 * 30 * 10 * 40;
        measured.Add(Of("maze maps, W z", map, grouped.SlotsOfStates));
        measured.Add(Of("maze maps, Wᵀ r", map, grouped.StatesOfSlots));
        measured.Add(Of("maze maps, outer pairs", 2 * map, grouped.OuterPairs));
        grouped.Release();

        var cg = new ConjugateGradientsBenchmark { Size = 8 };
        cg.Prepare();
        var steps = 8 * ((12.0 * 544 * 50) + (29 * 810));
        measured.Add(Of("maze z-update, forward", steps, cg.Forward));
        measured.Add(Of("maze z-update, and back", 3 * steps, cg.ForwardAndBack));
        cg.Release();
        return measured;
    }

    /// <summary>A line an operation, with its share of a peak.</summary>
    public string ToString(double peak) =>
        $"{Name,-34}{Seconds * 1e6,12:f1}{Rate / 1e9,10:f1}{100 * Rate / peak,9:f1}";

    /// <summary>The same for programs.</summary>
    public JsonObject ToJson(double peak) => new()
    {
        ["operation"] = Name,
        ["multiply_adds"] = MultiplyAdds,
        ["seconds"] = Seconds,
        ["share"] = Rate / peak,
    };

    private static Operation Of(string name, double multiplyAdds, Func<double> run)
    {
        // Steady state begins when the compiler has seen the code often enough to compile it for the last time.
        var perSecond = BestRate.TurnsPerSecond(1, 3 * SecondsOfRound, Repeat);
        perSecond = Math.Max(perSecond, BestRate.TurnsPerSecond(1, SecondsOfRound, Repeat));
        return new(name, multiplyAdds, 1 / perSecond);

        void Repeat(int thread, long times)
        {
            for (; times > 0; times--)
                run();
        }
    }
}
