using System.Text;
using Concord.Lab.Data;
using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Lab.Runs;

/// <summary>The measurements of a run, one JSON object a line, in the order in which they were made.</summary>
/// <remarks>
/// A line goes out in one write, so a killed process leaves at most a cut last line. Reading passes over it,
/// <see cref="KeepUpTo"/> and the next <see cref="Append"/> remove it. A broken line elsewhere is damage, and is said.
/// A log that an editor saved with a byte order mark, other line ends or as UTF-16 is read, and written anew before the
/// next event. Lines are not forced to the disk: the checkpoints are what a run resumes from. One writer at a time.
/// </remarks>
public sealed class EventLog
{
    private bool _endsWhole;

    /// <summary>A log at this path; the file comes into being with the first event.</summary>
    public EventLog(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
    }

    /// <summary>The file, <c>events.jsonl</c> in a run's folder.</summary>
    public string Path { get; }

    /// <summary>Adds an event at the end. NaN and infinities are stored as null, and read back as NaN.</summary>
    /// <exception cref="ArgumentException">A negative step or time; a name empty, reserved or repeated.</exception>
    /// <exception cref="IOException">The line could not be written; the events before it are as they were.</exception>
    public void Append(RunEvent entry)
    {
        var line = EventLine.Write(entry);
        if (!_endsWhole)
            KeepUpTo(long.MaxValue);
        _endsWhole = false;   // stays so if the disk is full halfway through the line
        try
        {
            using var stream = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            stream.Write(line);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path} could not be written: {reason.Message}", reason);
        }
        _endsWhole = true;
    }

    /// <summary>Drops all events after a step, and a cut last line: for a run that resumes at this step.</summary>
    /// <remarks>The file is replaced as a whole, and left alone if there is nothing to drop or no file.</remarks>
    /// <exception cref="InvalidDataException">A line before the last is broken.</exception>
    /// <exception cref="IOException">The file could not be read or written; it is as it was.</exception>
    public void KeepUpTo(long step)
    {
        Require.NotNegative(step);
        Keep(entry => entry.Step <= step);
    }

    /// <summary>Drops the events that are not wanted, as <see cref="KeepUpTo"/> does.</summary>
    internal void Keep(Func<RunEvent, bool> isWanted)
    {
        if (File.Exists(Path))
        {
            var (bytes, isPlain) = Bytes(Path);
            var lines = Lines(bytes, Path);
            var kept = lines.Where(line => isWanted(line.Event)).ToList();
            var whole = bytes.Length == 0 || bytes[^1] == '\n';
            if (kept.Count < lines.Count || !whole || !isPlain)
                AtomicFile.Write(Path, stream => Write(stream, bytes, kept));
        }
        _endsWhole = true;
    }

    /// <summary>All events of a log, in order; a cut last line is passed over.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line before the last is broken; which, and how.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<RunEvent> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"A log of events must exist, but {path} is missing or no file.", path);
        return [.. Lines(Bytes(path).Utf8, path).Select(line => line.Event)];
    }

    /// <summary>All events so far; none where there is no file yet.</summary>
    /// <exception cref="InvalidDataException">A line before the last is broken; which, and how.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<RunEvent> Read() => File.Exists(Path) ? Read(Path) : [];

    private static void Write(Stream stream, byte[] bytes, IEnumerable<Line> lines)
    {
        foreach (var line in lines)
        {
            stream.Write(bytes.AsSpan(line.Place));
            stream.WriteByte((byte)'\n');
        }
    }

    private static List<Line> Lines(byte[] bytes, string path)
    {
        var lines = new List<Line>();
        for (var start = 0; start < bytes.Length;)
        {
            var rest = bytes.AsSpan(start);
            var length = rest.IndexOf((byte)'\n');
            var isLast = length < 0;
            var end = isLast ? bytes.Length : start + length;
            if (EventLine.TryRead(bytes.AsSpan(start..end), out var entry, out var flaw))
                lines.Add(new(start..end, entry));
            else if (!isLast)
                throw new InvalidDataException($"Line {lines.Count + 1} of {path} must be an event, but {flaw}.");
            start = end + 1;
        }
        return lines;
    }

    // The file as UTF-8 with LF, as it is written here, and whether it was that already: an editor may have saved it.
    private static (byte[] Utf8, bool IsPlain) Bytes(string path)
    {
        var bytes = ReadableFile.Bytes(path);
        var isPlain = !bytes.Contains((byte)'\r') && bytes is not ([0xEF, 0xBB, ..] or [0xFF, 0xFE, ..] or [0xFE, ..]);
        return isPlain ? (bytes, true) : (Encoding.UTF8.GetBytes(TextFile.Convert(bytes)), false);
    }

    private readonly record struct Line(Range Place, RunEvent Event);
}
