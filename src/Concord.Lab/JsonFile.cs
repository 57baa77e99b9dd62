using System.Text;
using System.Text.Json;
using Concord.Lab.Data;

namespace Concord.Lab;

/// <summary>Reads JSON that people write: one sentence says what is wrong with it, and where.</summary>
internal static class JsonFile
{
    /// <summary>Reads a file as one object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it must be, such as <c>a plan</c>.</param>
    /// <param name="options">How values are written.</param>
    /// <exception cref="InvalidDataException">Not JSON, an unknown field, or a value that is refused.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T Read<T>(string path, string kind, JsonSerializerOptions options) =>
        Parse<T>(TextFile.Read(path), path, kind, options);

    /// <summary>Reads a text as one object.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static T Parse<T>(string text, string source, string kind, JsonSerializerOptions options)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidDataException($"{source}: {kind} must be a JSON object, but the file is empty.");
        options.MakeReadOnly(populateMissingResolver: true);
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException(
                    $"{source}: {kind} must be a JSON object, but is {JsonShape.Shown(root)}.");
            if (JsonShape.Flaw(root, typeof(T), options) is { } flaw)
                throw Broken(flaw, null);
            return JsonSerializer.Deserialize<T>(text, options)!;
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            throw Broken(Reason(broken, text), broken);
        }
        catch (ArgumentException broken)
        {
            throw new InvalidDataException($"{source}: {FieldFirst(broken.Message, options)}", broken);
        }
        catch (InvalidOperationException broken)   // from the reader of strings, once JSON itself is right
        {
            throw Broken("a name or a text in it is no Unicode: it holds half a surrogate pair", broken);
        }

        InvalidDataException Broken(string flaw, Exception? cause) =>
            new($"{source}: {kind} must be valid JSON with known fields, but {flaw}.", cause);
    }

    private static string Reason(Exception broken, string text)
    {
        // What a converter of a value says itself.
        if (broken is not JsonException { LineNumber: { } line, BytePositionInLine: var column, Path: null or "$" })
            return WithoutPlace((broken.InnerException ?? broken).Message)
                + (broken is JsonException { LineNumber: { } number } ? $" (line {number + 1})" : "");
        var lines = text.TrimEnd().Split('\n');
        return line >= lines.Length || (line == lines.Length - 1 && column >= Encoding.UTF8.GetByteCount(lines[^1]))
            ? $"it ends too early, in line {lines.Length}"
            : $"it is broken in line {line + 1}, column {column + 1}";
    }

    private static string WithoutPlace(string text)
    {
        foreach (var detail in (string[])[" Path:", " LineNumber:"])
            if (text.IndexOf(detail, StringComparison.Ordinal) is var end and >= 0)
                text = text[..end];
        return text.TrimEnd('.');
    }

    // A check names a property, such as VertexStalk; the file has vertex_stalk.
    private static string FieldFirst(string sentence, JsonSerializerOptions options)
    {
        var end = sentence.IndexOf(' ');
        var word = end < 0 ? sentence : sentence[..end];
        var isName = word.Length > 1 && char.IsAsciiLetterUpper(word[0]) && word.All(char.IsAsciiLetterOrDigit)
            && sentence[word.Length..].StartsWith(" must ", StringComparison.Ordinal);
        return isName && options.PropertyNamingPolicy is { } naming
            ? naming.ConvertName(word) + sentence[word.Length..]
            : sentence;
    }
}
