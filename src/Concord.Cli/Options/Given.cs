using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Concord.Lab;
using Concord.Tensors.Storage;

namespace Concord.Cli.Options;

/// <summary>
/// Makes options that refuse a wrong value with one sentence: the option's name, its rule, the value.
/// </summary>
internal static class Given
{
    /// <summary>An option that takes a whole number between two bounds.</summary>
    public static Option<long?> Whole(string name, string about, long least, long most) => new(name)
    {
        Description = about,
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
            long.TryParse(Word(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : Refuse<long?>(result, name, $"a whole number from {least} to {most}"),
    };

    /// <summary>
    /// An option that takes a number between two bounds, the lower one included if it is <paramref name="closed"/>.
    /// </summary>
    public static Option<double?> Real(
        string name, string about, double least, double most, bool closed = true) => new(name)
    {
        Description = about,
        HelpName = "X",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
            double.TryParse(Word(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (closed ? number >= least : number > least) && number <= most
                ? number
                : Refuse<double?>(
                    result, name, $"a number {(closed ? $"from {least} to" : $"above {least} and up to")} {most}"),
    };

    /// <summary>The option that takes a seed.</summary>
    public static Option<ulong?> Seed(string about) => new("--seed")
    {
        Description = about,
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
            ulong.TryParse(Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : Refuse<ulong?>(result, "--seed", $"a whole number from 0 to {ulong.MaxValue}"),
    };

    /// <summary>An option that takes text.</summary>
    public static Option<string?> Text(string name, string value, string about) => new(name)
    {
        Description = about,
        HelpName = value,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Word(result) is { Length: > 0 } word
            ? word
            : Refuse<string?>(result, name, "text that is not empty"),
    };

    /// <summary>An option that names a file to write.</summary>
    public static Option<string?> Output(string name, string about) => Text(name, "FILE", about);

    /// <summary>An option that takes one of a few words.</summary>
    public static Option<string?> Choice(string name, string about, params IReadOnlyList<string> words) => new(name)
    {
        Description = about,
        HelpName = string.Join('|', words),
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => words.Contains(Word(result))
            ? Word(result)
            : Refuse<string?>(result, name, words.Count == 1 ? words[0] : $"one of {string.Join(", ", words)}"),
    };

    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Flag(string name, string about) =>
        new(name) { Description = about, Arity = ArgumentArity.Zero };

    /// <summary>The option that says how many threads work.</summary>
    public static Option<long?> Threads() =>
        Whole("--threads", "threads that work, 1 to 1024 (all cores); the result does not depend on it", 1, 1024);

    /// <summary>The option that asks for JSON.</summary>
    public static Option<bool> Json() => Flag("--json", "print one JSON object instead of text");

    /// <summary>The task's place on the command line.</summary>
    public static Argument<string?> Task() => OneOf("TASK", Catalog.Tasks.Select(task => task.Name));

    /// <summary>The paper's place on the command line.</summary>
    public static Argument<string?> Paper() => OneOf("PAPER", Catalog.Papers.Select(paper => paper.Name));

    /// <summary>What was named in an argument's place.</summary>
    public static string NameOf(this ParseResult given, Argument<string?> argument) =>
        given.GetValue(argument) ?? throw new ArgumentException(
            $"concord {given.CommandResult.Command.Name} needs a {argument.HelpName!.ToLowerInvariant()}: "
            + $"{argument.Description}.");

    /// <summary>The task that was named.</summary>
    public static ITask TaskOf(this ParseResult given, Argument<string?> argument) =>
        Catalog.Task(given.NameOf(argument));

    /// <summary>The threads asked for, or one for each core.</summary>
    public static int ThreadsOf(this ParseResult given, Option<long?> option) =>
        (int)(given.GetValue(option) ?? Math.Clamp(Environment.ProcessorCount, 1, 1024));

    /// <summary>Whether the user wrote this option.</summary>
    public static bool Has(this ParseResult given, Option option) => given.GetResult(option) is { Implicit: false };

    /// <summary>The size asked for, once the task has approved of it; null for none.</summary>
    public static string? SizeOf(this ParseResult given, Option<string?> option, ITask task)
    {
        var size = given.GetValue(option);
        if (size != null)
            Naming(option.Name, () => task.CheckSize(size));
        return size;
    }

    /// <summary>The file to write, once it is known that it can be written; null for none.</summary>
    public static string? OutputOf(this ParseResult given, Option<string?> option)
    {
        var path = given.GetValue(option);
        if (path == "-")
            throw new ArgumentException(
                $"{option.Name} must be the name of a file, but is -; ./- is a file of that name, and /dev/stdout is "
                + "standard output.");
        if (path != null)
            Naming(option.Name, () => AtomicFile.Check(path));
        return path;
    }

    /// <summary>Puts an option's name before the sentence of whoever refuses its value.</summary>
    public static void Naming(string option, Action check)
    {
        try
        {
            check();
        }
        catch (Exception refused) when (
            refused is ArgumentException or OverflowException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{option}: {Complaint.Sentence(refused)}", refused);
        }
    }

    private static Argument<string?> OneOf(string kind, IEnumerable<string> names) => new(kind)
    {
        Description = string.Join(", ", names),
        HelpName = kind,
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static string Word(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string name, string rule)
    {
        result.AddError($"{name} must be {rule}, but is {Spelling.Shown(Word(result))}.");
        return default;
    }
}
