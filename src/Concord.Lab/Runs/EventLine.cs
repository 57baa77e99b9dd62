using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Concord.Tensors;

namespace Concord.Lab.Runs;

/// <summary>One event as a line of JSON: <c>{"step":20,"seconds":1.5,"loss":0.25}</c>.</summary>
internal static class EventLine
{
    /// <summary>The line of an event with its end; numbers in the shortest form that reads back the same.</summary>
    /// <exception cref="ArgumentException">A negative step or time; a name empty, reserved or repeated.</exception>
    public static ReadOnlySpan<byte> Write(RunEvent entry)
    {
        Require.NotNegative(entry.Step, "The step of an event");
        Require.NotNegative(entry.Seconds, "The time of an event");
        var names = new HashSet<string> { "", "step", "seconds" };
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("step", entry.Step);
        json.WriteNumber("seconds", entry.Seconds);
        foreach (var (name, value) in entry.Values)
        {
            Require.That(
                names.Add(name), "A name in an event", "must not be empty, step, seconds or a repetition",
                $"\"{name}\"");
            if (double.IsFinite(value))
                json.WriteNumber(name, value);
            else
                json.WriteNull(name);
        }
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    /// <summary>Reads a line without its end; otherwise says what is wrong with it.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> line, [NotNullWhen(true)] out RunEvent? entry, [NotNullWhen(false)] out string? flaw)
    {
        entry = null;
        try
        {
            var json = new Utf8JsonReader(line);
            flaw = Parse(ref json, out entry);
        }
        catch (Exception reason) when (reason is JsonException or InvalidOperationException or FormatException)
        {
            flaw = "is not valid JSON";   // the last two: a name that is not Unicode, a number too large
        }
        return flaw is null;
    }

    private static string? Parse(ref Utf8JsonReader json, out RunEvent? entry)
    {
        entry = null;
        long? step = null;
        double? seconds = null;
        var names = new HashSet<string>();
        var values = new List<Measurement>();
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return "is not a JSON object";
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            if (!names.Add(name))
                return $"has \"{name}\" twice";
            json.Read();
            if (json.TokenType is not (JsonTokenType.Number or JsonTokenType.Null))
                return $"has \"{name}\" without a number";
            var number = json.TokenType == JsonTokenType.Number ? json.GetDouble() : double.NaN;
            if (name == "step")
                step = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var whole) ? whole : null;
            else if (name == "seconds")
                seconds = number;
            else
                values.Add(new(name, number));
        }
        json.Read();   // anything behind the object is a JsonException
        if (step is not >= 0 || seconds is not >= 0)
            return "lacks a step or a time of 0 or more";
        entry = new RunEvent(step.Value, seconds.Value, values);
        return null;
    }
}
