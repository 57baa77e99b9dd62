using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Digits;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A digit model and the images it trains on.</summary>
public sealed record DigitExperiment() : AgentExperiment<DigitViews>(new DigitSheafOptions())
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "digits";

    /// <summary>Where the images come from.</summary>
    public DigitSource Source { get; init; } = new();

    /// <summary>How many images to train on; null: all there are, or 10,000 where they are drawn.</summary>
    public int? Images { get; init => field = value is { } count ? Require.Within(count, 1, 1_000_000) : null; }

    /// <summary>Images that one thread works on at a time, of the same batch.</summary>
    public int Tile { get; init => field = Require.Within(value, 1, 1024); } = 4;

    internal override string Of => Source.About;

    internal override (ITrainingSamples<DigitViews> Samples, int Tile) ToTrain(Action<double>? progress = null) =>
        (new DigitSamples(Source.ToTrain(Images, progress)), Tile);

    internal override (Func<IGrader<DigitViews>> Grader, int Tile, Examination Held) ToScore(Examination examination)
    {
        var suite = DigitSuite.Find(examination.Suite);
        var seed = examination.Seed ?? DigitSuite.Seed;
        var side = examination.Size is { } size ? DigitSource.ParseSide(size) : (int?)null;
        var images = suite.IsHeldOut
            ? Source.ToValidate(examination.Count, seed)
            : Source.ToTest(examination.Count, seed);
        var digits = suite.Apply(images, side, seed);
        var samples = new DigitSamples(digits);
        // A swap exchanges the memory of two images, of three where one would be left over.
        var room = Math.Max(3, Tile);
        var disturbance = examination.Disturbance;
        if (suite.Missing > 0 && disturbance is not { DropAgents: > 0 })
            disturbance = (disturbance ?? new Disturbance { Seed = seed }) with { DropAgents = suite.Missing };
        return (
            () => new DigitGrader(digits, samples.Open(room)), Tile, examination with { Disturbance = disturbance });
    }
}
