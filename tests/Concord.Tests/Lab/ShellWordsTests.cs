using System.Diagnostics;
using Concord.Lab;
using Xunit;

namespace Concord.Tests.Lab;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("runs/maze-7.5_b", "runs/maze-7.5_b")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("~/run", "'~/run'")]
    [InlineData("grün", "'grün'")]
    public void A_word_is_quoted_where_a_shell_would_change_it(string word, string quoted) =>
        Assert.Equal(quoted, ShellWords.Quote(word));

    [Theory]
    [InlineData("-run", "./-run")]
    [InlineData("--steps 5", "'./--steps 5'")]
    [InlineData("run", "run")]
    public void A_path_that_begins_with_a_dash_is_no_option(string path, string quoted) =>
        Assert.Equal(quoted, ShellWords.QuotePath(path));

    [Theory]
    [InlineData("a b")]
    [InlineData("it's \"so\"")]
    [InlineData("$HOME `id` $(id) \\ \\n !x")]
    [InlineData("*?[a] {a,b} ~ #x; a&b|c<d>e")]
    [InlineData(" a\n\tb \n")]
    [InlineData("=x %1 a:b@c,d+e")]
    [InlineData("")]
    public void A_shell_reads_back_the_same_word(string word)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no POSIX shell on this machine.");
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"printf '%s|' {ShellWords.Quote(word)} end");
        using var shell = Process.Start(start)!;
        Assert.Equal($"{word}|end|", shell.StandardOutput.ReadToEnd());
        shell.WaitForExit();
    }
}
