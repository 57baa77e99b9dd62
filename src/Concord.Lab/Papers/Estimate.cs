using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Lab.Papers;

/// <summary>A mean in percent with its spread over seeds, as papers print it: 99.9 ± 0.1.</summary>
/// <param name="Mean">In percent.</param>
/// <param name="Spread">The standard deviation over seeds, in percent; null where there is none to tell.</param>
public readonly record struct Estimate(double Mean, double? Spread = null)
{
    /// <summary>The mean of shares from 0 to 1, and their standard deviation with one degree of freedom less.</summary>
    /// <param name="shares">One for each seed, at least one.</param>
    public static Estimate Of(IReadOnlyCollection<double> shares)
    {
        var mean = shares.Average();
        var spread = Math.Sqrt(shares.Sum(share => (share - mean) * (share - mean)) / (shares.Count - 1));
        return new Estimate(100 * mean, shares.Count > 1 ? 100 * spread : null);
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out Estimate estimate)
    {
        var parts = text.Split('±');
        double mean = 0, spread = 0;
        var reads = parts.Length <= 2 && Read(parts[0], out mean) && (parts.Length == 1 || Read(parts[1], out spread));
        estimate = new Estimate(mean, parts.Length == 2 ? spread : null);
        return reads;

        static bool Read(string part, out double number) =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && number is >= 0 and <= 100;
    }

    /// <summary>Both numbers with one decimal.</summary>
    public override string ToString() => Spread is { } spread
        ? FormattableString.Invariant($"{Mean:0.0} ± {spread:0.0}")
        : FormattableString.Invariant($"{Mean:0.0}");
}

/// <summary>An estimate in JSON: a number, or text with ±.</summary>
internal sealed class EstimateJson : JsonConverter<Estimate>
{
    public override Estimate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.Number
            ? reader.GetDouble().ToString(CultureInfo.InvariantCulture)
            : reader.GetString() ?? "";
        return Estimate.TryParse(text, out var estimate)
            ? estimate
            : throw new JsonException($"a value must be percentages such as 99.9 or \"99.9 ± 0.1\", but is {text}");
    }

    public override void Write(Utf8JsonWriter writer, Estimate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
