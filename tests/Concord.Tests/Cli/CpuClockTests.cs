using System.Diagnostics;
using Concord.Cli.Commands;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class CpuClockTests
{
    [Fact]
    public void Others_are_what_the_machine_did_besides_this_program()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("stat");
        // user nice system idle waiting interrupts soft stolen guest nice guest, in hundredths of a second
        File.WriteAllText(path, "cpu  1000 100 300 9000 400 10 20 30 500 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n");
        Assert.Equal(14.6, CpuClock.Now(path).All!.Value, 1e-9);
        var begin = new CpuClock(0, Own: 2, All: 14.6);
        var end = new CpuClock(2 * Stopwatch.Frequency, Own: 5, All: 18.6);
        var (own, other) = end.CoresSince(begin);
        Assert.Equal(1.5, own, 1e-9);
        Assert.Equal(0.5, other!.Value, 1e-9);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("intr 1 2 3 4 5 6 7 8 9")]
    [InlineData("cpu 1 2 3")]
    public void A_machine_that_does_not_tell_gives_no_number(string? text)
    {
        using var folder = new TemporaryFolder();
        if (text != null)
            File.WriteAllText(folder.File("stat"), text);
        var now = CpuClock.Now(folder.File("stat"));
        Assert.Null(now.All);
        Assert.Null(now.CoresSince(new CpuClock(0, 0, 1)).Other);
    }
}
