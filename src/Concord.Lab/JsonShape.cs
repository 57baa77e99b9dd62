using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Concord.Lab;

/// <summary>Compares JSON with the type that it is to be read as, and names a field that does not fit.</summary>
/// <remarks>Values that a converter of their own reads are left to it.</remarks>
internal static class JsonShape
{
    /// <summary>What is wrong with a value, with the path of the field, such as <c>optimizer.rate is "fast" instead of
    /// a number</c>; null where it fits.</summary>
    public static string? Flaw(JsonElement value, Type type, JsonSerializerOptions options) =>
        Flaw(value, options.GetTypeInfo(type), options, "");

    /// <summary>A value as a sentence shows it.</summary>
    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Spelling.Shown(value.GetRawText()),
    };

    private static string? Flaw(JsonElement value, JsonTypeInfo info, JsonSerializerOptions options, string path)
    {
        if (value.ValueKind == JsonValueKind.Null && (!info.Type.IsValueType || IsNullable(info.Type)))
            return null;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => OfObject(value, info, options, path),
            JsonTypeInfoKind.Enumerable when value.ValueKind != JsonValueKind.Array => Instead(value, path, "a list"),
            JsonTypeInfoKind.Enumerable => value.EnumerateArray().Index()
                .Select(item => Flaw(
                    item.Item, options.GetTypeInfo(info.ElementType!), options, $"{path}[{item.Index}]"))
                .FirstOrDefault(flaw => flaw != null),
            JsonTypeInfoKind.Dictionary when value.ValueKind != JsonValueKind.Object =>
                Instead(value, path, "an object"),
            JsonTypeInfoKind.Dictionary => value.EnumerateObject()
                .Select(entry => Flaw(
                    entry.Value, options.GetTypeInfo(info.ElementType!), options, Below(path, entry.Name)))
                .FirstOrDefault(flaw => flaw != null),
            _ => OfScalar(value, Nullable.GetUnderlyingType(info.Type) ?? info.Type, options, path),
        };
    }

    private static string? OfObject(JsonElement value, JsonTypeInfo info, JsonSerializerOptions options, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Instead(value, path, "an object");
        var kinds = info.PolymorphismOptions;
        if (kinds != null)
        {
            var field = Below(path, kinds.TypeDiscriminatorPropertyName);
            var names = kinds.DerivedTypes.Select(kind => $"{kind.TypeDiscriminator}").ToList();
            if (!value.TryGetProperty(kinds.TypeDiscriminatorPropertyName, out var kind))
                return $"the field {field} is missing, one of {string.Join(", ", names)}";
            var at = kind.ValueKind == JsonValueKind.String ? names.IndexOf(kind.GetString()!) : -1;
            if (at < 0)
                return NoneOf(kind, field, names);
            info = options.GetTypeInfo(kinds.DerivedTypes[at].DerivedType);
        }
        return OfFields(value, info, options, path, kinds?.TypeDiscriminatorPropertyName);
    }

    private static string? OfFields(
        JsonElement value, JsonTypeInfo info, JsonSerializerOptions options, string path, string? discriminator)
    {
        var seen = new HashSet<string>();
        foreach (var field in value.EnumerateObject())
        {
            if (!seen.Add(field.Name))
                return $"the field {Below(path, field.Name)} is there twice";
            if (field.Name == discriminator)
                continue;
            var property = info.Properties.FirstOrDefault(known => known.Name == field.Name);
            var mayBeUnknown = (info.UnmappedMemberHandling ?? options.UnmappedMemberHandling)
                == JsonUnmappedMemberHandling.Skip;
            if (property == null && !mayBeUnknown)
                return $"the field {Below(path, field.Name)} is not known"
                    + Near(field.Name, [.. info.Properties.Select(known => known.Name)]);
            if (property is not { CustomConverter: null })
                continue;
            var type = options.GetTypeInfo(property.PropertyType);
            if (Flaw(field.Value, type, options, Below(path, field.Name)) is { } flaw)
                return flaw;
        }
        var missing = info.Properties.FirstOrDefault(known => known.IsRequired && !seen.Contains(known.Name));
        return missing == null ? null : $"the field {Below(path, missing.Name)} is missing";
    }

    private static string? OfScalar(JsonElement value, Type type, JsonSerializerOptions options, string path)
    {
        var kind = value.ValueKind;
        if (type == typeof(string))
            return kind == JsonValueKind.String ? null : Instead(value, path, "text");
        if (type == typeof(bool))
            return kind is JsonValueKind.True or JsonValueKind.False ? null : Instead(value, path, "true or false");
        if (type.IsEnum)
        {
            var naming = options.PropertyNamingPolicy;
            var names = Enum.GetNames(type).Select(name => naming?.ConvertName(name) ?? name).ToList();
            var isOne = kind == JsonValueKind.String && names.Contains(value.GetString()!);
            return isOne ? null : NoneOf(value, path, names);
        }
        var number = kind == JsonValueKind.Number;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => number && value.TryGetInt32(out _) ? null : Instead(value, path, "a whole number"),
            TypeCode.Int64 => number && value.TryGetInt64(out _) ? null : Instead(value, path, "a whole number"),
            TypeCode.UInt64 => number && value.TryGetUInt64(out _) ? null : Instead(value, path, "a whole number"),
            TypeCode.Single or TypeCode.Double when options.NumberHandling == JsonNumberHandling.Strict =>
                number ? null : Instead(value, path, "a number"),
            _ => null,
        };
    }

    private static string NoneOf(JsonElement value, string path, List<string> names) =>
        $"{path} is {Shown(value)}, none of {string.Join(", ", names)}"
        + (value.ValueKind == JsonValueKind.String ? Near(value.GetString()!, names) : "");

    private static string Near(string word, List<string> known) =>
        Spelling.Nearest(word, known) is { } near ? $"; the nearest is {near}" : "";

    private static string Instead(JsonElement value, string path, string what) =>
        $"{path} is {Shown(value)} instead of {what}";

    private static string Below(string path, string name) =>
        path.Length == 0 ? Spelling.Shown(name) : $"{path}.{Spelling.Shown(name)}";

    private static bool IsNullable(Type type) => Nullable.GetUnderlyingType(type) != null;
}
