using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Concord.Cli.Commands;
using Concord.Cli.Terminals;
using Concord.Tests.Golden;
using Concord.Tests.Lab.Data;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class DataTests
{
    [Fact]
    public void The_list_names_every_data_set_and_where_it_lies()
    {
        var all = CliProcess.Here("data", "list", "--json").Json();
        var list = all.GetProperty("data");
        var entry = Assert.Single(list.EnumerateArray());
        Assert.Equal("mnist", entry.GetProperty("name").GetString());
        Assert.Equal(11_594_722, entry.GetProperty("bytes").GetInt64());
        var text = CliProcess.Here("data", "list").Out;
        Assert.StartsWith("mnist: 70,000 handwritten digits", text);
        var folder = entry.GetProperty("folder").GetString();
        Assert.Contains(folder != null ? $"lies in {folder}" : "downloads its 11.6 MB", text);

        var suites = all.GetProperty("suites").EnumerateArray().ToList();
        Assert.Equal(
            ["easy50", "top95", "hardest11", "mixed10k"],
            suites.Select(suite => suite.GetProperty("suite").GetString()));
        foreach (var suite in suites)
        {
            var name = suite.GetProperty("suite").GetString();
            var file = suite.GetProperty("file").GetString();
            Assert.Contains($"suite {name} of sudoku: ", text);
            var place = Path.Combine("data", "sudoku", $"{name}.txt");
            Assert.Contains(file != null ? $"lies in {file}" : $"put your copy at {place}", text);
        }
    }

    [Fact]
    public void Files_that_are_there_and_right_are_not_downloaded()
    {
        var folder = SharedData.Require("mnist");
        var json = CliProcess.Here("data", "get", "mnist", "--to", folder, "--json").Json();
        Assert.Equal(4, json.GetProperty("files").GetArrayLength());
        Assert.Equal(0, json.GetProperty("downloaded").GetArrayLength());
        var text = CliProcess.Here("data", "get", "mnist", "--to", folder).Out;
        Assert.Contains("with the right checksums; there was nothing to download.", text);
    }

    [Fact]
    public void Without_a_network_it_fails_with_one_sentence()
    {
        using var folder = new TemporaryFolder();
        using var mirrors = new FakeMirrors();
        var verb = new DataCommand(mirrors);
        using StringWriter output = new(), error = new();
        var failure = Assert.ThrowsAny<Exception>(() => verb.Run(
            verb.Parse(["get", "mnist", "--to", folder.File("new")]), new Terminal(output, error)));
        Assert.Equal(1, Concord.Cli.Complaint.Code(failure));
        var sentence = Concord.Cli.Complaint.Sentence(failure);
        Assert.StartsWith("train-images-idx3-ubyte.gz must come from a mirror, but none gave it (", sentence);
        Assert.EndsWith($"without a network, copy the files of mnist into {folder.File("new")}.", sentence);
        Assert.Equal("", output.ToString() + error);
        Assert.False(Directory.Exists(folder.File("new")));
    }

    [Fact]
    public async Task An_interrupt_keeps_the_part_and_says_how_to_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill and env of GNU.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var mirror = new TcpListener(IPAddress.Loopback, 0);
        mirror.Start();
        var address = $"http://{mirror.LocalEndpoint}/mnist";
        using var process = CliProcess.Start(
            ["data", "get", "mnist", "--to", folder.Path, "--from", address], hearsInterrupts: true);
        using var client = await mirror.AcceptTcpClientAsync(cancellation);
        var stream = client.GetStream();
        Assert.True(await stream.ReadAsync(new byte[4096], cancellation) > 0);
        byte[] answer = [.. "HTTP/1.1 200 OK\r\nContent-Length: 9912422\r\n\r\n"u8, .. "0123456789"u8];
        await stream.WriteAsync(answer, cancellation);
        var part = folder.File("train-images-idx3-ubyte.gz.part");
        var clock = Stopwatch.StartNew();
        while (new FileInfo(part) is not { Exists: true, Length: 10 }
            && clock.Elapsed < TimeSpan.FromMinutes(1) && !process.HasExited)
            await Task.Delay(20, cancellation);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(cancellation);
        var end = CliProcess.End(process);

        Assert.True(end.Code == 130, $"exit code {end.Code}: {end.Error}");
        Assert.Contains("the same command goes on from there.", end.Error);
        Assert.Equal("", end.Out);
        Assert.Equal("0123456789", File.ReadAllText(part));
        Assert.Equal(["train-images-idx3-ubyte.gz.part"], folder.Names());
    }
}
