namespace Concord.Tensors;

/// <summary>An argument that breaks a rule: what it is called, the rule and its value, in one sentence.</summary>
/// <param name="name">What the sentence calls the argument: a phrase, a symbol, or the name of a property.</param>
/// <param name="rule">The rule, such as <c>must be positive</c>.</param>
/// <param name="value">The value that breaks it.</param>
public sealed class BrokenRuleException(string name, string rule, string value)
    : ArgumentException($"{name} {rule}, but is {value}.")
{
    /// <summary>What the sentence calls the argument.</summary>
    public string Name => name;

    /// <summary>Whether the argument is called by the name of a property, which only programmers know.</summary>
    public bool NamesProperty =>
        name.Length > 1 && char.IsAsciiLetterUpper(name[0]) && name.All(char.IsAsciiLetterOrDigit);

    /// <summary>The same sentence about the argument under another name.</summary>
    public BrokenRuleException Calling(string other) => new(other, rule, value);
}
