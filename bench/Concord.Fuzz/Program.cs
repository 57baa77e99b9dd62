using Concord.Benchmarks.Fuzz;

// DOOR --seeds DIR writes valid files to begin from; DOOR FILE reads one file and says what came of it; DOOR alone
// hears afl-fuzz and reads each file it gives. Instrumented code may run only there, once afl-fuzz is heard.
switch (args)
{
    case [var door, "--seeds", var folder]:
        Directory.CreateDirectory(folder);
        foreach (var (index, seed) in Find(door).Seeds.Index())
            File.WriteAllBytes(Path.Combine(folder, $"{index}"), seed);
        return 0;
    case [var door, var path]:
        Console.WriteLine(Fuzzer.Flaw(Find(door), File.ReadAllBytes(path)) ?? "read, or refused as it should be");
        return 0;
    case [var door]:
        Door? found = null;
        SharpFuzz.Fuzzer.Run(stream =>
        {
            var file = new MemoryStream();
            stream.CopyTo(file);
            if (Fuzzer.Flaw(found ??= Find(door), file.ToArray()) is { } flaw)
                throw new InvalidOperationException(flaw);
        });
        return 0;
    default:
        Console.Error.WriteLine("A reader must be named, and a file or --seeds DIR may follow.");
        return 2;
}

static Door Find(string name) => Doors.All.First(door => door.Name == name);
