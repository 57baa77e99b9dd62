using Concord.Lab;
using Concord.Tensors;
using Concord.Tensors.Storage;
using Concord.Tests.Tensors.Storage;

namespace Concord.Tests.Cli;

/// <summary>Weights of an experiment that were drawn, not trained, with their plan beside them.</summary>
internal sealed class RandomWeights : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Draws them.</summary>
    /// <param name="experiment">The model.</param>
    /// <param name="factor">What every weight is multiplied by; a large one makes weights as of a diverged run.</param>
    public RandomWeights(Experiment experiment, float factor = 1)
    {
        var parameters = experiment.Open().Parameters;
        using var weights = parameters.Draw(new Rng(1));
        foreach (ref var weight in weights.Span)
            weight *= factor;
        SafetensorsWriter.Write(Path, [.. parameters.Entries.Select(entry => StoredTensor.Of(
            entry.Name, weights.Span.Slice(entry.Offset, entry.Shape.Size).ToArray(), [.. entry.Shape]))]);
        File.WriteAllBytes(_folder.File("weights.plan.json"), new Plan { Experiment = experiment }.ToJson());
    }

    /// <summary>The file with the weights.</summary>
    public string Path => _folder.File("weights.safetensors");

    /// <summary>The path of another file beside it.</summary>
    public string Beside(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();
}
