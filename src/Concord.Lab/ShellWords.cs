namespace Concord.Lab;

/// <summary>Quotes the words of a command so that it can be pasted into a POSIX shell.</summary>
/// <remarks>
/// A word of letters, digits and <c>/._-,=:+@%</c> stays as it is. Any other stands between single quotes, in which a
/// shell changes nothing, line ends included.
/// </remarks>
public static class ShellWords
{
    private const string Plain = "/._-,=:+@%";

    /// <summary>A word as the shell must be given it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c))
            ? word
            : $"'{word.Replace("'", "'\\''")}'";

    /// <summary>A file or folder as the shell must be given it: one that begins with a dash is no option.</summary>
    public static string QuotePath(string path) => Quote(path.StartsWith('-') ? $"./{path}" : path);
}
