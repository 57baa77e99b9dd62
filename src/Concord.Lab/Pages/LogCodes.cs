using System.Buffers.Binary;

namespace Concord.Lab.Pages;

/// <summary>Many positive numbers as two bytes each, evenly spaced in their logarithm.</summary>
/// <remarks>
/// Code 0 is zero (or less), 65535 what is not finite, and code c from 1 to 65534 is
/// 10^(low + (high − low)·(c − 1)/65533). Over twelve decades that is right to two parts in ten thousand.
/// </remarks>
/// <param name="Low">The decimal logarithm of the least positive number.</param>
/// <param name="High">The decimal logarithm of the greatest.</param>
/// <param name="Floor">The decimal logarithm below which colours need no longer differ: few numbers lie there.</param>
/// <param name="Ceiling">The decimal logarithm above which colours need no longer differ.</param>
/// <param name="Codes">Base64 of the codes, little endian, in the order of the numbers.</param>
internal sealed record LogCodes(double Low, double High, double Floor, double Ceiling, string Codes)
{
    private const int Levels = 65533;

    /// <summary>Encodes numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="start">How many numbers at the start do not count for floor and ceiling.</param>
    public static LogCodes Of(IReadOnlyCollection<float> numbers, int start = 0)
    {
        var logs = Logs(numbers);
        double low = logs.Count == 0 ? -1 : logs[0], high = logs.Count == 0 ? 0 : logs[^1];
        // A few agents that agree to the last bit, or a few that begin far off, should not use up the scale that the
        // others are told apart by.
        var scaled = Logs(numbers.Skip(start)) is { Count: > 0 } later ? later : logs;
        var few = scaled.Count / 50;
        var ceiling = scaled.Count == 0 ? high : scaled[^(1 + few)];
        var floor = scaled.Count == 0 ? low : Math.Max(scaled[few], ceiling - 6);
        var bytes = new byte[2 * numbers.Count];
        var at = 0;
        foreach (var number in numbers)
        {
            var code = !float.IsFinite(number) ? ushort.MaxValue
                : number <= 0 ? 0
                : 1 + (int)Math.Round(Levels * (high > low ? (Math.Log10(number) - low) / (high - low) : 0));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)code);
            at += 2;
        }
        return new LogCodes(low, high, floor, ceiling, Convert.ToBase64String(bytes));
    }

    private static List<double> Logs(IEnumerable<float> numbers) =>
        [.. numbers.Where(n => float.IsFinite(n) && n > 0).Select(n => Math.Log10(n)).Order()];
}
