using System.Text;
using Concord.Lab.Runs;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Runs;

public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string LogPath => _folder.File("events.jsonl");

    [Fact]
    public void Events_come_back_in_order_with_the_same_bits()
    {
        var log = new EventLog(LogPath);
        log.Append(new(0, 0, []));
        log.Append(new(20, 1.25, [new("loss", 0.1), new("solved 19x19 \"ß\"", 5e-324)]));
        log.Append(new(long.MaxValue, 1e9, [new("loss", -0.0)]));

        var events = EventLog.Read(LogPath);

        Assert.Equal([0, 20, long.MaxValue], events.Select(entry => entry.Step));
        Assert.Equal([0, 1.25, 1e9], events.Select(entry => entry.Seconds));
        Assert.Empty(events[0].Values);
        Assert.Equal([new("loss", 0.1), new("solved 19x19 \"ß\"", 5e-324)], events[1].Values);
        Assert.True(double.IsNegative(events[2]["loss"]));
        Assert.True(double.IsNaN(events[0]["loss"]));
    }

    [Fact]
    public void A_line_is_plain_JSON()
    {
        new EventLog(LogPath).Append(new(3, 0.5, [new("loss", 1000.25), new("score", double.NaN)]));
        Assert.Equal("""{"step":3,"seconds":0.5,"loss":1000.25,"score":null}""" + "\n", File.ReadAllText(LogPath));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_comes_back_as_NaN(double value)
    {
        new EventLog(LogPath).Append(new(1, 1, [new("loss", value)]));
        Assert.True(double.IsNaN(Assert.Single(EventLog.Read(LogPath)).Values[0].Value));
    }

    [Fact]
    public void Resuming_drops_the_events_after_the_checkpoint_and_nothing_else()
    {
        var log = Logged(10, 20, 30, 30, 40);
        var before = File.ReadAllLines(LogPath);

        log.KeepUpTo(30);

        Assert.Equal(before[..4], File.ReadAllLines(LogPath));
        log.Append(new(35, 3.5, []));
        Assert.Equal([10, 20, 30, 30, 35], Steps());
        log.KeepUpTo(0);
        Assert.Empty(File.ReadAllBytes(LogPath));
        log.Append(new(1, 1, []));
        Assert.Equal([1], Steps());
        Assert.Equal(["events.jsonl"], _folder.Names());
    }

    /// <summary>A process killed at any byte: reading gives the whole lines, and the next event joins them.</summary>
    [Fact]
    public void A_log_cut_at_any_byte_goes_on()
    {
        Logged(10, 20);
        var bytes = File.ReadAllBytes(LogPath);
        var first = Array.IndexOf(bytes, (byte)'\n');
        for (var length = 0; length <= bytes.Length; length++)
        {
            // A line that lacks nothing but its end is whole.
            long[] kept = [.. new long[] { 10, 20 }.Take(length >= bytes.Length - 1 ? 2 : length >= first ? 1 : 0)];
            File.WriteAllBytes(LogPath, bytes[..length]);
            Assert.Equal(kept, Steps());
            new EventLog(LogPath).Append(new(99, 9, []));
            Assert.Equal([.. kept, 99], Steps());

            File.WriteAllBytes(LogPath, bytes[..length]);
            new EventLog(LogPath).KeepUpTo(15);
            Assert.Equal(kept.Take(1), Steps());
            Assert.True(length == 0 || File.ReadAllText(LogPath) is "" or [.., '\n']);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{\"step\":1}")]
    [InlineData("{\"seconds\":1}")]
    [InlineData("{\"step\":-1,\"seconds\":1}")]
    [InlineData("{\"step\":1.5,\"seconds\":1}")]
    [InlineData("{\"step\":null,\"seconds\":1}")]
    [InlineData("{\"step\":1,\"seconds\":null}")]
    [InlineData("{\"step\":1,\"seconds\":1,\"loss\":\"high\"}")]
    [InlineData("{\"step\":1,\"seconds\":1,\"loss\":{}}")]
    [InlineData("{\"step\":1,\"seconds\":1,\"loss\":1,\"loss\":1}")]
    [InlineData("{\"step\":1,\"seconds\":1,\"\\ud800\":1}")]
    [InlineData("{\"step\":1,\"seconds\":1}{}")]
    [InlineData("\0\0\0\0")]
    public void A_broken_line_before_the_last_is_named_and_kept(string broken)
    {
        Logged(10);
        File.AppendAllText(LogPath, broken + "\n" + """{"step":20,"seconds":2}""" + "\n");
        var bytes = File.ReadAllBytes(LogPath);

        var refusal = Assert.Throws<InvalidDataException>(() => EventLog.Read(LogPath));
        Assert.StartsWith($"Line 2 of {LogPath} must be an event, but ", refusal.Message);
        Assert.Throws<InvalidDataException>(() => new EventLog(LogPath).KeepUpTo(10));
        Assert.Throws<InvalidDataException>(() => new EventLog(LogPath).Append(new(30, 3, [])));
        Assert.Equal(bytes, File.ReadAllBytes(LogPath));
    }

    [Theory]
    [InlineData("\uFEFF", "\n", "utf-8")]
    [InlineData("", "\r\n", "utf-8")]
    [InlineData("", "\r", "utf-8")]
    [InlineData("\uFEFF", "\r\n", "utf-16")]
    public void A_log_that_an_editor_saved_is_read_and_goes_on(string mark, string lineEnd, string encoding)
    {
        Logged(10, 20);
        var bytes = File.ReadAllBytes(LogPath);
        var saved = mark + Encoding.UTF8.GetString(bytes).ReplaceLineEndings(lineEnd);
        File.WriteAllBytes(LogPath, Encoding.GetEncoding(encoding).GetBytes(saved));
        Assert.Equal([10, 20], Steps());

        new EventLog(LogPath).Append(new(30, 3, []));

        Assert.Equal([10, 20, 30], Steps());
        Assert.Equal(bytes, File.ReadAllBytes(LogPath)[..bytes.Length]);
    }

    [Fact]
    public void Events_that_could_not_be_read_back_are_not_written()
    {
        var log = new EventLog(LogPath);
        Assert.Throws<ArgumentException>(() => log.Append(new(-1, 0, [])));
        Assert.Throws<ArgumentException>(() => log.Append(new(1, double.NaN, [])));
        Assert.Throws<ArgumentException>(() => log.Append(new(1, 0, [new("step", 1)])));
        Assert.Throws<ArgumentException>(() => log.Append(new(1, 0, [new("", 1)])));
        Assert.Throws<ArgumentException>(() => log.Append(new(1, 0, [new("loss", 1), new("loss", 1)])));
        Assert.False(File.Exists(LogPath));
    }

    [Fact]
    public void A_missing_log_is_said_by_the_reader_and_nothing_to_the_writer()
    {
        Assert.Contains(LogPath, Assert.Throws<FileNotFoundException>(() => EventLog.Read(LogPath)).Message);
        new EventLog(LogPath).KeepUpTo(5);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void A_log_that_cannot_be_written_says_so()
    {
        var path = Path.Combine(_folder.Path, "no", "events.jsonl");
        var failure = Assert.Throws<IOException>(() => new EventLog(path).Append(new(1, 1, [])));
        Assert.StartsWith($"{path} could not be written: ", failure.Message);
    }

    private EventLog Logged(params long[] steps)
    {
        var log = new EventLog(LogPath);
        foreach (var step in steps)
            log.Append(new(step, step / 10.0, [new("loss", 1.0 / step)]));
        return log;
    }

    private IEnumerable<long> Steps() => EventLog.Read(LogPath).Select(entry => entry.Step);
}
