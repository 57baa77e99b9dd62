using System.Text;
using Concord.Tests.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Cli;

public sealed class SolveTests(TrainedRun run)
{
    private const string Small = "#####\n#S#G#\n# # #\n#   #\n#####\n";
    private const string Walled = "#####\n#S#G#\n# # #\n# # #\n#####\n";

    [Theory]
    [InlineData("", "the text is empty")]
    [InlineData("#####\n#S G\n#####\n", "Row 2 must have 5 characters")]
    [InlineData("#####\n#S?G#\n#####\n", "The character at row 2, column 3 must be")]
    [InlineData("#####\n#  G#\n#####\n", "exactly one start, but has 0")]
    [InlineData("#####\n#SSG#\n#####\n", "exactly one start, but has 2")]
    [InlineData("#####\n#S  #\n#####\n", "exactly one goal, but has 0")]
    [InlineData("####\n#SG#\n####\n", "The maze width must be odd, but is 4")]
    [InlineData("#####\n#S G#\n", "The maze height must lie between 3 and 1001, but is 2")]
    public void Mazes_that_are_none_are_refused(string maze, string fragment)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("maze.txt"), maze);
        var result = CliProcess.Here("solve", "maze", folder.File("maze.txt"), "--weights", run.Folder);
        result.IsRefusedWith(fragment);
        Assert.Contains("maze.txt", result.Error);
        CliProcess.HereWith(maze, "solve", "maze", "-", "--weights", run.Folder).IsRefusedWith("standard input");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-3")]
    [InlineData("20")]
    [InlineData("1000000")]
    [InlineData("1e6")]
    [InlineData("NaN")]
    [InlineData("9x9x9")]
    public void Sizes_that_are_none_are_refused(string size)
    {
        CliProcess.Here("solve", "maze", "--size", size, "--weights", run.Folder).IsRefusedWith("--size: ");
        CliProcess.Here("eval", "maze", "--size", size, "--weights", run.Folder).IsRefusedWith("--size: ");
    }

    [Fact]
    public void An_input_that_is_missing_or_has_a_size_of_its_own_is_refused()
    {
        CliProcess.Here("solve", "maze", "nothing.txt", "--weights", run.Folder)
            .IsRefusedWith("nothing.txt: the input must be a file");
        CliProcess.HereWith(Small, "solve", "maze", "-", "--size", "9")
            .IsRefusedWith("--size must not come with an input");
    }

    [Fact]
    public void Files_that_are_no_text_are_named()
    {
        using var folder = new TemporaryFolder();
        void Refuses(string fragment, byte[] bytes)
        {
            File.WriteAllBytes(folder.File("maze.txt"), bytes);
            CliProcess.Here("solve", "maze", folder.File("maze.txt"), "--weights", run.Folder)
                .IsRefusedWith($"{folder.File("maze.txt")} {fragment}");
        }

        Refuses("must be a text file, but is a gzip file.", [0x1F, 0x8B, 8, 0]);
        Refuses("must be a text file, but is UTF-16 text without", Encoding.Unicode.GetBytes(Small));
        Refuses("must have at most 16777216 bytes, but has more.", new byte[(1 << 24) + 1]);
        CliProcess.Here("solve", "maze", folder.Path, "--weights", run.Folder)
            .IsRefusedWith($"{folder.Path}: the input must be a file, or - for standard input, but is a folder.");
        File.WriteAllBytes(folder.File("maze.txt"), Encoding.Unicode.GetBytes("\uFEFF" + Small));
        Assert.Equal(0, CliProcess.Here("solve", "maze", folder.File("maze.txt"), "--weights", run.Folder).Code);
    }

    [Theory]
    [InlineData("--at 3", "--at must come with")]
    [InlineData("--flip dual --at 100 --iterations 50", "--at must be at most the number of iterations, 50")]
    public void A_moment_that_never_comes_is_refused(string options, string fragment) =>
        CliProcess.HereWith(Small, ["solve", "maze", "-", "--weights", run.Folder, .. options.Split(' ')])
            .IsRefusedWith(fragment);

    [Fact]
    public void A_goal_out_of_reach_is_said_and_is_no_error()
    {
        var result = CliProcess.HereWith(Walled, "solve", "maze", "-", "--weights", run.Folder);
        Assert.Equal(0, result.Code);
        Assert.Contains("The goal cannot be reached", result.Out);
        var json = CliProcess.HereWith(Walled, "solve", "maze", "-", "--weights", run.Folder, "--json").Json();
        Assert.False(json.GetProperty("has_answer").GetBoolean());
        Assert.False(json.GetProperty("solved").GetBoolean());
    }

    [Fact]
    public void A_file_of_signs_is_drawn_with_its_answer_and_residuals()
    {
        var result = CliProcess.HereWith(Small, "solve", "maze", "-", "--weights", run.Folder, "--iterations", "7");
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.Contains("5x5 maze, 4 agents, 6 edges", result.Out);
        Assert.Contains("#S#G#", result.Out);
        Assert.Contains("iteration  primal", result.Out);
        Assert.Contains("olved", result.Out);
    }

    [Theory]
    [InlineData("--zero all", 20)]
    [InlineData("--flip dual --at 5", 5)]
    [InlineData("--noise 0.5 --at 7 --cut-edges 0.1", 7)]
    [InlineData("--swap --lose-messages 0.2", 20)]
    public void A_disturbance_is_told_with_its_moment(string options, int moment)
    {
        string[] start = ["solve", "maze", "--size", "9", "--weights", run.Folder, "--iterations", "40"];
        string[] words = [.. start, .. options.Split(' ')];
        Assert.Contains("disturbance: ", CliProcess.Here(words).Out);
        var json = CliProcess.Here([.. words, "--json"]).Json();
        Assert.Equal(moment, json.GetProperty("damaged_after").GetInt32());
        Assert.True(json.TryGetProperty("iterations_to_recover", out _));
    }

    [Fact]
    public void The_same_seed_shows_the_same_and_another_seed_something_else()
    {
        string Answer(int seed) =>
            CliProcess.Here("solve", "maze", "--size", "9", "--weights", run.Folder, "--seed", $"{seed}", "--json").Out;
        Assert.Equal(Answer(3), Answer(3));
        Assert.NotEqual(Answer(3), Answer(4));
    }

    [Fact]
    public void A_page_is_written_where_asked_and_refused_where_it_cannot_be()
    {
        using var folder = new TemporaryFolder();
        var page = folder.File("film.html");
        CliResult Solve(string path) =>
            CliProcess.HereWith(Small, "solve", "maze", "-", "--weights", run.Folder, "--html", path);
        Assert.Contains(page, Solve(page).Out);
        Assert.Contains("<html", File.ReadAllText(page));
        Solve(folder.File("no/film.html")).IsRefusedWith("--html: ");
    }
}
