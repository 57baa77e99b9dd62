using Concord.Tests.Cli;
using Concord.Tests.Tensors.Storage;
using Xunit;

[assembly: AssemblyFixture(typeof(TrainedRun))]

namespace Concord.Tests.Cli;

/// <summary>
/// One tiny run for all tests of the command line, trained by the program itself when first asked for.
/// </summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<CliResult> _result;

    public TrainedRun() => _result = new Lazy<CliResult>(() => CliProcess.Run(
        "train", "maze", "--preset", "tiny", "--steps", "40", "--mazes", "100", "--score-every", "20", "--run", Path,
        "--json"));

    /// <summary>The run's folder; trained once <see cref="Result"/> was asked for.</summary>
    public string Path => _folder.File("run");

    /// <summary>What training printed.</summary>
    public CliResult Result => _result.Value;

    /// <summary>The folder of a finished run.</summary>
    public string Folder => Result.Code == 0 ? Path : throw new InvalidOperationException(Result.Error);

    /// <summary>The weights of a finished run.</summary>
    public string Weights => System.IO.Path.Combine(Folder, "weights.safetensors");

    public void Dispose() => _folder.Dispose();
}
