using System.Globalization;
using Concord.Learning;
using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Lab.Runs;

/// <summary>
/// Training states as files <c>checkpoint-*.safetensors</c>: weights, their average, both moments, the step.
/// </summary>
/// <remarks>
/// Everything random about a step follows from the plan's seed and the step's number, so the number is the random
/// state. A file comes into being whole or not at all; the last two are kept. Files of later steps are left from a
/// training that was taken up again at an earlier one, and are removed too.
/// </remarks>
public static class Checkpoint
{
    private const int Kept = 2;
    private const string Pattern = "checkpoint-*.safetensors";
    private const string StepNote = "concord.step", SecondsNote = "concord.seconds", LossNote = "concord.loss";

    /// <summary>Writes a state into a folder and removes all but the last two checkpoints.</summary>
    public static string Write(string folder, Parameters parameters, TrainingState state)
    {
        var path = Path.Combine(folder, $"checkpoint-{state.Step:d10}.safetensors");
        var tensors = new List<StoredTensor>();
        foreach (var (name, block) in Blocks(state))
        {
            var numbers = block.Span.ToArray();
            foreach (var entry in parameters.Entries)
                tensors.Add(StoredTensor.Of(
                    $"{name}/{entry.Name}", numbers.AsMemory(entry.Offset, entry.Shape.Size),
                    [.. Extents(entry.Shape)]));
        }
        var notes = new Dictionary<string, string>
        {
            [StepNote] = state.Step.ToString(CultureInfo.InvariantCulture),
            [SecondsNote] = Text(state.Seconds),
        };
        if (state.Loss.Steps > 0)
            notes[LossNote] = $"{Text(state.Loss.Sum)} {state.Loss.Steps} {Text(state.Loss.GradientNorm)}";
        SafetensorsWriter.Write(path, tensors, notes);
        Prune(folder, Path.GetFileName(path));
        return path;
    }

    /// <summary>The last checkpoint of a folder that can be read, or null if there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="parameters">The model's layout.</param>
    /// <param name="skipped">Is told of every later checkpoint that cannot be read: why not.</param>
    /// <exception cref="InvalidDataException">There are checkpoints, but none can be read.</exception>
    public static TrainingState? ReadLast(string folder, Parameters parameters, Action<string>? skipped = null) =>
        Last(folder, path => Read(path, parameters), skipped);

    /// <summary>The step and the seconds of the last checkpoint of a folder that can be read; null for none.</summary>
    /// <exception cref="InvalidDataException">There are checkpoints, but none can be read.</exception>
    public static (long Step, double Seconds)? Reached(string folder) =>
        Last<(long, double)?>(folder, path => Times(SafetensorsFile.Read(path)), skipped: null);

    /// <summary>The path of the last checkpoint of a folder, or null.</summary>
    public static string? Last(string folder) => Directory.GetFiles(folder, Pattern).Order().LastOrDefault();

    /// <summary>Reads a state.</summary>
    /// <exception cref="InvalidDataException">Damaged, or of another model.</exception>
    public static TrainingState Read(string path, Parameters parameters)
    {
        var file = SafetensorsFile.Read(path);
        var (step, seconds) = Times(file);
        var state = new TrainingState(new Block(parameters.Count))
        {
            Step = step,
            Seconds = seconds,
            Loss = Loss(file),
        };
        foreach (var (name, block) in Blocks(state))
            foreach (var entry in parameters.Entries)
                file.Floats($"{name}/{entry.Name}", entry.Shape)
                    .CopyTo(block.Span.Slice(entry.Offset, entry.Shape.Size));
        return state;
    }

    /// <summary>Writes the averaged weights alone: what is evaluated, shipped and read by others.</summary>
    public static void WriteWeights(string path, Parameters parameters, TrainingState state)
    {
        var numbers = state.Average.Span.ToArray();
        SafetensorsWriter.Write(
            path,
            [.. parameters.Entries.Select(e => StoredTensor.Of(
                e.Name, numbers.AsMemory(e.Offset, e.Shape.Size), [.. Extents(e.Shape)]))],
            new Dictionary<string, string> { [StepNote] = state.Step.ToString(CultureInfo.InvariantCulture) });
    }

    private static T? Last<T>(string folder, Func<string, T> read, Action<string>? skipped)
    {
        List<InvalidDataException> broken = [];
        foreach (var path in Directory.GetFiles(folder, Pattern).OrderDescending())
            try
            {
                var found = read(path);
                broken.ForEach(failure => skipped?.Invoke(failure.Message));
                return found;
            }
            catch (InvalidDataException failure)
            {
                broken.Add(failure);
            }
        return broken.Count == 0
            ? default
            : throw new InvalidDataException(
                $"{broken[0].Message.TrimEnd('.')}; no other checkpoint can be read in its stead.", broken[0]);
    }

    private static void Prune(string folder, string newest)
    {
        var names = Directory.GetFiles(folder, Pattern).Select(Path.GetFileName).Order().ToList();
        var kept = names.Where(name => string.CompareOrdinal(name, newest) <= 0).TakeLast(Kept);
        foreach (var old in names.Except(kept))
            File.Delete(Path.Combine(folder, old!));
    }

    private static (long Step, double Seconds) Times(SafetensorsFile file) =>
        long.TryParse(file.Metadata.GetValueOrDefault(StepNote), out var step) && step >= 0
        && TryNumber(file.Metadata.GetValueOrDefault(SecondsNote), out var seconds)
            ? (step, seconds)
            : throw new InvalidDataException(
                $"{file.Path}: a checkpoint must note its step and its seconds, but this file does not.");

    // Checkpoints of earlier versions lack it, as do those of steps that have a line in the log.
    private static RunningLoss Loss(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(LossNote, out var note))
            return default;
        return note.Split(' ') is [var sum, var steps, var norm] && TryNumber(sum, out var total)
            && int.TryParse(steps, out var count) && count > 0 && TryNumber(norm, out var length)
            ? new RunningLoss(total, count, length)
            : throw new InvalidDataException(
                $"{file.Path}: the note {LossNote} must be a sum, a count and a length, but is {note}.");
    }

    private static string Text(double number) => number.ToString("r", CultureInfo.InvariantCulture);

    private static bool TryNumber(string? text, out double number) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out number);

    private static IEnumerable<(string Name, Block Block)> Blocks(TrainingState state) =>
    [
        ("weights", state.Weights),
        ("average", state.Average),
        ("mean", state.Mean),
        ("square", state.Square),
    ];

    private static IEnumerable<int> Extents(Shape shape) => Enumerable.Range(0, shape.Rank).Select(axis => shape[axis]);
}
