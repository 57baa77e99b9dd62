using System.CommandLine;
using Concord.Cli.Commands;
using Concord.Cli.Terminals;
using Concord.Lab;

namespace Concord.Cli;

/// <summary>From words to a verb, from an exception to a sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>The sentence for an interrupt before anything was saved.</summary>
    public const string NothingChanged = "Interrupted; nothing was changed.";

    private static readonly string[] HelpOptions = ["--help", "-h", "-?"];
    private static readonly string[] HelpWords = [.. HelpOptions, "help"];
    private static readonly string[] VersionWords = ["--version", "-v", "-V", "version"];

    /// <summary>Every verb, in the order of the help.</summary>
    public static IReadOnlyList<Verb> Verbs() =>
    [
        new DemoCommand(), new CatalogCommand(), new TrainCommand(), new EvalCommand(), new SolveCommand(),
        new CompareCommand(), new ReproduceCommand(), new BenchCommand(), new InspectCommand(),
        new DataCommand(),
    ];

    /// <summary>Runs one command line and returns the exit code.</summary>
    public static int Run(IReadOnlyList<string> words, Terminal terminal)
    {
        try
        {
            return Dispatch(words, terminal);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine(NothingChanged);
            return ExitCode.Interrupted;
        }
        catch (Exception failure)
        {
            terminal.Error.WriteLine(Complaint.Sentence(failure));
            return Complaint.Code(failure);
        }
    }

    private static int Dispatch(IReadOnlyList<string> words, Terminal terminal)
    {
        var verbs = Verbs();
        if (words is [var asks, { } about, ..] && HelpWords.Contains(asks) && !HelpOptions.Contains(about))
        {
            terminal.Out.Write(HelpText.Of(Named(verbs, about)));
            return ExitCode.Done;
        }
        if (words.Count == 0 || HelpWords.Contains(words[0]))
        {
            terminal.Out.Write(HelpText.OfAll(verbs));
            return ExitCode.Done;
        }
        if (VersionWords.Contains(words[0]))
        {
            terminal.Out.WriteLine($"concord {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}");
            return ExitCode.Done;
        }

        var verb = Named(verbs, words[0]);
        var rest = words.Skip(1).ToList();
        if (rest.Exists(HelpOptions.Contains))
        {
            terminal.Out.Write(HelpText.Of(verb));
            return ExitCode.Done;
        }
        CheckSpelling(verb, rest);
        // Neither response files nor bundles of letters: a word means itself.
        var plain = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        var given = verb.Parse(rest, plain);
        if (given.UnmatchedTokens is [var more, ..])
            throw new ArgumentException(
                $"concord {verb.Name} takes no further argument, but is given {Spelling.Shown(more)}.");
        if (given.Errors.Count > 0)
            throw new ArgumentException(given.Errors[0].Message);
        return verb.Run(given, terminal);
    }

    private static Verb Named(IReadOnlyList<Verb> verbs, string word) =>
        verbs.FirstOrDefault(verb => verb.Name == word)
        ?? throw new ArgumentException(
            Spelling.Refusal("concord", word, [.. verbs.Select(verb => verb.Name), "--help", "--version"]));

    // The parser would take a misspelt option for a file name where one may stand.
    private static void CheckSpelling(Verb verb, IReadOnlyList<string> words)
    {
        var known = verb.Options.Select(option => option.Name).ToList();
        foreach (var word in words)
        {
            var name = word.Split('=', ':')[0];
            if (name.Length > 1 && name[0] == '-' && !double.TryParse(word, out _) && !known.Contains(name))
                throw new ArgumentException(Spelling.Refusal($"concord {verb.Name}", name, [.. known, "--help"]));
        }
    }
}
