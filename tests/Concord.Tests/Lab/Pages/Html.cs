using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Concord.Tests.Lab.Pages;

/// <summary>What must hold for every page, and how to get at what is in it.</summary>
internal static partial class Html
{
    // Drawn shapes may hold a title; the others never have an end tag.
    private static readonly HashSet<string> Shapes = ["path", "line", "circle", "rect"];
    private static readonly HashSet<string> Empty = ["meta", "input", "br", "wbr", .. Shapes];

    /// <summary>Fails unless tags nest, nothing is loaded, and no script or style came in from outside.</summary>
    public static void IsSound(string page, int scripts)
    {
        Assert.StartsWith("<!DOCTYPE html>", page);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
        Assert.DoesNotContain("@import", page);
        Assert.DoesNotContain("url(", page);
        Assert.DoesNotMatch(@"<[^>]*\s(src|href|onclick|onerror|onload)\s*=", Markup(page));
        Assert.Equal(scripts, Regex.Count(page, "<script"));
        Assert.Contains("default-src 'none'", page);
        Assert.DoesNotContain("NaN", Markup(page));

        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(Markup(page)))
        {
            var name = tag.Groups["name"].Value;
            if (Empty.Contains(name) && (tag.Value.EndsWith("/>") || !Shapes.Contains(name)))
                continue;
            if (!tag.Value.StartsWith("</"))
                open.Push(name);
            else
                Assert.Equal(open.Count == 0 ? "nothing open" : open.Pop(), name);
        }
        Assert.Empty(open);
    }

    /// <summary>The page without what stands in style and script elements.</summary>
    public static string Markup(string page) =>
        Regex.Replace(page, @"(<(style|script)[^>]*>).*?(</\2>)", "$1$3", RegexOptions.Singleline);

    /// <summary>The numbers that a film's page carries for its script.</summary>
    public static JsonElement Data(string page, string id = "film-data")
    {
        var pattern = $"<script type=\"application/json\" id=\"{id}\">(.*?)</script>";
        var match = Regex.Match(page, pattern, RegexOptions.Singleline);
        Assert.True(match.Success);
        using var json = JsonDocument.Parse(match.Groups[1].Value);
        return json.RootElement.Clone();
    }

    /// <summary>Decodes as the script does; written from the format's description, not from the encoder.</summary>
    public static double[] Decode(JsonElement block)
    {
        var bytes = block.GetProperty("codes").GetBytesFromBase64();
        double low = block.GetProperty("low").GetDouble(), high = block.GetProperty("high").GetDouble();
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => (bytes[2 * i] + (256 * bytes[(2 * i) + 1])) switch
        {
            0 => 0,
            65535 => double.NaN,
            var code => Math.Pow(10, low + ((high - low) * (code - 1) / 65533)),
        })];
    }

    [GeneratedRegex("</?(?<name>[a-zA-Z][a-zA-Z0-9]*)(\\s(\"[^\"]*\"|[^\">])*)?/?>")]
    private static partial Regex Tag();
}
