using System.CommandLine;
using Concord.Lab;

namespace Concord.Cli.Options;

/// <summary>The options that disturb agents while they work.</summary>
internal sealed class DisturbanceOptions
{
    private readonly Option<double?> _cut = Given.Real("--cut-edges", "share of edges that are missing, 0 to 1", 0, 1);
    private readonly Option<double?> _drop =
        Given.Real("--drop-agents", "share of agents that are missing, 0 to 1", 0, 1);
    private readonly Option<long?> _delay =
        Given.Whole("--delay", "iterations by which messages come late, 0 to 1000", 0, 1000);
    private readonly Option<double?> _lose =
        Given.Real("--lose-messages", "chance that an edge is silent for an iteration, 0 to 1", 0, 1);
    private readonly Option<bool> _noDual = Given.Flag("--no-dual", "keep u at zero: count no disagreement");
    private readonly Option<long?> _at =
        Given.Whole("--at", "iteration after which memory is damaged (the middle)", 1, 1_000_000);
    private readonly Option<string?> _zero =
        Given.Choice("--zero", "set this memory to zero", "dual", "consensus", "all");
    private readonly Option<string?> _flip = Given.Choice("--flip", "change the sign of this memory", "dual");
    private readonly Option<double?> _noise =
        Given.Real("--noise", "add noise of so many standard deviations to memory", 0, 1e6, closed: false);
    private readonly Option<bool> _swap = Given.Flag("--swap", "exchange memory with another instance's");

    private IReadOnlyList<Option> All => [_cut, _drop, _delay, _lose, _noDual, _at, _zero, _flip, _noise, _swap];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in All)
            verb.Add(option);
    }

    /// <summary>What was asked for, or null for nothing.</summary>
    /// <param name="given">The command line.</param>
    /// <param name="seed">The seed of all that is random about it.</param>
    /// <param name="iterations">How many iterations there will be.</param>
    /// <exception cref="ArgumentException">A moment without a damage, or after the end.</exception>
    public Disturbance? Read(ParseResult given, ulong seed, int iterations)
    {
        if (!All.Any(given.Has))
            return null;
        var result = new Disturbance
        {
            CutEdges = given.GetValue(_cut) ?? 0,
            DropAgents = given.GetValue(_drop) ?? 0,
            Delay = (int)(given.GetValue(_delay) ?? 0),
            LoseMessages = given.GetValue(_lose) ?? 0,
            NoDual = given.GetValue(_noDual),
            At = (int)(given.GetValue(_at) ?? 0),
            Zero = given.GetValue(_zero) switch
            {
                "dual" => MemoryPart.Dual,
                "consensus" => MemoryPart.Consensus,
                "all" => MemoryPart.All,
                _ => MemoryPart.None,
            },
            FlipDual = given.Has(_flip),
            Noise = given.GetValue(_noise) ?? 0,
            Swap = given.GetValue(_swap),
            Seed = seed,
        };
        if (result.At > 0 && !result.HasMoment)
            throw new ArgumentException(
                $"--at must come with --zero, --flip, --noise or --swap, but is alone at {result.At}.");
        if (result.At > iterations)
            throw new ArgumentException(
                $"--at must be at most the number of iterations, {iterations}, but is {result.At}.");
        return result;
    }

    /// <summary>The disturbance in words.</summary>
    public static string Words(Disturbance disturbance)
    {
        var parts = new List<string>();
        void Say(bool holds, string words)
        {
            if (holds)
                parts.Add(words);
        }

        Say(disturbance.CutEdges > 0, $"{disturbance.CutEdges:p0} of edges cut");
        Say(disturbance.DropAgents > 0, $"{disturbance.DropAgents:p0} of agents missing");
        Say(disturbance.Delay > 0, $"messages {disturbance.Delay} iterations late");
        Say(disturbance.LoseMessages > 0, $"{disturbance.LoseMessages:p0} of messages lost");
        Say(disturbance.NoDual, "u kept at zero");
        Say(disturbance.Zero == MemoryPart.Dual, "u set to zero");
        Say(disturbance.Zero == MemoryPart.Consensus, "z set to zero");
        Say(disturbance.Zero == MemoryPart.All, "z and u set to zero");
        Say(disturbance.FlipDual, "the sign of u changed");
        Say(disturbance.Noise > 0, $"noise of {disturbance.Noise} deviations on z and u");
        Say(disturbance.Swap, "memory exchanged with another instance's");
        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }
}
