using System.Net;
using System.Text;
using Concord.Tensors.Storage;

namespace Concord.Lab.Pages;

/// <summary>The shell of a self-contained page: one file, light and dark, nothing loaded from anywhere.</summary>
/// <remarks>Its own security policy forbids every request, so that a slip in its content cannot make one.</remarks>
internal static class Page
{
    /// <summary>A whole HTML document.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML.</param>
    /// <param name="resources">Style sheets and scripts of this folder by file name; page.css comes first.</param>
    public static string Render(string title, string body, params ReadOnlySpan<string> resources)
    {
        var styles = new StringBuilder(Resource("page.css"));
        var scripts = new StringBuilder();
        foreach (var name in resources)
            (name.EndsWith(".css", StringComparison.Ordinal) ? styles : scripts).Append(Resource(name));
        var script = scripts.Length == 0 ? "" : $"<script>\n{scripts}</script>\n";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy"
                  content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <meta name="generator" content="Concord">
            <title>{Text(title)}</title>
            <style>
            {styles}</style>
            </head>
            <body>
            {body}
            {script}</body>
            </html>

            """;
    }

    /// <summary>Plain text as HTML, safe in elements and in quoted attributes.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A table of two columns, names and what they are; both plain text.</summary>
    public static string Table(IEnumerable<(string Name, string Value)> rows)
    {
        var html = new StringBuilder("<table class=\"facts\">\n");
        foreach (var (name, value) in rows)
            html.Append($"<tr><th scope=\"row\">{Text(name)}</th><td>{Breakable(value)}</td></tr>\n");
        return html.Append("</table>\n").ToString();
    }

    // A name such as conjugate_gradients ends a line behind its underscore rather than anywhere.
    private static string Breakable(string text) => Text(text).Replace("_", "_<wbr>");

    /// <summary>Replaces the file by the page.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string html) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(html)));

    private static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} must be an embedded resource of Concord.Lab, but is not.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
