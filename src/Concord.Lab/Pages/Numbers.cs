using System.Text;

namespace Concord.Lab.Pages;

/// <summary>How numbers are written on pages.</summary>
internal static class Numbers
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Three significant digits, as a power of ten where that is shorter: 0.0123, 12,300, 1.2×10⁻⁷.</summary>
    public static string Short(double value)
    {
        if (!double.IsFinite(value))
            return "–";
        if (value == 0)
            return "0";
        var power = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-12);
        if (power is >= -3 and <= 2)
        {
            var digits = Math.Clamp(2 - power, 0, 5);
            return Signed(Math.Round(value, digits).ToString(digits == 0 ? "0" : "0." + new string('#', digits)));
        }
        if (power is > 2 and <= 6)
            return Signed(Math.Round(value).ToString("#,0"));
        var head = Signed(Math.Round(value / Math.Pow(10, power), 2).ToString("0.##"));
        return head == "1" ? $"10{Exponent(power)}" : $"{head}×10{Exponent(power)}";
    }

    /// <summary>A fraction as a percentage with one decimal: 98.3 %.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? $"{100 * share:0.#} %" : "–";

    /// <summary>Numbers as <see cref="Short"/> or <see cref="Percent"/> write them, or with more decimals where two
    /// would read alike or a percentage would be rounded.</summary>
    public static IReadOnlyList<string> Apart(IReadOnlyList<double> values, bool percent)
    {
        const int Most = 9;
        double[] scaled = [.. values.Select(value => percent ? 100 * value : value)];
        string[] texts = [.. values.Select(value => percent ? Percent(value) : Short(value))];
        for (var digits = percent ? 1 : 0; digits <= Most; digits++)
        {
            var isRounded = percent && scaled.Any(v => Math.Abs(Math.Round(v, digits) - v) > 1e-9 * Math.Abs(v));
            if (!isRounded && texts.Distinct().Count() == texts.Length)
                break;
            var format = "#,0." + new string('#', digits + 1);
            texts = [.. scaled.Select(v => Signed(v.ToString(format)) + (percent ? " %" : ""))];
        }
        return texts;
    }

    /// <summary>A duration in the unit that suits it: 45 s, 12 min, 3 h 5 min.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 90 => $"{seconds:0} s",
        < 90 * 60 => $"{seconds / 60:0} min",
        _ => $"{Math.Floor(seconds / 3600):0} h {seconds % 3600 / 60:00} min",
    };

    private static string Signed(string text) => text.Replace('-', '−');

    private static string Exponent(int power)
    {
        var text = new StringBuilder();
        foreach (var digit in power.ToString())
            text.Append(digit == '-' ? '⁻' : Raised[digit - '0']);
        return text.ToString();
    }
}
