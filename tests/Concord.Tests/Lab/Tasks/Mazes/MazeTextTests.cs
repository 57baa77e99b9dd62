using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Mazes;

public sealed class MazeTextTests
{
    [Fact]
    public void A_printed_maze_reads_back()
    {
        var maze = MazeGenerator.Draw(new Rng(13), GridSize.Of(9, 13), 6);
        var again = MazeText.Parse(MazeText.Print(maze), "printed");

        Assert.Equal(maze.Size, again.Size);
        Assert.Equal(maze.Tokens.ToArray(), again.Tokens.ToArray());
    }

    [Theory]
    [InlineData("#####\n#S G#\n#####")]
    [InlineData("#####\n#S.G#\n#####\n")]
    [InlineData("#####\r\n#S G#\r\n#####\r\n")]
    [InlineData("#####\n#S G#\r\n#####\n\n\r\n")]
    [InlineData("\uFEFF#####\n#S G#\n#####")]
    [InlineData("11111\n13241\n11111\n")]
    [InlineData("11111 \n13241 \n11111 \n")]
    [InlineData("11111\n1S0G1\n11111\n")]
    [InlineData("#####\r#S G#\r#####\r")]
    [InlineData("#####\u2028#S G#\u0085#####")]
    [InlineData("\n\r\n#####\n#S G#\n#####")]
    [InlineData("  \n\t\n#####\n#S G#\n#####\n  \n")]
    [InlineData("#####  \n#S G#  \n#####  ")]
    [InlineData("#####\n#S G# \n#####")]
    [InlineData("   #####\n   #S G#\n   #####")]
    [InlineData("#####\n#s*g#\n#####")]
    [InlineData("#####\n#S E#\n#####")]
    [InlineData("█████\n█S·e█\n█████")]
    [InlineData("▓▓▓▓▓\n▓S\u00A0G▓\n▓▓▓▓▓")]
    [InlineData("██████████\n██S   G ██\n██████████")]
    [InlineData("##########\n##SS  GG##\n##########")]
    [InlineData("⬛⬛⬛⬛⬛\n⬛S⬜G⬛\n⬛⬛⬛⬛⬛")]
    public void Signs_digits_and_any_end_of_line_are_read(string text)
    {
        Assert.Equal("#####\n#S G#\n#####\n", MazeText.Print(MazeText.Parse(text, "test")));
        Assert.Equal("#####\n#S G#\n#####\n", MazeText.Print(MazeText.Read(new StringReader(text), "test")));
    }

    [Fact]
    public void Spaces_at_the_ends_of_a_row_are_pixels()
    {
        var maze = MazeText.Parse("S    \n     \n    G", "test");

        Assert.Equal(GridSize.Of(3, 5), maze.Size);
        Assert.Equal("S    \n     \n    G\n", MazeText.Print(maze));
    }

    [Fact]
    public void Spaces_that_an_editor_cut_off_are_pixels_where_there_is_no_frame() => Assert.Equal(
        "S    \n     \n#   G\n", MazeText.Print(MazeText.Parse("S\n\n#   G", "test")));

    [Fact]
    public void A_goal_out_of_reach_is_read() =>
        Assert.False(MazeText.Parse("#####\n#S#G#\n#####", "test").IsSolvable);

    [Fact]
    public void Predictions_print_whatever_they_hold() =>
        Assert.Equal("?# \nSG*\n???\n", MazeText.Print([0, 1, 2, 3, 4, 5, 6, 0, 255], GridSize.Of(3, 3)));

    [Theory]
    [InlineData("", "The maze must have at least one row, but the text is empty.")]
    [InlineData(" \r\n\n", "The maze must have at least one row, but the text is empty.")]
    [InlineData("#", "The maze width must lie between 3 and 1001, but is 1.")]
    [InlineData("#####", "The maze height must lie between 3 and 1001, but is 1.")]
    [InlineData("\n#####", "The maze height must lie between 3 and 1001, but is 1.")]
    [InlineData("####\n#SG#\n####", "The maze width must be odd, but is 4.")]
    [InlineData("###\n#S#\n#G#\n###", "The maze height must be odd, but is 4.")]
    [InlineData("#####\n#S G##\n#####", "Row 2 must have 5 characters like the first row, but has 6.")]
    [InlineData(
        "#######\n#S\tG#\n#######", "Row 2 must have 7 characters like the first row, but has 5, a tab among them.")]
    [InlineData("#####\n#S G#\n####", "Row 3 must have 5 characters like the first row, but has 4.")]
    [InlineData("#####\n\n#####", "Row 2 must have 5 characters like the first row, but has 0.")]
    [InlineData("###\r#SG#\r###", "Row 2 must have 3 characters like the first row, but has 4.")]
    [InlineData(
        "11111\n1S2G1\n11111",
        "The character at row 2, column 3 must be 0, 1, 'S' or 'G', as the first one is a digit and there is an 'S', "
        + "but is '2'.")]
    [InlineData(
        "#####\n#SxG#\n#####", "The character at row 2, column 3 must be '#', ' ', '.', 'S' or 'G', but is 'x'.")]
    [InlineData(
        "#####\n#S\tG#\n#####", "The character at row 2, column 3 must be '#', ' ', '.', 'S' or 'G', but is U+0009.")]
    [InlineData(
        "#####\n#S2G#\n#####", "The character at row 2, column 3 must be '#', ' ', '.', 'S' or 'G', but is '2'.")]
    [InlineData(
        "11111\n13541\n11111",
        "The character at row 2, column 3 must be a digit from 1 to 4, as the first one is a digit, but is '5'.")]
    [InlineData(
        "11111\n13241\n1111#",
        "The character at row 3, column 5 must be a digit from 1 to 4, as the first one is a digit, but is '#'.")]
    [InlineData("#####\n#  G#\n#####", "The maze must have exactly one start, but has 0.")]
    [InlineData("#####\n#SSG#\n#####", "The maze must have exactly one start, but has 2.")]
    [InlineData("#####\n#S  #\n#####", "The maze must have exactly one goal, but has 0.")]
    [InlineData("#####\n#SGE#\n#####", "The maze must have exactly one goal, but has 2.")]
    [InlineData("#####\n#SGG#\n#####", "The maze must have exactly one goal, but has 2.")]
    public void Text_that_is_no_maze_is_refused_in_one_sentence(string text, string sentence)
    {
        var broken = Assert.Throws<FormatException>(() => MazeText.Parse(text, "small.txt"));

        Assert.Equal($"small.txt: {sentence}", broken.Message);
    }

    [Fact]
    public void Endless_rows_and_columns_are_refused_by_their_size()
    {
        var wide = new string('#', 1_000_000);
        var tall = string.Concat(Enumerable.Repeat("###\n", 1_000_000));
        var rows = string.Concat(Enumerable.Repeat("###\n", 1003));

        Assert.Equal("a: The maze width must lie between 3 and 1001, but is 1000000.", Refusal(wide));
        Assert.Equal(
            "a: The maze width must lie between 3 and 1001, but is 5000000.",
            Refusal("\n" + new string('#', 5_000_000)));
        Assert.Equal("a: The text must have at most 1004003 characters, but has more.", Refusal(tall));
        Assert.Equal("a: The maze height must lie between 3 and 1001, but is 1003.", Refusal(rows));

        static string Refusal(string text) =>
            Assert.Throws<FormatException>(() => MazeText.Parse(text, "a")).Message;
    }

    [Fact]
    public void A_stream_that_never_ends_is_left_alone_after_the_longest_text() => Assert.Equal(
        "-: The text must have at most 1004003 characters, but has more.",
        Assert.Throws<FormatException>(() => MazeText.Read(new Endless(), "-")).Message);

    [Fact]
    public void The_largest_maze_reads_back_with_either_end_of_line()
    {
        var maze = MazeGenerator.Draw(new Rng(1), GridSize.Of(1001, 1001), 1);
        var text = MazeText.Print(maze).ReplaceLineEndings("\r\n");

        Assert.Equal(MazeText.MostCharacters, text.Length);
        Assert.Equal(maze.Fingerprint, MazeText.Parse(text, "large").Fingerprint);
    }

    private sealed class Endless : TextReader
    {
        private int _at;

        public override int Read() => _at++ % 6 == 5 ? '\n' : '#';

        public override int Peek() => _at % 6 == 5 ? '\n' : '#';
    }
}
