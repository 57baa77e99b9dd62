using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Concord.Learning;
using Concord.Tensors;

namespace Concord.Lab;

/// <summary>Everything that determines a training run: the same plan gives the same weights, bit for bit.</summary>
/// <remarks>How long it goes on may be stated in steps or in minutes; each step is the same either way.</remarks>
public sealed record Plan
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Catalog.NameKinds } },
    };

    /// <summary>The version of Concord that made the plan.</summary>
    public string Version { get; init; } = typeof(Plan).Assembly.GetName().Version!.ToString(3);

    /// <summary>The task and the model.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>The seed of the start weights and of the batches.</summary>
    public ulong Seed { get; init; }

    /// <summary>Samples per step.</summary>
    public int Batch { get; init => field = Require.Within(value, 1, 1_000_000); } = 128;

    /// <summary>The step at which the run ends; null: minutes decide.</summary>
    public long? Steps { get; init => field = value is { } steps ? Require.Positive(steps) : value; }

    /// <summary>The minutes of training after which the run ends; null: steps decide.</summary>
    public double? Minutes { get; init => field = value is { } minutes ? Require.Positive(minutes) : value; }

    /// <summary>Steps between two scores; 0 for none.</summary>
    public int ScoreEvery { get; init => field = Require.NotNegative(value); } = 1000;

    /// <summary>The suite of those scores, and how many samples of it.</summary>
    public string ScoreSuite { get; init; } = "test";

    /// <summary>The size of those samples; null: the suite's own.</summary>
    public string? ScoreSize { get; init; }

    /// <summary>Samples per score.</summary>
    public int ScoreCount { get; init => field = Require.Within(value, 1, 1_000_000); } = 200;

    /// <summary>Steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init => field = Require.Positive(value); } = 500;

    /// <summary>Steps between two lines of the log.</summary>
    public int LogEvery { get; init => field = Require.Positive(value); } = 20;

    /// <summary>Over how many steps the loss of a line of the log is a mean: fewer at the end of a run.</summary>
    /// <param name="step">The step of the line, 1 or more.</param>
    public long StepsOfLine(long step) => step % LogEvery is > 0 and var rest ? rest : LogEvery;

    /// <summary>The update rule.</summary>
    public AdamW Optimizer { get; init; } = new();

    /// <summary>Reads a plan.</summary>
    /// <exception cref="InvalidDataException">
    /// Not JSON, an unknown field, or a value that an option refuses.
    /// </exception>
    public static Plan Read(string path) => JsonFile.Read<Plan>(path, "a plan", Json);

    /// <summary>This plan with another end, to be begun: a rate that would have fallen before falls until then.
    /// </summary>
    /// <param name="steps">The step at which the run ends; null: minutes decide, or the end of the rate's fall.</param>
    /// <param name="minutes">The minutes after which it ends.</param>
    public Plan Lasting(long? steps, double? minutes) => Ending(steps, minutes) with
    {
        Optimizer = steps > Optimizer.FallsUntil ? Optimizer.FallingUntil(steps.Value) : Optimizer,
    };

    /// <summary>This plan with another end and the rates that it has: to go on with a run.</summary>
    /// <param name="steps">The step at which the run ends; null: minutes decide, or the end of the rate's fall.</param>
    /// <param name="minutes">The minutes after which it ends.</param>
    public Plan Ending(long? steps, double? minutes) => this with
    {
        Steps = steps ?? Optimizer.FallsUntil,
        Minutes = minutes,
    };

    /// <summary>The plan as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}
