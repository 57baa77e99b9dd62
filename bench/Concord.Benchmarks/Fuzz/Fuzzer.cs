using System.Diagnostics;
using Concord.Tensors;

namespace Concord.Benchmarks.Fuzz;

/// <summary>An input that a reader did not take or refuse as it should.</summary>
/// <param name="Door">The reader's name.</param>
/// <param name="Seed">Gives the input again.</param>
/// <param name="Flaw">What happened.</param>
/// <param name="Input">The input.</param>
internal sealed record Finding(string Door, ulong Seed, string Flaw, byte[] Input)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Door}, --seed {Seed}: {Flaw}\n  input of {Input.Length} bytes in base64: {Convert.ToBase64String(Input)}";
}

/// <summary>The result of some inputs.</summary>
/// <param name="Read">Inputs that were read.</param>
/// <param name="Refused">Inputs that were refused with a sentence.</param>
/// <param name="Findings">All others.</param>
internal sealed record FuzzResult(int Read, int Refused, IReadOnlyList<Finding> Findings);

/// <summary>
/// Tries changed files on a reader: each is read, or refused with a sentence that names the file, soon and without much
/// memory.
/// </summary>
internal static class Fuzzer
{
    private const string Source = "the-input";
    private const int MostFindings = 10;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Tries files on a thread of its own, which is left behind where one does not come to an end.</summary>
    /// <param name="door">The reader.</param>
    /// <param name="count">How many files.</param>
    /// <param name="seed">The first file's seed; the following count up.</param>
    public static FuzzResult Run(Door door, int count, ulong seed)
    {
        var trials = new Trials(door, count, seed);
        var thread = new Thread(trials.Run) { IsBackground = true };
        thread.Start();
        var (before, since) = (-1, Stopwatch.StartNew());
        while (!thread.Join(TimeSpan.FromMilliseconds(100)))
        {
            if (trials.Tried != before)
                (before, since) = (trials.Tried, Stopwatch.StartNew());
            else if (since.Elapsed > s_patience)
                return trials.Result with { Findings = [trials.Hang] };
        }
        return trials.Result;
    }

    /// <summary>What is wrong with the reading of a file, or null.</summary>
    public static string? Flaw(Door door, byte[] input) => Flaw(door, input, out _);

    private static string? Flaw(Door door, byte[] input, out bool isRead)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var flaw = FlawOfReading(door, input, out isRead);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return flaw ?? (allocated > door.MostBytes ? $"{allocated} bytes were allocated" : null);
    }

    private static string? FlawOfReading(Door door, byte[] input, out bool isRead)
    {
        isRead = false;
        try
        {
            door.Read(input, Source);
            isRead = true;
            return null;
        }
        catch (Exception refusal) when (refusal is InvalidDataException or FormatException)
        {
            var text = refusal.Message;
            return !text.Contains(Source, StringComparison.Ordinal) ? $"the sentence does not name the file: {text}"
                : !text.EndsWith('.') ? $"the sentence has no end: {text}"
                : text.Any(sign => char.IsControl(sign) && sign != '\n') ? $"the sentence is not plain: {text}"
                : null;
        }
#pragma warning disable CA1031 // Whatever else is thrown is what is looked for.
        catch (Exception crash)
        {
            return $"{crash.GetType().Name}: {crash.Message}\n{crash.StackTrace}";
        }
#pragma warning restore CA1031
    }

    private sealed class Trials(Door door, int count, ulong seed)
    {
        private readonly List<Finding> _findings = [];
        private volatile byte[] _input = [];
        private volatile int _tried;
        private int _read, _refused;

        public int Tried => _tried;

        public FuzzResult Result => new(_read, _refused, _findings);

        public Finding Hang => new(
            door.Name, seed + (ulong)_tried, $"it was not done after {s_patience.TotalSeconds} seconds", _input);

        public void Run()
        {
            for (; _tried < count && _findings.Count < MostFindings; _tried++)
            {
                _input = Mutator.Change(door, new Rng(seed + (ulong)_tried));
                var flaw = Flaw(door, _input, out var isRead);
                (_read, _refused) = (_read + (isRead ? 1 : 0), _refused + (flaw == null && !isRead ? 1 : 0));
                if (flaw != null)
                    _findings.Add(new Finding(door.Name, seed + (ulong)_tried, flaw, _input));
            }
        }
    }
}
