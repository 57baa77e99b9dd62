using System.Net;
using System.Security.Cryptography;
using Concord.Lab.Data;
using Concord.Tests.Golden;
using Concord.Tests.Lab.Tasks.Digits;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Lab.Data;

public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeMirrors _mirrors = new();
    private readonly byte[][] _packed = [IdxSample.Packed(Content(0)), IdxSample.Packed(Content(1))];
    private readonly CancellationTokenSource _interrupt = new();
    private readonly DataSet _data;

    public DownloadTests() => _data = new DataSet(
        "letters", "two files", [.. _packed.Select((packed, i) => new DataFile(
            $"{"ab"[i]}.gz", packed.Length, Content(i).Length, Convert.ToHexStringLower(SHA256.HashData(Content(i)))))],
        [new("https://one.example/"), new("https://two.example/")])
    {
        Find = () => null,
    };

    private string A => _folder.File("new/a.gz");

    public void Dispose()
    {
        _mirrors.Dispose();
        _interrupt.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_files_come_once_and_are_not_asked_for_again()
    {
        _mirrors.Add("one.example", Whole);
        var heard = new List<DownloadProgress>();
        Assert.Equal(_data.Files, await Run(download => download with { Progress = heard.Add }));
        Assert.Equal(["/a.gz", "/b.gz"], _mirrors.Asked);
        Assert.Equal(_packed[0], File.ReadAllBytes(A));
        Assert.Equal(2, Directory.GetFiles(_folder.File("new")).Length);
        Assert.Equal(heard.Select(now => now.Bytes).Order(), heard.Select(now => now.Bytes));
        Assert.Equal(new DownloadProgress("b.gz", _data.PackedLength, _data.PackedLength), heard[^1]);

        Assert.Empty(await Run());
        Assert.Equal(2, _mirrors.Asked.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_is_completed_whether_or_not_the_mirror_knows_ranges(bool knows)
    {
        _mirrors.Add("one.example", request =>
        {
            if (!knows)
                request.Headers.Range = null;
            return Whole(request);
        });
        WritePart(_packed[0][..20]);
        await Run();
        Assert.Equal("/a.gz 20-", _mirrors.Asked[0]);
        Assert.Equal(_packed[0], File.ReadAllBytes(A));
    }

    [Fact]
    public async Task Where_one_mirror_breaks_off_the_next_goes_on()
    {
        _mirrors.Add("one.example", request => FakeMirrors.File(request, FileOf(request), rest =>
            new HaltingStream(rest[..10], _ => throw new IOException("Connection reset by peer."))));
        Assert.Contains("one.example: Connection reset by peer; two.example: Name or service", await Failure());
        Assert.Equal(_packed[0][..10], File.ReadAllBytes(A + ".part"));
        Assert.False(File.Exists(A));

        _mirrors.Asked.Clear();
        _mirrors.Add("two.example", Whole);
        await Run();
        Assert.Equal(["/a.gz 10-", "/a.gz 20-", "/b.gz", "/b.gz 10-"], _mirrors.Asked);
        Assert.Equal(_packed[0], File.ReadAllBytes(A));
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing_and_a_wrong_part_or_file_is_replaced()
    {
        _mirrors.Add("one.example", request => FakeMirrors.File(request, Damaged()));
        Assert.Contains("one.example: what came has another checksum", await Failure());
        Assert.Empty(Directory.GetFiles(_folder.File("new")));

        _mirrors.Add("one.example", Whole);
        WritePart(Damaged()[..30]);
        await Run();
        Assert.Equal(_packed[0], File.ReadAllBytes(A));

        File.WriteAllBytes(A, Damaged());
        Assert.Equal([_data.Files[0]], await Run());
        Assert.Equal(_packed[0], File.ReadAllBytes(A));
    }

    [Fact]
    public async Task What_is_not_the_file_is_not_written()
    {
        _mirrors.Add("one.example", _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        _mirrors.Add("two.example", _ => new HttpResponseMessage { Content = new StringContent("Please log in.") });
        var failure = await Failure();
        Assert.Contains("one.example: it answered 503 Service Unavailable", failure);
        Assert.Contains($"two.example: its file has 14 bytes instead of {_packed[0].Length}", failure);
        Assert.Contains("copy the files of letters into", failure);

        // No length announced, and no end.
        _mirrors.Add("two.example", _ => new HttpResponseMessage
        {
            Content = new StreamContent(new HaltingStream(new byte[1 << 20], _ => Task.CompletedTask)),
        });
        Assert.Contains("two.example: it sent more than", await Failure());
    }

    [Fact]
    public async Task Without_a_network_nothing_is_made()
    {
        Assert.Contains("a.gz must come from a mirror, but none gave it", await Failure());
        Assert.False(Directory.Exists(_folder.File("new")));
    }

    [Fact]
    public async Task A_silent_mirror_is_left_for_the_next()
    {
        _mirrors.AddSilent("one.example");
        _mirrors.Add("two.example", Whole);
        await Run(download => download with { Patience = TimeSpan.FromMilliseconds(20) });
        Assert.Equal(_packed[0], File.ReadAllBytes(A));
    }

    [Fact]
    public async Task An_interrupt_keeps_what_came()
    {
        _mirrors.Add("one.example", request => FakeMirrors.File(request, FileOf(request), rest =>
            new HaltingStream(rest[..10], async token =>
            {
                await _interrupt.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            })));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run());
        Assert.Equal(_packed[0][..10], File.ReadAllBytes(A + ".part"));
        Assert.Single(_mirrors.Asked);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_the_disks_fault_and_not_the_mirrors()
    {
        _mirrors.Add("one.example", Whole);
        File.WriteAllText(_folder.File("new"), "");
        await Assert.ThrowsAnyAsync<IOException>(() => Run());
        Assert.Single(_mirrors.Asked);
    }

    [Fact]
    public void The_known_checksums_are_those_of_the_real_files()
    {
        var folder = SharedData.Require("mnist");
        var mnist = DataSets.Of("mnist");
        Assert.Equal(4, mnist.Files.Count);
        Assert.All(mnist.Files, file => Assert.True(file.IsAt(Path.Combine(folder, file.Name)), file.Name));
        Assert.All(mnist.Mirrors, mirror => Assert.EndsWith("/", mirror.AbsoluteUri));
    }

    private static byte[] Content(int file) => [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i % (97 + file)))];

    private byte[] FileOf(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath == "/a.gz" ? _packed[0] : _packed[1];

    private HttpResponseMessage Whole(HttpRequestMessage request) => FakeMirrors.File(request, FileOf(request));

    private byte[] Damaged()
    {
        byte[] bytes = [.. _packed[0]];
        bytes[15] ^= 1;
        return bytes;
    }

    private void WritePart(byte[] bytes)
    {
        Directory.CreateDirectory(_folder.File("new"));
        File.WriteAllBytes(A + ".part", bytes);
    }

    private async Task<string> Failure() => (await Assert.ThrowsAsync<DownloadException>(() => Run())).Message;

    private async Task<IReadOnlyList<DataFile>> Run(Func<Download, Download>? change = null)
    {
        using var client = new HttpClient(_mirrors, disposeHandler: false);
        var download = new Download(_data, _folder.File("new"));
        return await (change?.Invoke(download) ?? download).Run(client, _interrupt.Token);
    }
}
