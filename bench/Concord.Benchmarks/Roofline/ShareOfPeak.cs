using System.Text;
using System.Text.Json.Nodes;
using Concord.Tensors;

namespace Concord.Benchmarks.Roofline;

/// <summary>The arithmetic of a step, and how much of the machine's peak a measured time makes of it.</summary>
internal sealed record ShareOfPeak
{
    private readonly TaskShape _shape;
    private readonly StepLoad _load;
    private readonly MultiplyAdds _written, _needed;

    /// <summary>Counts.</summary>
    /// <exception cref="ArgumentException">A batch or a number of iterations below one.</exception>
    public ShareOfPeak(TaskShape shape, StepLoad load)
    {
        Require.Positive(load.Batch, "The batch");
        Require.Positive(load.Iterations, "The iterations");
        (_shape, _load) = (shape, load);
        (_written, _needed) = (Arithmetic.AsWritten(shape, load), Arithmetic.Needed(shape, load));
    }

    /// <summary>Seconds that a step took; null: not measured.</summary>
    public double? Seconds
    {
        get;
        init => field = value is { } seconds ? Require.Positive(seconds, "The seconds of a step") : null;
    }

    /// <summary>Floating-point operations per second at most; null: not known.</summary>
    public double? Peak { get; init => field = value is { } peak ? Require.Positive(peak, "The peak") : null; }

    /// <summary>The part of the peak that the method as written makes.</summary>
    public double? OfWritten => Share(_written);

    /// <summary>The part of the peak that the arithmetic needed makes.</summary>
    public double? OfNeeded => Share(_needed);

    /// <summary>A table of parts, and the shares.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"{_shape.Name}, {(_load.Trains ? "train" : "infer")}, batch {_load.Batch}, K = {_load.Iterations}, "
            + $"{_load.Views?.ToString() ?? "all"} views encoded where needed; millions of multiply-adds");
        text.Append($"{"",-18}{"as written",14}{"needed",14}");
        foreach (var ((name, written), (_, needed)) in _written.Parts.Zip(_needed.Parts))
            text.Append($"\n{name,-18}{written / 1e6,14:f2}{needed / 1e6,14:f2}");
        text.Append($"\n{"total",-18}{_written.Total / 1e6,14:f2}{_needed.Total / 1e6,14:f2}");
        if (Peak is { } peak)
            text.Append(
                $"\nat the peak of {peak / 1e9:f0} GFLOP/s: {2 * _written.Total / peak:g3} s as written, "
                + $"{2 * _needed.Total / peak:g3} s as needed");
        if (OfWritten is { } ofWritten)
            text.Append($"\nin {Seconds:g4} s: {100 * ofWritten:f1} % as written, {100 * OfNeeded:f1} % as needed");
        return text.ToString();
    }

    /// <summary>The same for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["task"] = _shape.Name,
        ["mode"] = _load.Trains ? "train" : "infer",
        ["batch"] = _load.Batch,
        ["iterations"] = _load.Iterations,
        ["views"] = _load.Views,
        ["as_written"] = Json(_written),
        ["needed"] = Json(_needed),
        ["seconds"] = Seconds,
        ["peak_operations_per_second"] = Peak,
        ["share_as_written"] = OfWritten,
        ["share_needed"] = OfNeeded,
    };

    private double? Share(MultiplyAdds counted) => 2 * counted.Total / Seconds / Peak;

    private static JsonObject Json(MultiplyAdds counted)
    {
        var json = new JsonObject();
        foreach (var (name, count) in counted.Parts)
            json[name.Replace(' ', '_')] = count;
        json["total"] = counted.Total;
        return json;
    }
}
