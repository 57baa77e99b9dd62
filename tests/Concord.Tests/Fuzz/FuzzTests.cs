using System.IO.Compression;
using System.Text;
using Concord.Benchmarks.Fuzz;
using Concord.Tensors;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Fuzz;

/// <summary>Readers take or refuse whatever they are given; ten thousand files each: the benchmarks' <c>fuzz</c>.
/// </summary>
public sealed class FuzzTests
{
    private const int Count = 500;

    public static TheoryData<string> Names => [.. All.Select(door => door.Name)];

    private static IEnumerable<Door> All => [.. Doors.All, Arrays];

    // What the goldens are read with is no door for files of unknown origin, but must not hang or crash either.
    private static Door Arrays => new("npz", [Archive("a.npy", "(2, 3)", 24), Archive("b/c.npy", "()", 4)], Npz.Parse)
    {
        Tokens = [.. new[] { "'<f4'", "(1, 99999999999)", "True", "\u0093NUMPY", "PK\u0001\u0002", "PK\u0005\u0006" }
            .Select(Encoding.Latin1.GetBytes)],
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Changed_files_are_read_or_refused_with_a_sentence(string name)
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("CONCORD_FUZZ"), out var more) ? more : Count;
        var result = Fuzzer.Run(All.Single(door => door.Name == name), count, seed: 0);
        Assert.True(result.Findings.Count == 0, string.Join("\n", result.Findings));
        Assert.Equal(count, result.Read + result.Refused);
        Assert.InRange(result.Refused, count / 10, count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_fuzzer_begins_from_is_valid(string name)
    {
        var door = All.Single(door => door.Name == name);
        if (name != "route")   // which begins from pictures of other things, too
            foreach (var seed in door.Seeds)
                door.Read(seed, "F");
        Assert.Equal(Mutator.Change(door, new Rng(7)), Mutator.Change(door, new Rng(7)));
    }

    [Theory]
    [InlineData("plan", "{\"version\":\"0.1.0\",\"\\ud800\":1}", "half a surrogate pair")]
    [InlineData("plan", "{\"version\":\"\\udc00\"}", "must be valid JSON")]
    public void What_was_found_once_is_refused(string name, string file, string sentence)
    {
        var door = All.Single(door => door.Name == name);
        var refusal = Assert.Throws<InvalidDataException>(() => door.Read(Encoding.Latin1.GetBytes(file), "the-input"));
        Assert.Contains("the-input", refusal.Message);
        Assert.Contains(sentence, refusal.Message);
    }

    [Fact]
    public void Crashes_silence_waste_and_nameless_sentences_are_found()
    {
        Assert.Contains("NullReferenceException", Flaw((_, _) => throw new NullReferenceException("x")));
        Assert.Contains("ArgumentException", Flaw((_, _) => throw new ArgumentException("x")));
        Assert.Contains("does not name the file", Flaw((_, _) => throw new InvalidDataException("It is wrong.")));
        Assert.Contains("has no end", Flaw((_, source) => throw new InvalidDataException($"{source} is wrong")));
        Assert.Contains("is not plain", Flaw((_, source) => throw new FormatException($"{source}\u001b[2J.")));
        Assert.Contains("bytes were allocated", Flaw((_, _) => GC.KeepAlive(new byte[200 << 20])));
        static string Flaw(Action<byte[], string> read)
        {
            var found = Fuzzer.Run(new Door("wrong", [[1, 2, 3]], read), 3, seed: 5).Findings;
            Assert.Equal([5ul, 6, 7], found.Select(finding => finding.Seed));
            return found[0].ToString();
        }
    }

    private static byte[] Archive(string name, string shape, int bytes)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open())
        {
            var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[bytes]]);
        }
        return file.ToArray();
    }
}
