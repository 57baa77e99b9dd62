using Xunit;

namespace Concord.Tests.Docs;

/// <summary>Every command that a reader is shown does what it should: all are run, long ones on less.</summary>
/// <remarks>They are run in one folder that is made the current one, so nothing else runs beside them.</remarks>
[Collection(nameof(CommandTests))]
[CollectionDefinition(nameof(CommandTests), DisableParallelization = true)]
[Trait("Speed", "Slow")]
public sealed class CommandTests(CommandScene scene) : IClassFixture<CommandScene>
{
    [Fact]
    public void Every_printed_command_works()
    {
        // All in the message, since a list or a long text would be shown in part.
        var faults =
            from outcome in scene.Outcomes()
            where outcome.Fault != null
            select $"{outcome.Command.Source}: {outcome.Command.Text}\n  run as: {outcome.Words}\n  {outcome.Fault}";
        Assert.False(faults.Any(), string.Join('\n', faults));
    }

    [Fact]
    public void Commands_are_found_everywhere_they_are_printed()
    {
        var sources = scene.Outcomes().Select(outcome => outcome.Command.Source).ToHashSet();
        foreach (var source in (string[])
            ["README.md", "CONTRIBUTING.md", "docs/papers/ctm.md", "docs/performance.md", "concord solve --help"])
            Assert.Contains(source, sources);
        foreach (var part in (string[])["-- demo", "concord train maze --preset tiny", "report.html as written"])
            Assert.Contains(sources, source => source.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_run_is_read_and_has_another_test()
    {
        var left = scene.Outcomes().Where(outcome => outcome.NotRun != null).ToList();
        Assert.InRange(left.Count, 1, 14);
        Assert.All(left, outcome => Assert.Equal("", outcome.Words));
        Assert.All(
            scene.Outcomes().Where(outcome => outcome.NotRun == null), outcome => Assert.NotEqual("", outcome.Words));
    }

    [Theory]
    [InlineData("concord eval maze --weights 'a b' --suite \"x y\"", "concord|eval|maze|--weights|a b|--suite|x y")]
    [InlineData("a  b ''", "a|b|")]
    public void Words_are_split_as_a_shell_does(string command, string words) =>
        Assert.Equal(words.Split('|'), PrintedCommands.Split(command));
}
