using System.Text;

namespace Concord.Cli.Terminals;

/// <summary>
/// Passes text on where that is possible, and otherwise drops it: messages may be lost, the work that they are about
/// may not.
/// </summary>
internal sealed class LossyWriter(TextWriter writer) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => writer.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine() => Try(writer.WriteLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => writer.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(writer.Flush);

    // A full disk, a terminal that is gone, a stream that is closed or may not be written.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
        }
    }
}
