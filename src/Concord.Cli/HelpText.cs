using System.Text;

namespace Concord.Cli;

/// <summary>What <c>--help</c> prints: short, with examples first to copy.</summary>
internal static class HelpText
{
    private static readonly string[] Examples =
        ["demo", "train maze --preset tiny", "solve maze --seed 3", "eval maze --suite test,2x --count 200"];

    /// <summary>The verbs, a line each.</summary>
    public static string OfAll(IReadOnlyList<Verb> verbs)
    {
        var text = new StringBuilder();
        text.Append("Concord: systems of many local units that reach a global answer together.\n\n");
        text.Append("Usage: concord VERB …\n\n");
        Table(text, verbs.Select(verb => (verb.Name, verb.Description!)));
        text.Append("\nconcord VERB --help says more about a verb; concord --version says which concord this is.\n");
        text.Append("\nExamples:\n");
        foreach (var example in Examples)
            text.Append($"  concord {example}\n");
        return text.ToString();
    }

    /// <summary>One verb's arguments, options and examples.</summary>
    public static string Of(Verb verb)
    {
        var text = new StringBuilder($"{verb.Description}\n\nUsage: concord {verb.Name}");
        foreach (var argument in verb.Arguments)
            text.Append($" {argument.HelpName}");
        text.Append(verb.Options.Count > 0 ? " [options]\n\n" : "\n\n");
        Table(text, verb.Arguments.Select(a => (a.HelpName!, a.Description!)));
        Table(text, verb.Options.Select(o => ($"{o.Name} {o.HelpName}".TrimEnd(), o.Description!)));
        if (verb.Inputs.Count > 0)
            text.Append("\nINPUT, as text but for pictures:\n");
        Table(text, verb.Inputs);
        text.Append("\nExamples:\n");
        foreach (var example in verb.Examples)
            text.Append($"  concord {example}\n");
        return text.ToString();
    }

    private static void Table(StringBuilder text, IEnumerable<(string Name, string About)> rows)
    {
        var all = rows.ToList();
        var width = all.Count == 0 ? 0 : all.Max(row => row.Name.Length);
        foreach (var (name, about) in all)
            text.Append($"  {name.PadRight(width)}  {about}\n");
    }
}
