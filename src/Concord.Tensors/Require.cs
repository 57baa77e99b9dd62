using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Concord.Tensors;

/// <summary>Checks at public doors: the value comes back, or one sentence says what, the rule and the value.</summary>
/// <remarks>Every check throws <see cref="ArgumentException"/>; code behind a door trusts its arguments.</remarks>
public static class Require
{
    /// <summary>Returns <paramref name="value"/> if it is finite and greater than zero.</summary>
    public static T Positive<T>(
        T value,
        [CallerArgumentExpression(nameof(value))] string name = "",
        [CallerMemberName] string member = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value > T.Zero ? value : throw Broken(Word(name, member), "must be positive", value);

    /// <summary>Returns <paramref name="value"/> if it is finite and zero or more.</summary>
    public static T NotNegative<T>(
        T value,
        [CallerArgumentExpression(nameof(value))] string name = "",
        [CallerMemberName] string member = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value >= T.Zero ? value : throw Broken(Word(name, member), "must not be negative", value);

    /// <summary>Returns <paramref name="value"/> if it lies within the two bounds, both included.</summary>
    public static T Within<T>(
        T value,
        T least,
        T most,
        [CallerArgumentExpression(nameof(value))] string name = "",
        [CallerMemberName] string member = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value >= least && value <= most
            ? value
            : throw Broken(Word(name, member), Text($"must lie between {least} and {most}"), value);

    /// <summary>Throws unless the span has exactly the expected number of entries.</summary>
    public static void Length<T>(
        ReadOnlySpan<T> span, int expected, [CallerArgumentExpression(nameof(span))] string name = "")
    {
        if (span.Length != expected)
            throw Broken(name, $"must have {expected} entries", span.Length);
    }

    /// <summary>Throws unless the shape is the expected one; the sentence names the operand.</summary>
    public static void Shape(Shape actual, Shape expected, string name)
    {
        if (actual != expected)
            throw Broken(name, $"must have shape {expected}", actual);
    }

    /// <summary>Throws with the rule unless it holds; <paramref name="value"/> is what broke it.</summary>
    public static void That<T>(bool holds, string name, string rule, T value)
    {
        if (!holds)
            throw Broken(name, rule, value);
    }

    /// <inheritdoc cref="That{T}(bool, string, string, T)"/>
    public static void That<T>(
        bool holds, string name, [InterpolatedStringHandlerArgument(nameof(holds))] ref RuleText rule, T value)
    {
        if (!holds)
            throw Broken(name, rule.Text, value);
    }

    private static ArgumentException Broken(string name, string rule, object? value) =>
        new(Text($"{name} {rule}, but is {value}."));

    // An init accessor calls its argument "value"; the property's name says more.
    private static string Word(string name, string member) => name == "value" ? member : name;

    // The same numbers whatever the culture of the program.
    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A rule written as an interpolated string, which costs nothing while it holds.</summary>
    [InterpolatedStringHandler]
    public ref struct RuleText
    {
        private DefaultInterpolatedStringHandler _text;

        /// <summary>Called by the compiler.</summary>
        public RuleText(int literalLength, int formattedCount, bool holds, out bool wanted)
        {
            wanted = !holds;
            _text = holds ? default
                : new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
        }

        internal string Text => _text.ToStringAndClear();

        /// <summary>Called by the compiler.</summary>
        public void AppendLiteral(string literal) => _text.AppendLiteral(literal);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);
    }
}
