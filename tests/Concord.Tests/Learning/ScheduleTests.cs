using System.Text.Json;
using Concord.Learning;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Learning;

/// <summary>Rates as those of the schedule with which Darlow et al. 2025 trained.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Rates_rise_and_fall_by_a_cosine_as_in_the_original()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require("goldens/ctm/schedule.json")));
        var full = Schedule(file.RootElement.GetProperty("config"));
        foreach (var item in file.RootElement.GetProperty("steps").EnumerateArray())
            Check(full, item.GetProperty("step").GetInt64(), item.GetProperty("closed_form").GetDouble());
        var small = file.RootElement.GetProperty("short");
        // Behind its end the original's rate rises again; here it stays.
        var rates = small.GetProperty("lr_at_step_0_to_23").EnumerateArray().Select(rate => rate.GetDouble());
        foreach (var (step, rate) in rates.Take(21).Index())
            Check(Schedule(small), step, rate);
        Check(Schedule(small), 1000, 1e-7);
    }

    [Fact]
    public void Without_a_cosine_the_rate_falls_along_a_line_to_the_least()
    {
        var optimizer = new AdamW { Rate = 1, Warmup = 10, CoolFrom = 20, CoolFor = 10, Least = 0.2f };
        long[] steps = [0, 5, 10, 20, 25, 30, 99];
        Assert.Equal([0, 0.5f, 1, 1, 0.6f, 0.2f, 0.2f], steps.Select(optimizer.RateAt));
    }

    [Fact]
    public void A_fall_moves_with_its_end()
    {
        var line = new AdamW { Rate = 1, Warmup = 10, CoolFrom = 80, CoolFor = 20 };
        var longer = line.FallingUntil(250);
        Assert.Equal((200L, 250L), (longer.CoolFrom, longer.FallsUntil));
        Assert.Equal([1, 0.5f, 0], new long[] { 200, 225, 250 }.Select(longer.RateAt));
        Assert.Equal((80L, 250L), ((line with { Cosine = true }).FallingUntil(250).CoolFrom, longer.FallsUntil));
        Assert.Throws<ArgumentException>(() => line.FallingUntil(99));
        Assert.Throws<ArgumentException>(() => new AdamW().FallingUntil(99));
    }

    private static AdamW Schedule(JsonElement config)
    {
        var warmup = config.GetProperty("warmup_steps").GetInt64();
        var steps = config.GetProperty("total_steps").GetInt64();
        return new AdamW
        {
            Rate = config.GetProperty("base_lr").GetSingle(),
            Warmup = (int)warmup - 1,
            CoolFrom = warmup,
            CoolFor = steps - warmup,
            Cosine = true,
            Least = config.GetProperty("eta_min").GetSingle(),
        };
    }

    private static void Check(AdamW schedule, long step, double rate) =>
        Assert.Equal(rate, schedule.RateAt(step), (1e-6 * rate) + 1e-15);
}
