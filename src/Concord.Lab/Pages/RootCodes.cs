namespace Concord.Lab.Pages;

/// <summary>Many numbers of either sign as a byte each, evenly spaced in the root of their size.</summary>
/// <remarks>
/// Code 0 is what is not finite; code c from 1 to 255 is ±largest·((c − 128)/127)², so that small numbers are told
/// apart though a few are large.
/// </remarks>
/// <param name="Largest">The size of the largest number.</param>
/// <param name="Codes">Base64 of the codes, in the order of the numbers.</param>
internal sealed record RootCodes(double Largest, string Codes)
{
    private const int Zero = 128, Levels = 127;

    /// <summary>Encodes numbers.</summary>
    public static RootCodes Of(IReadOnlyCollection<float> numbers)
    {
        var largest = numbers.Where(float.IsFinite).Select(number => (double)Math.Abs(number)).DefaultIfEmpty().Max();
        return new RootCodes(largest, Convert.ToBase64String([.. numbers.Select(Code)]));

        byte Code(float number) =>
            !float.IsFinite(number) ? (byte)0
            : largest == 0 ? (byte)Zero
            : (byte)(Zero + Math.Round(Levels * Math.Sign(number) * Math.Sqrt(Math.Abs(number) / largest)));
    }
}
