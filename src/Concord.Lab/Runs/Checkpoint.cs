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
/// state. A file comes into being whole or not at all; the last two are kept.
/// </remarks>
public static class Checkpoint
{
    private const int Kept = 2;
    private const string Pattern = "checkpoint-*.safetensors";

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
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            ["concord.step"] = state.Step.ToString(CultureInfo.InvariantCulture),
            ["concord.seconds"] = state.Seconds.ToString("r", CultureInfo.InvariantCulture),
        });
        foreach (var old in Directory.GetFiles(folder, Pattern).Order().SkipLast(Kept))
            File.Delete(old);
        return path;
    }

    /// <summary>The last checkpoint of a folder that can be read, or null if there is none.</summary>
    /// <exception cref="InvalidDataException">There are checkpoints, but none can be read.</exception>
    public static TrainingState? ReadLast(string folder, Parameters parameters)
    {
        InvalidDataException? broken = null;
        foreach (var path in Directory.GetFiles(folder, Pattern).OrderDescending())
            try
            {
                return Read(path, parameters);
            }
            catch (InvalidDataException failure)
            {
                broken ??= failure;
            }
        return broken == null ? null : throw broken;
    }

    /// <summary>The path of the last checkpoint of a folder, or null.</summary>
    public static string? Last(string folder) => Directory.GetFiles(folder, Pattern).Order().LastOrDefault();

    /// <summary>Reads a state.</summary>
    /// <exception cref="InvalidDataException">Damaged, or of another model.</exception>
    public static TrainingState Read(string path, Parameters parameters)
    {
        var file = SafetensorsFile.Read(path);
        if (!long.TryParse(
                file.Metadata.GetValueOrDefault("concord.step"), CultureInfo.InvariantCulture, out var step) || step < 0
            || !double.TryParse(
                file.Metadata.GetValueOrDefault("concord.seconds"), CultureInfo.InvariantCulture, out var seconds))
            throw new InvalidDataException(
                $"{path}: a checkpoint must note its step and its seconds, but this file does not.");
        var state = new TrainingState(new Block(parameters.Count)) { Step = step, Seconds = seconds };
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
            new Dictionary<string, string> { ["concord.step"] = state.Step.ToString(CultureInfo.InvariantCulture) });
    }

    private static IEnumerable<(string Name, Block Block)> Blocks(TrainingState state) =>
    [
        ("weights", state.Weights),
        ("average", state.Average),
        ("mean", state.Mean),
        ("square", state.Square),
    ];

    private static IEnumerable<int> Extents(Shape shape) => Enumerable.Range(0, shape.Rank).Select(axis => shape[axis]);
}
