using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_created_and_then_replaced()
    {
        var path = _folder.File("a");
        AtomicFile.Write(path, stream => stream.Write("a long first text"u8));
        AtomicFile.Write(path, stream => stream.Write("second"u8));
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal(["a"], _folder.Names());
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_no_other_and_says_which_file()
    {
        var path = _folder.File("a");
        File.WriteAllText(path, "old");
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new IOException("No space left on device.");
        }));
        Assert.Equal($"{path} could not be written: No space left on device.", failure.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a"], _folder.Names());
    }

    [Fact]
    public void Any_other_failure_passes_through_and_leaves_the_old_file()
    {
        var path = _folder.File("a");
        File.WriteAllText(path, "old");
        Assert.Throws<NotSupportedException>(() => AtomicFile.Write(path, _ => throw new NotSupportedException()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a"], _folder.Names());
    }

    [Fact]
    public void The_old_file_is_whole_until_the_new_one_is()
    {
        var path = _folder.File("a");
        File.WriteAllText(path, "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
            Assert.EndsWith(".tmp", Assert.Single(_folder.Names(), name => name != "a"));
        });
        Assert.Equal(1 << 20, new FileInfo(path).Length);
    }

    [Fact]
    public void A_missing_folder_and_a_folder_in_the_way_are_said()
    {
        var missing = Path.Combine(_folder.Path, "no", "a");
        Assert.Contains(missing, Assert.Throws<IOException>(() => AtomicFile.Write(missing, _ => { })).Message);

        var taken = _folder.File("taken");
        Directory.CreateDirectory(taken);
        Assert.Contains(taken, Assert.Throws<IOException>(() => AtomicFile.Write(taken, _ => { })).Message);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Many_writers_at_once_leave_one_whole_file()
    {
        var path = _folder.File("a");
        Parallel.For(0, 16, writer =>
        {
            var content = new byte[10_000];
            content.AsSpan().Fill((byte)writer);
            AtomicFile.Write(path, stream => stream.Write(content));
        });
        Assert.Equal(10_000, new FileInfo(path).Length);
        Assert.Single(File.ReadAllBytes(path).Distinct());
        Assert.Equal(["a"], _folder.Names());
    }
}
