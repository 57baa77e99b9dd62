using System.CommandLine;

namespace Concord.Benchmarks.Fuzz;

/// <summary><c>fuzz</c>: tries changed files on every reader, and prints those that are not read or refused well.
/// </summary>
internal static class FuzzCommand
{
    private static readonly Option<string?> s_door = new("--door")
    {
        Description = $"one reader: {string.Join(", ", Doors.All.Select(door => door.Name))} (all)",
    };

    private static readonly Option<int> s_count = new("--count")
    {
        Description = "files for each reader (10000)", DefaultValueFactory = _ => 10_000,
    };

    private static readonly Option<ulong> s_seed = new("--seed")
    {
        Description = "the first file's seed; the following count up (0)",
    };

    /// <summary>Runs a command line without its first word.</summary>
    /// <returns>0, 1 where something was found, or 2 where the words were wrong.</returns>
    public static int Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var command = new RootCommand("Tries changed files on the readers.") { s_door, s_count, s_seed };
        var parsed = command.Parse(words);
        var name = parsed.Errors.Count == 0 ? parsed.GetValue(s_door) : null;
        var doors = Doors.All.Where(door => name == null || door.Name == name).ToList();
        if (parsed.Errors.Count > 0 || doors.Count == 0)
        {
            error.WriteLine(parsed.Errors.Count > 0
                ? parsed.Errors[0].Message
                : $"--door must be one of {string.Join(", ", Doors.All.Select(door => door.Name))}, but is {name}.");
            return 2;
        }
        command.SetAction(given =>
        {
            var found = 0;
            foreach (var door in doors)
            {
                var result = Fuzzer.Run(door, given.GetValue(s_count), given.GetValue(s_seed));
                output.WriteLine(
                    $"{door.Name,-12} {result.Read} read, {result.Refused} refused, {result.Findings.Count} found");
                foreach (var finding in result.Findings)
                    output.WriteLine(finding);
                found += result.Findings.Count;
            }
            return found == 0 ? 0 : 1;
        });
        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }
}
