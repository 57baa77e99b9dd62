using System.Text.Json;

namespace Concord.Lab;

/// <summary>Reads JSON that people write: one sentence says what is wrong with it, and where.</summary>
internal static class JsonFile
{
    /// <summary>Reads a file as one object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it must be, such as <c>a plan</c>.</param>
    /// <param name="options">How values are written.</param>
    /// <exception cref="InvalidDataException">Not JSON, an unknown field, or a value that is refused.</exception>
    public static T Read<T>(string path, string kind, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), options)
                ?? throw new InvalidDataException($"{path}: {kind} must be a JSON object, but is null.");
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"{path}: {kind} must be valid JSON with known fields, but {Reason(broken)}", broken);
        }
        catch (ArgumentException broken)
        {
            throw new InvalidDataException($"{path}: {broken.Message}", broken);
        }
    }

    private static string Reason(Exception broken)
    {
        var line = broken is JsonException { LineNumber: { } number } ? $" (line {number + 1})" : "";
        var text = (broken.InnerException ?? broken).Message;
        foreach (var detail in (string[])[" Path:", " LineNumber:"])
            if (text.IndexOf(detail, StringComparison.Ordinal) is var end and >= 0)
                text = text[..end];
        return $"{text.TrimEnd('.')}{line}.";
    }
}
