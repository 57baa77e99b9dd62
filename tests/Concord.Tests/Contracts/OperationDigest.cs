using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Concord.Tests.Contracts;

/// <summary>The bits of all operations, results and gradients, as one line an operation.</summary>
internal static class OperationDigest
{
    /// <summary>"name: hash" for every case.</summary>
    public static string[] Lines(ulong seed) =>
        [.. OperationCases.All.Select(operation => $"{operation.Name}: {HashOf(operation, seed)}")];

    private static string HashOf(OperationCase operation, ulong seed)
    {
        var pass = OperationPass.Of(operation, operation.Draw(seed));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<float>(pass.Output));
        foreach (var gradient in pass.Gradients)
            hash.AppendData(MemoryMarshal.AsBytes<float>(gradient ?? []));
        return Convert.ToHexStringLower(hash.GetHashAndReset()[..8]);
    }
}
