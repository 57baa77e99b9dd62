using Xunit;

namespace Concord.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("trian maze", "concord has no verb trian; the nearest is train.")]
    [InlineData("xyzzy", "concord has no verb xyzzy; concord --help lists them.")]
    [InlineData("--verison", "concord has no option --verison; the nearest is --version.")]
    [InlineData("train maze --sede 4", "concord train has no option --sede; the nearest is --seed.")]
    [InlineData("train maze --sede=4", "concord train has no option --sede; the nearest is --seed.")]
    [InlineData("solve maze --itertions 4", "the nearest is --iterations.")]
    [InlineData("eval maze --wieghts x", "the nearest is --weights.")]
    [InlineData("train", "concord train needs a task: ")]
    [InlineData("compare maze", "concord compare needs --models")]
    [InlineData("inspect", "concord inspect needs")]
    [InlineData("train maize", "The task must be one of maze")]
    [InlineData("bench", "concord bench needs a task: maze, digits, sudoku")]
    [InlineData("bench mnist", "The task must be one of maze, digits, sudoku")]
    [InlineData("bench digits --preset huge", "--preset must be one of paper, swift, short, tiny, but is huge.")]
    [InlineData("bench digits --mazes 5", "--mazes must be an option of the task digits, but is not.")]
    [InlineData("bench digits --rank x", "--rank: The rank must be a whole number, but is x.")]
    [InlineData("bench digits --data drawn --batch 10001 --steps 1",
        "--batch 10001: The batch must be at most the 10000 samples to train on, but is 10001.")]
    [InlineData("data", "concord data needs to be told what to do: list or get.")]
    [InlineData("data fetch", "concord data must be told to list or get, but is told to fetch.")]
    [InlineData("data get", "concord data get needs a data set: mnist.")]
    [InlineData("data get mnits", "The data set must be one of mnist, but is mnits.")]
    [InlineData("data list mnist", "concord data list takes no further argument, but is given mnist.")]
    [InlineData("data list --to here", "--to must come with get, but comes with list.")]
    [InlineData("data get mnist --form x", "concord data has no option --form; the nearest is --from.")]
    [InlineData("data get mnist --from x", "--from must be an address that begins with http:// or https://, but is x.")]
    [InlineData("help sovle", "concord has no verb sovle; the nearest is solve.")]
    [InlineData("SOLVE maze", "concord has no verb SOLVE; the nearest is solve.")]
    [InlineData("solve MAZE", "but is MAZE; the nearest is maze.")]
    [InlineData("solve maze --SEED 3", "concord solve has no option --SEED; the nearest is --seed.")]
    [InlineData("bench digits --preset Tiny", "but is Tiny; the nearest is tiny.")]
    [InlineData("bench maze again", "takes no further argument, but is given again.")]
    public void Wrong_words_are_refused_with_the_right_ones(string line, string sentence) =>
        CliProcess.Here(line.Split(' ')).IsRefusedWith(sentence);

    [Theory]
    [InlineData("train maze --threads 0", "--threads must be a whole number from 1 to 1024, but is 0.")]
    [InlineData("train maze --threads 1025", "--threads must be")]
    [InlineData("train maze --steps 0", "--steps must be a whole number from 1 to")]
    [InlineData("train maze --steps -5", "--steps must be")]
    [InlineData("train maze --steps 1e30", "--steps must be")]
    [InlineData("train maze --steps", "--steps")]
    [InlineData("train maze --seed 1 --seed 2", "--seed")]
    [InlineData("train maze --minutes NaN", "--minutes must be a number above 0 and up to 1000000, but is NaN.")]
    [InlineData("train maze --minutes 0", "--minutes must be")]
    [InlineData("train maze --lr -1", "--lr must be a number above 0")]
    [InlineData("train maze --lr nan", "--lr must be")]
    [InlineData("train maze --lr Infinity", "--lr must be")]
    [InlineData("train maze --batch 1000001", "--batch must be")]
    [InlineData("train maze --seed -1", "--seed must be a whole number from 0")]
    [InlineData("train maze --hidden 0", "--hidden must lie between 1 and 8192, but is 0.")]
    [InlineData("train maze --hidden 1e6", "--hidden: The hidden width must be a whole number, but is 1e6.")]
    [InlineData("train maze --train-size 20", "--train-size: ")]
    [InlineData("train maze --train-size 1000000", "--train-size: ")]
    [InlineData("train maze --iterations -1", "--iterations must lie between 0 and 10000, but is -1.")]
    [InlineData("train maze --maps equal", "--maps: The value must be one of learned, identity, selectors, but is")]
    [InlineData("train maze --maps identity --rank 4", 
        "--maps identity --rank 4: The rank of maps that are not learned must be 0, but is 4.")]
    [InlineData("eval maze --cg-steps 0", "--cg-steps must be a whole number from 1 to 1000, but is 0.")]
    [InlineData(
        "train digits --model mlp --rule pc-aml",
        "--rule: The rule must be one of bp, pc, pc-nesterov, ipc, epc, pc-alm, but is pc-aml; the nearest is pc-alm.")]
    [InlineData("train digits --model mlp --activation rulu", "but is rulu; the nearest is relu.")]
    [InlineData("train digits --model mlp --depth 0", "The depth must lie between 2 and 100000, but is 0.")]
    [InlineData("train digits --model mlp --iterations 0", "T must lie between 1 and 1000000, but is 0.")]
    [InlineData("train digits --model mlp --data drawn --images 64 --step 1",
        "--step 1: η must be below 2/(ρ λ_max)")]
    [InlineData("train digits --model mlp --data drawn --images 64 --alpha 3",
        "--alpha 3: α must be below 4/(η λ_max)")]
    [InlineData("train digits --model mlp --nudge 0", "--nudge: |β| must be positive, but is 0.")]
    [InlineData("train digits --model cnn --rule pc", "--rule: That option is not one of the model cnn.")]
    [InlineData("train parity --heads 3", "--heads 3: The number of heads must divide the width of 64, but is 3.")]
    [InlineData(
        "train parity --pairing first-last --pairs-out 200 --pairs-action 100",
        "--pairs-out 200 --pairs-action 100 --pairing first-last: The neurons to pair first and last must be at most "
        + "the 256 neurons, but is 300.")]
    [InlineData("train parity --memory 0", "--memory must lie between 1 and 1024, but is 0.")]
    [InlineData("train parity --length 0", "The length of a string must lie between 1 and 4096, but is 0.")]
    [InlineData("train parity --model lstm --neurons 20", "--neurons: That option is not one of the model lstm.")]
    [InlineData("train route --backbone resnet81-1", "but is resnet81-1; the nearest is resnet18-1.")]
    [InlineData("train route --train-size 12", "--train-size: The maze height must be odd, but is 12.")]
    [InlineData("solve qamnist --size 6", "--size: A question's size must be digits by operations, as in 6x3, but is")]
    [InlineData("train maze --stalk 0", "--stalk must lie between 1 and 1024, but is 0.")]
    [InlineData("train maze --least-steps 10000", "--least-steps 10000: The least number of steps in a 19x19 maze")]
    [InlineData(
        "train maze --preset tiny --mazes 3",
        "--mazes 3 --batch 32: The batch must be at most the 24 samples to train on, 3 in 8 variants each, but is 32.")]
    [InlineData("eval maze --halt-at 2", "--halt-at must be a number from 0 to 1, but is 2.")]
    [InlineData("eval maze --halt-at 0.5", "--halt-at must come with a model that thinks in ticks")]
    [InlineData("reproduce sheaf-pc --table 1", "--table must come with a paper that has tables")]
    [InlineData("train maze --model sheaf", "--model must be one of sheaf-admm")]
    [InlineData("train maze --preset tinny", "--preset must be one of paper, tiny")]
    [InlineData("eval maze --iterations -1", "--iterations must be")]
    [InlineData("eval maze --count 0", "--count must be")]
    [InlineData("eval maze --count NaN", "--count must be")]
    [InlineData("eval maze --cut-edges 1.5", "--cut-edges must be a number from 0 to 1, but is 1.5.")]
    [InlineData("eval maze --drop-agents NaN", "--drop-agents must be")]
    [InlineData("eval maze --lose-messages -0.1", "--lose-messages must be")]
    [InlineData("eval maze --delay -1", "--delay must be")]
    [InlineData("eval maze --noise 0", "--noise must be a number above 0")]
    [InlineData("solve maze --flip consensus", "--flip must be dual, but is consensus.")]
    [InlineData("solve maze --zero both", "--zero must be one of dual, consensus, all, but is both.")]
    [InlineData("bench maze --mode learn", "--mode must be one of train, infer, but is learn.")]
    [InlineData("bench maze --steps 0", "--steps must be")]
    public void Wrong_values_are_refused_with_option_rule_and_value(string line, string sentence) =>
        CliProcess.Here(line.Split(' ')).IsRefusedWith(sentence);

    [Fact]
    public void The_program_itself_refuses_the_same_way() =>
        CliProcess.Run("train", "maze", "--threads", "0")
            .IsRefusedWith("--threads must be a whole number from 1 to 1024, but is 0.");

    [Theory]
    [InlineData("help", "")]
    [InlineData("help", "help")]
    [InlineData("help-train", "train --help")]
    [InlineData("help-train", "help train")]
    [InlineData("help-solve", "solve maze -h")]
    [InlineData("help-reproduce", "reproduce --help")]
    [InlineData("catalog", "catalog")]
    public void Help_and_catalogue_read_as_approved(string name, string line)
    {
        var result = CliProcess.Here(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Approved.Check(name, result.Out);
    }

    [Fact]
    public void Every_verb_has_help_with_examples_that_name_its_own_options()
    {
        foreach (var verb in Concord.Cli.CommandLine.Verbs())
        {
            var help = CliProcess.Here(verb.Name, "--help").Out;
            Assert.StartsWith(verb.Description!, help);
            Assert.All(verb.Examples, example => Assert.Contains($"concord {example}", help));
            var known = verb.Options.Select(option => option.Name);
            Assert.All(
                verb.Examples.SelectMany(example => example.Split(' ')).Where(word => word.StartsWith("--")),
                word => Assert.Contains(word, known));
        }
    }

    [Fact]
    public void The_version_is_one_line() =>
        Assert.Matches(@"^concord \d+\.\d+\.\d+\n$", CliProcess.Here("--version").Out);

    [Theory]
    [InlineData("-v")]
    [InlineData("version")]
    public void The_version_has_the_names_that_are_usual(string word) =>
        Assert.Equal(CliProcess.Here("--version"), CliProcess.Here(word));
}
