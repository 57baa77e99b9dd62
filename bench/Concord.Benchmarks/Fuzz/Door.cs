using Concord.Tensors;

namespace Concord.Benchmarks.Fuzz;

/// <summary>A reader of files that a fuzzer tries, with valid files to begin from.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Seeds">Valid files.</param>
/// <param name="Read">Reads a file; the second argument is the name that its messages must contain.</param>
internal sealed record Door(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[], string> Read)
{
    /// <summary>Pieces of the format that a change may insert.</summary>
    public IReadOnlyList<byte[]> Tokens { get; init; } = [];

    /// <summary>
    /// Repairs what guards a file, such as a checksum or a length, so that a change reaches what lies behind it; half
    /// of the changed files go through it.
    /// </summary>
    public Func<byte[], Rng, byte[]> Repair { get; init; } = (file, _) => file;

    /// <summary>Bytes that reading may allocate, whatever the file says.</summary>
    public long MostBytes { get; init; } = 64 << 20;
}
