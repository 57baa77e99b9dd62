using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Concord.Tensors.Storage;

/// <summary>Reads the JSON head of a safetensors file token by token, so that repeated names are seen.</summary>
/// <remarks>Checks what the header alone can tell; whether the tensors fill the file is for the caller.</remarks>
internal ref struct SafetensorsHeaderReader
{
    private readonly string _file;
    private readonly List<SafetensorsHeader.Tensor> _tensors = [];
    private readonly Dictionary<string, string> _metadata = [];
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _json;
    private SafetensorsHeader.Seal? _checksum;

    private SafetensorsHeaderReader(ReadOnlySpan<byte> json, string file)
    {
        _bytes = json;
        _json = new Utf8JsonReader(json);
        _file = file;
    }

    /// <summary>Reads the header; <paramref name="file"/> names the file in messages.</summary>
    /// <exception cref="InvalidDataException">Not JSON, not an object, or an entry that breaks a rule.</exception>
    public static SafetensorsHeader Read(ReadOnlySpan<byte> json, string file)
    {
        var rule = $"The header of {file} must be a JSON object";
        if (!json.StartsWith("{"u8))
            throw new InvalidDataException($"{rule}, but does not begin with a brace.");
        if (!Utf8.IsValid(json))
            throw new InvalidDataException($"{rule}, but is not UTF-8 text.");
        try
        {
            return new SafetensorsHeaderReader(json, file).Header();
        }
        catch (JsonException reason)
        {
            var place = $"line {reason.LineNumber + 1}, byte {reason.BytePositionInLine}";
            throw new InvalidDataException($"{rule}, but is not valid JSON at {place}.", reason);
        }
    }

    private SafetensorsHeader Header()
    {
        var names = new HashSet<string>();
        Expect(JsonTokenType.StartObject, $"The header of {_file}", "a JSON object");
        while (Name($"A name in the header of {_file}") is { } name)
        {
            if (!names.Add(name))
                throw Broken(name, "must appear once in the header", "repeated");
            if (name == SafetensorsHeader.MetadataName)
                Metadata();
            else
                _tensors.Add(Tensor(name));
        }
        _json.Read();   // anything behind the object is a JsonException
        return new SafetensorsHeader(_tensors, _metadata.AsReadOnly(), _checksum);
    }

    private void Metadata()
    {
        var who = $"{SafetensorsHeader.MetadataName} of {_file}";
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null)
            return;
        Check(JsonTokenType.StartObject, who, "an object of strings");
        while (Name(who) is { } key)
        {
            _json.Read();
            if (key == SafetensorsHeader.ChecksumName && _checksum is null)
                _checksum = Checksum();
            else if (key == SafetensorsHeader.ChecksumName || !_metadata.TryAdd(key, Note(who)))
                throw Broken(key, $"must appear once in {SafetensorsHeader.MetadataName}", "repeated");
        }
    }

    // Some tools write numbers, lists and objects where the format asks for strings; their JSON is the note then.
    private string Note(string who)
    {
        if (_json.TokenType == JsonTokenType.String)
            return Text(who);
        if (_json.TokenType == JsonTokenType.Null)
            return "";
        var begin = (int)_json.TokenStartIndex;
        _json.Skip();
        return Encoding.UTF8.GetString(_bytes[begin..(int)_json.BytesConsumed]);
    }

    private readonly SafetensorsHeader.Seal Checksum()
    {
        Check(JsonTokenType.String, SafetensorsHeader.ChecksumName, "a string");
        var digits = Text(SafetensorsHeader.ChecksumName);
        var plain = !_json.ValueIsEscaped && digits.Length == SafetensorsHeader.BlankChecksum.Length
            && digits.All(char.IsAsciiHexDigitLower);
        return plain
            ? new((int)_json.TokenStartIndex + 1, uint.Parse(digits, NumberStyles.HexNumber))
            : throw Broken(
                SafetensorsHeader.ChecksumName, "must be eight lower-case hex digits", SafetensorsHeader.Quote(digits));
    }

    private SafetensorsHeader.Tensor Tensor(string name)
    {
        string? dtype = null;
        List<long>? shape = null, offsets = null;
        var who = Who(name);
        Expect(JsonTokenType.StartObject, who, "an object with dtype, shape and data_offsets");
        while (Name(who) is { } key)
        {
            if (key == "dtype" && dtype is null)
                dtype = Format(name);
            else if (key == "shape" && shape is null)
                shape = Numbers(name, key, SafetensorsHeader.MaxRank);
            else if (key == "data_offsets" && offsets is null)
                offsets = Numbers(name, key, 2);
            else
                throw Broken(
                    name, "must have dtype, shape and data_offsets once each and no more",
                    $"given {SafetensorsHeader.Quote(key)}");
        }
        if (dtype is not { } format || shape is null || offsets is not [var begin, var end])
            throw Broken(name, "must have a dtype, a shape and two data_offsets", "without one of them");
        // Of a format that is not known, the offsets alone tell the size.
        var size = Dtypes.SizeOf(format);
        var bytes = Count(name, shape, Array.MaxLength / (size ?? 1)) * size;
        if (end - begin != (bytes ?? end - begin))
            throw Broken(
                name, $"must have data_offsets {bytes} bytes apart, as {format} and its shape ask",
                $"given {begin} to {end}");
        if (begin > end)
            throw Broken(name, "must have data_offsets that rise", $"given {begin} to {end}");
        return new(name, format, shape.ConvertAll(extent => (int)extent).AsReadOnly(), begin, end);
    }

    private string Format(string name)
    {
        Expect(JsonTokenType.String, $"The dtype of {Who(name)}", "a string");
        return Text($"The dtype of {Who(name)}");
    }

    private List<long> Numbers(string name, string key, int most)
    {
        var who = $"The {key} of {Who(name)}";
        var numbers = new List<long>();
        Expect(JsonTokenType.StartArray, who, "a list of whole numbers");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var number) || number < 0)
                throw SafetensorsHeader.Broken(
                    who, $"must hold whole numbers from 0 to {long.MaxValue}", "given another value");
            if (numbers.Count == most)
                throw SafetensorsHeader.Broken(who, $"must hold at most {most} numbers", "longer");
            numbers.Add(number);
        }
        return numbers;
    }

    // Bounded by what an array can hold, so that no product can overflow, and a zero anywhere means no numbers.
    private readonly long Count(string name, List<long> shape, long most)
    {
        var count = 1L;
        foreach (var extent in shape)
        {
            if (extent > int.MaxValue)
                throw Broken(name, $"must have extents up to {int.MaxValue}", $"of shape [{string.Join(", ", shape)}]");
            count = Math.Min(count * extent, most + 1);
        }
        return count <= most
            ? count
            : throw Broken(name, $"must hold at most {most} numbers", $"of shape [{string.Join(", ", shape)}]");
    }

    // The next property's name, or null at the end of the object.
    private string? Name(string who)
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName ? Text(who) : null;
    }

    private void Expect(JsonTokenType token, string who, string rule)
    {
        _json.Read();
        Check(token, who, rule);
    }

    private readonly void Check(JsonTokenType token, string who, string rule)
    {
        if (_json.TokenType != token)
            throw SafetensorsHeader.Broken(who, $"must be {rule}", $"a JSON {_json.TokenType}");
    }

    private readonly string Text(string who)
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException reason)
        {
            throw new InvalidDataException($"{who} must be valid Unicode, but holds half a surrogate pair.", reason);
        }
    }

    private readonly string Who(string name) => $"{SafetensorsHeader.Quote(name)} in {_file}";

    private readonly InvalidDataException Broken(string name, string rule, string value) =>
        SafetensorsHeader.Broken(Who(name), rule, value);
}
