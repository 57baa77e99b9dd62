namespace Concord.Lab;

/// <summary>Finds the right word for a misspelt one.</summary>
public static class Spelling
{
    /// <summary>The sentence that refuses a word, with the nearest right one where one is near.</summary>
    public static string Refusal(string who, string word, IReadOnlyList<string> known)
    {
        var kind = word.StartsWith('-') ? "option" : "verb";
        var shown = Shown(word);
        return Nearest(word, known) is { } near
            ? $"{who} has no {kind} {shown}; the nearest is {near}."
            : $"{who} has no {kind} {shown}; {who} --help lists them.";
    }

    /// <summary>The nearest word, or null where every one differs in about half its letters.</summary>
    public static string? Nearest(string word, IReadOnlyList<string> known)
    {
        var best = known.MinBy(candidate => Distance(word, candidate));
        var letters = word.Trim('-').Length;
        return best != null && Distance(word, best) <= Math.Max(1, letters / 2) ? best : null;
    }

    /// <summary>A word as it may stand in a sentence: short, and without control characters.</summary>
    public static string Shown(string word)
    {
        var plain = string.Concat(word.Select(c => char.IsControl(c) ? '?' : c));
        return plain.Length <= 60 ? plain : plain[..60] + "…";
    }

    /// <summary>The end of a sentence that refuses a word: the nearest right one, where one is near.</summary>
    public static string Hint(string word, IReadOnlyList<string> known) =>
        Nearest(word, known) is { } near ? $"; the nearest is {near}" : "";

    // Letters to insert, delete or replace, and neighbours to exchange: the optimal string alignment distance, in which
    // the case of letters does not count.
    private static int Distance(string a, string b)
    {
        if (a.Length > 60)
            return a.Length;
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
