using System.Text.Json.Nodes;
using Concord.Lab;

namespace Concord.Tests.Docs;

/// <summary>Turns a command that is shown to readers into one that does the same work on less, within a second or two.
/// </summary>
internal static class SmallSizes
{
    // What stands for a value that the reader chooses, by the option before it.
    private static readonly Dictionary<string, string> Chosen = new()
    {
        ["--iterations"] = "3", ["--eval-iterations"] = "3", ["--cg-steps"] = "2", ["--seed"] = "1", ["--depth"] = "4",
        ["--rule"] = "pc", ["--train-size"] = "9", ["--stalk"] = "4", ["--edge-stalk"] = "2", ["--html"] = "page.html",
        ["--weights"] = "models/maze.safetensors", ["--row"] = "Sheaf", ["RUN"] = "runs/maze-sheaf-admm-0",
        ["FOLDER"] = "plans/sheaf-admm",
    };

    // Of a sheaf: narrow states and maps, since a run ends with a look inside them.
    private static readonly Dictionary<string, (string Option, string Value)[]> Sheaf = new()
    {
        ["maze"] = [("--hidden", "16"), ("--stalk", "6"), ("--edge-stalk", "3")],
        ["digits"] = [("--hidden", "16"), ("--stalk", "6"), ("--edge-stalk", "3")],
        ["sudoku"] = [("--hidden", "16"), ("--edge-stalk", "2"), ("--channels", "8")],
    };

    private const string Looks = "--pairs-action";

    // Of what thinks in ticks: few neurons.
    private static readonly (string Option, string Value)[] Neurons =
        [("--neurons", "32"), ("--pairs-out", "8"), (Looks, "8")];

    // Fewer samples to train on, fewer in a batch, fewer iterations of the scores in the end.
    private static readonly Dictionary<string, (string Option, string Value)[]> Training = new()
    {
        ["maze"] = [("--mazes", "20"), ("--batch", "2"), ("--eval-iterations", "2")],
        ["digits"] = [("--images", "40"), ("--batch", "4"), ("--data", "drawn")],
        ["sudoku"] = [("--boards", "20"), ("--batch", "2"), ("--eval-iterations", "2")],
        ["parity"] = [("--batch", "2")],
        ["route"] = [("--mazes", "20"), ("--batch", "2")],
        ["sorting"] = [("--batch", "2")],
        ["qamnist"] = [("--images", "40"), ("--batch", "2"), ("--data", "drawn")],
    };

    /// <summary>A command per choice of "a|b", with values in the place of capital letters and dots.</summary>
    public static IEnumerable<string[]> Choose(IReadOnlyList<string> printed)
    {
        var words = printed.Where(word => word != "…").Select(word => word.Replace(",…", "")).ToArray();
        for (var i = 0; i < words.Length; i++)
            if (words[i].All(char.IsAsciiLetterUpper))
                words[i] = i > 0 && Chosen.TryGetValue(words[i - 1], out var value) ? value
                    : Chosen.GetValueOrDefault(words[i], words[i]);
        var choice = Array.FindIndex(words, word => word.Contains('|'));
        return choice < 0
            ? [words]
            : words[choice].Split('|').Select(one => (string[])[.. words[..choice], one, .. words[(choice + 1)..]]);
    }

    /// <summary>The words for the work on less.</summary>
    /// <param name="words">A command line without the program's name.</param>
    /// <param name="step">A step that a run which goes on has not reached yet.</param>
    public static string[] Shrink(string[] words, long step)
    {
        List<string> small = [.. words];
        switch (words)
        {
            // A verb alone is a word of a sentence.
            case ["inspect" or "eval" or "train" or "bench"]:
                small.Add("--help");
                break;
            case ["train", ..] when words.Contains("--resume"):
                Drop(small, "--minutes");
                Set(small, "--steps", $"{step}");
                break;
            case ["train", var task, ..]:
                Drop(small, "--minutes");
                Set(small, "--steps", "1");
                Set(small, "--score-every", "0");
                foreach (var (option, value) in Training[task])
                    if (option != "--eval-iterations" || Model(words) is "sheaf-admm" or "mpnn" or "nca")
                        Set(small, option, value);
                if (Model(words) == "ctm")
                    foreach (var (option, value) in Neurons.Where(pair => task != "sorting" || pair.Option != Looks))
                        Set(small, option, value);
                if (Model(words) == "sheaf-admm" && Sheaf.TryGetValue(task, out var narrow))
                    foreach (var (option, value) in narrow)
                        Set(small, option, value);
                break;
            case ["eval" or "compare", ..]:
                Set(small, "--count", "2");
                break;
            case ["bench", ..]:
                Set(small, "--batch", "2");
                Set(small, "--steps", "1");
                break;
            case ["reproduce", ..]:
                Drop(small, "--minutes");
                if (!small.Contains("--row"))
                    Set(small, "--row", words[1] switch { "pc-alm" => "PC-ALM", "ctm" => "ctm", _ => "Sheaf-ADMM" });
                break;
        }
        return [.. small];
    }

    /// <summary>Cuts a budget of a paper's plans down: one seed, one step of little, one sample for a score.</summary>
    public static void Cut(JsonObject budget)
    {
        foreach (var name in (string[])["minutes", "minutes_each", "choose_after"])
            budget.Remove(name);
        if (budget["seeds"] is JsonArray { Count: > 1 } seeds)
            budget["seeds"] = new JsonArray(seeds[0]!.DeepClone());
        foreach (var (name, node) in budget["tasks"]!.AsObject())
        {
            var task = node!.AsObject();
            List<string> run = [.. PrintedCommands.Split($"{task["run"]}")];
            Drop(run, "--minutes");
            Set(run, "--steps", "1");
            foreach (var (option, value) in Training[name].Where(pair => pair.Option != "--eval-iterations"))
                Set(run, option, value);
            task["run"] = string.Join(' ', run);
            (task["count"], task["validation_count"], task["score_every"]) = (1, 1, 0);
            if (Sheaf.TryGetValue(name, out var narrow))
            {
                var models = task["models"] as JsonObject ?? [];
                models["sheaf-admm"] = string.Join(' ', narrow.Select(pair => $"{pair.Option} {pair.Value}"));
                task["models"] = models.Parent == null ? models : models.DeepClone();
            }
        }
    }

    private static string Model(string[] words) =>
        words.Contains("--model") ? words[Array.IndexOf(words, "--model") + 1] : Catalog.Task(words[1]).Models[0].Name;

    private static void Set(List<string> words, string option, string value)
    {
        Drop(words, option);
        words.AddRange([option, value]);
    }

    private static void Drop(List<string> words, string option)
    {
        if (words.IndexOf(option) is var at and >= 0)
            words.RemoveRange(at, 2);
    }
}
