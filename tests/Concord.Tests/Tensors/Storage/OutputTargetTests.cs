using System.Diagnostics;
using System.Runtime.Versioning;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

/// <summary>What lies at an output's path decides how it is written: replaced, written to, or refused.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OutputTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputTargetTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Links and devices as on Unix.");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("link", "target", "link -> target")]
    [InlineData("link", "below/target", "link -> below/target")]
    [InlineData("link", "below/target", "link -> second", "second -> below/target")]
    [InlineData("via/link", "target", "via -> below/deep", "below/deep/link -> ../../target")]
    [InlineData("via/../link", "below/target", "via -> below/deep", "below/link -> target")]
    public void A_link_stays_and_what_it_leads_to_is_written(string path, string target, params string[] links)
    {
        Directory.CreateDirectory(_folder.File("below/deep"));
        foreach (var link in links)
        {
            var (from, to) = (link.Split(" -> ")[0], link.Split(" -> ")[1]);
            File.CreateSymbolicLink(_folder.File(from), to);
        }
        // The first time nothing is there yet, the second time there is.
        foreach (var text in (string[])["one", "two"])
        {
            AtomicFile.Check(_folder.File(path));
            Write(path, text);
            Assert.Equal(text, File.ReadAllText(_folder.File(target)));
        }
        foreach (var link in links)
            Assert.Equal(link.Split(" -> ")[1], new FileInfo(_folder.File(link.Split(" -> ")[0])).LinkTarget);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("loop", "its symbolic links form a loop")]
    [InlineData("folder", "it is a folder")]
    [InlineData("folder/", "it is a folder")]
    [InlineData("new/", "its name is that of a folder, since it ends in a slash")]
    [InlineData("missing/file", "there is no folder ")]
    [InlineData("dangling", "there is no folder ")]
    [InlineData("file/file", " is no folder")]
    [InlineData("read-only", "the file is read-only")]
    [InlineData("to-read-only", "the file is read-only")]
    public void What_cannot_be_written_is_refused_before_and_after_and_stays(string path, string reason)
    {
        Directory.CreateDirectory(_folder.File("folder"));
        File.WriteAllText(_folder.File("file"), "old");
        File.WriteAllText(_folder.File("read-only"), "old");
        File.SetUnixFileMode(_folder.File("read-only"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_folder.File("to-read-only"), "read-only");
        File.CreateSymbolicLink(_folder.File("dangling"), "missing/file");
        File.CreateSymbolicLink(_folder.File("loop"), "pool");
        File.CreateSymbolicLink(_folder.File("pool"), "loop");
        var names = _folder.Names();
        var whole = _folder.Path + "/" + path;
        foreach (var refused in (Action[])[() => AtomicFile.Check(whole), () => Write(path, "new")])
        {
            var sentence = Assert.Throws<IOException>(refused).Message;
            Assert.StartsWith($"{whole} could not be written: ", sentence);
            Assert.Contains(reason, sentence);
            Assert.EndsWith(".", sentence);
            Assert.DoesNotContain(".tmp", sentence);
        }
        Assert.Equal(names, _folder.Names());
        Assert.Equal("old", File.ReadAllText(_folder.File("file")));
        Assert.Equal("old", File.ReadAllText(_folder.File("read-only")));
    }

    [Theory]
    [InlineData("/dev/full", "no space is left on the disk")]
    [InlineData("/dev/fd/981", "it is closed")]
    public void A_device_that_takes_nothing_says_so(string path, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The devices of Linux.");
        var sentence = Assert.Throws<IOException>(() => AtomicFile.Write(path, to => to.Write("text"u8))).Message;
        Assert.Equal($"{path} could not be written: {reason}.", sentence);
    }

    [Fact]
    public void A_device_is_written_to_and_stays_a_device()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The devices of Linux.");
        File.CreateSymbolicLink(_folder.File("link"), "/dev/null");
        foreach (var path in (string[])["/dev/null", _folder.File("link")])
        {
            AtomicFile.Check(path);
            AtomicFile.Write(path, to => to.Write("text"u8));
            Assert.Empty(File.ReadAllBytes("/dev/null"));
        }
        Assert.Equal("/dev/null", new FileInfo(_folder.File("link")).LinkTarget);
    }

    [Fact]
    public async Task A_pipe_takes_it_and_stays_a_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made with mkfifo.");
        var path = _folder.File("pipe");
        using (var made = Process.Start("mkfifo", [path]))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        AtomicFile.Check(path);
        var read = Task.Run(() => File.ReadAllText(path), TestContext.Current.CancellationToken);
        Write("pipe", "through the pipe");
        Assert.Equal("through the pipe", await read);
        Assert.Equal(["pipe"], _folder.Names());
    }

    [Theory]
    [InlineData(243)]
    [InlineData(244)]
    [InlineData(255)]
    public void A_name_may_be_as_long_as_names_can_be(int letters)
    {
        var name = new string('n', letters);
        AtomicFile.Check(_folder.File(name));
        Write(name, "text");
        Assert.Equal([name], _folder.Names());
        var longer = _folder.File(new string('n', 256));
        Assert.Contains(
            "its name is too long", Assert.Throws<IOException>(() => AtomicFile.Check(longer)).Message);
    }

    [Fact]
    public void A_replaced_file_keeps_its_permissions()
    {
        var path = _folder.File("private");
        File.WriteAllText(path, "old");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, mode);
        Write("private", "new");
        Assert.Equal(("new", mode), (File.ReadAllText(path), File.GetUnixFileMode(path)));
    }

    [Fact]
    public void Leftovers_are_removed_and_files_of_others_are_not()
    {
        File.WriteAllText(_folder.File("mine.tmp"), "");
        File.WriteAllText(_folder.File(".concord-12-3.tmp"), "");
        AtomicFile.RemoveLeftovers(_folder.Path);
        Assert.Equal(["mine.tmp"], _folder.Names());
    }

    private void Write(string name, string text) =>
        AtomicFile.Write(_folder.Path + "/" + name, to => to.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
