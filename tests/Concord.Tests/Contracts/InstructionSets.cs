using System.Diagnostics;
using System.Runtime.Intrinsics;
using Xunit;

namespace Concord.Tests.Contracts;

/// <summary>All operations give the same bits on every vector width.</summary>
/// <remarks>The test program starts itself with instructions switched off and compares digests.</remarks>
[Trait("Speed", "Slow")]
public sealed class InstructionSets
{
    private const ulong Seed = 11;
    private const string FileVariable = "CONCORD_DIGEST_FILE";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<string[]> s_digest = new(() => [.. OperationDigest.Lines(Seed)]);

    [Fact]
    public void A_digest_of_all_operations_repeats_and_is_written_where_asked()
    {
        Assert.Equal(s_digest.Value, OperationDigest.Lines(Seed));
        if (Environment.GetEnvironmentVariable(FileVariable) is { } file)
            File.WriteAllLines(file, [$"{Width()}", .. s_digest.Value]);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public void The_digest_is_the_same_with_instructions_switched_off(string variable, int widest)
    {
        var lines = DigestOfChild(variable);
        Assert.InRange(int.Parse(lines[0]), 0, widest);
        Assert.Equal(s_digest.Value, lines[1..]);
    }

    // The widest vectors, in bits, that this process computes with instructions of the processor.
    private static int Width() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string[] DigestOfChild(string variable)
    {
        var file = Path.Combine(Path.GetTempPath(), $"concord-{Guid.NewGuid():n}.digest");
        try
        {
            const string Test = nameof(A_digest_of_all_operations_repeats_and_is_written_where_asked);
            string[] arguments = [.. Library(), "-method", $"{typeof(InstructionSets).FullName}.{Test}", "-noColor"];
            var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { [variable] = "0", [FileVariable] = file },
            };
            using var child = Process.Start(start)!;
            var errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (!child.WaitForExit(s_patience))
                child.Kill(entireProcessTree: true);
            child.WaitForExit();
            Assert.True(child.ExitCode == 0, output.Result + errors.Result);
            return File.ReadAllLines(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Where the tests run as "dotnet Concord.Tests.dll", the process needs to be told the library again.
    private static string[] Library() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(InstructionSets).Assembly.Location]
            : [];
}
