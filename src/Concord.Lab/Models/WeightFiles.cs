using Concord.Tensors;
using Concord.Tensors.Storage;

namespace Concord.Lab.Models;

/// <summary>
/// Reads weights from files: Concord's own, and those that follow the names of the Sheaf-ADMM release.
/// </summary>
/// <remarks>
/// The release stores two collections, <c>params/…</c> and <c>ema_params/…</c>; the second is the one it evaluates. Its
/// eight base maps are tensors of their own.
/// </remarks>
public static class WeightFiles
{
    private const string Collection = "ema_params/";

    private static readonly string[] Directions = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

    private static readonly (string Ours, string Theirs)[] Names =
    [
        ("encoder.input_norm", "MLPEncoderV2_0/input_norm"),
        ("encoder.dense", "MLPEncoderV2_0/dense"),
        ("encoder.heads.comm_dense", "MLPEncoderV2_0/comm_head/comm_dense"),
        ("encoder.heads.comm_norm", "MLPEncoderV2_0/comm_head/comm_norm"),
        ("encoder.heads.q_diag_dense", "MLPEncoderV2_0/objective_heads/q_diag_dense"),
        ("encoder.heads.q_dense", "MLPEncoderV2_0/objective_heads/q_dense"),
        ("encoder.heads.l1_dense", "MLPEncoderV2_0/objective_heads/l1_weight_dense"),
        ("encoder.heads.upper_dense", "MLPEncoderV2_0/objective_heads/upper_bound_dense"),
        ("encoder.heads.lora_norm", "MLPEncoderV2_0/lora_pre_ln"),
        ("encoder.heads.lora_a_dense", "MLPEncoderV2_0/lora_A_dense"),
        ("encoder.heads.lora_b_dense", "MLPEncoderV2_0/lora_B_dense"),
        ("decoder.input_norm", "ConcatMLPDecoderV2_0/input_norm"),
        ("decoder.dense", "ConcatMLPDecoderV2_0/dense"),
        ("decoder.out_dense", "ConcatMLPDecoderV2_0/output_dense"),
    ];

    /// <summary>Reads all parameters of a model.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="parameters">The model's layout.</param>
    /// <param name="prefix">What stands before the names in the file, such as <c>average/</c>.</param>
    /// <exception cref="InvalidDataException">
    /// A tensor is missing or has another shape, or a number is not finite.
    /// </exception>
    public static Block Read(string path, Parameters parameters, string prefix = "") =>
        Read(SafetensorsFile.Read(path), parameters, prefix);

    /// <inheritdoc cref="Read(string, Parameters, string)"/>
    /// <param name="file">A file that is open already.</param>
    /// <param name="parameters">The model's layout.</param>
    /// <param name="prefix">What stands before the names in the file.</param>
    public static Block Read(SafetensorsFile file, Parameters parameters, string prefix = "")
    {
        var weights = new Block(parameters.Count);
        foreach (var entry in parameters.Entries)
        {
            var to = weights.Span.Slice(entry.Offset, entry.Shape.Size);
            foreach (var (name, shape) in Sources(file, entry, prefix))
            {
                var values = file.Floats(name, shape);
                var bad = values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
                if (bad >= 0)
                    throw new InvalidDataException(
                        $"{file.Path}: the numbers of {name} must be finite, but number {bad} is {values[bad]}.");
                values.CopyTo(to);
                to = to[values.Length..];
            }
        }
        return weights;
    }

    /// <summary>How many of a model's parameters a file holds under the right names and in the right shapes.</summary>
    /// <param name="file">A file of weights.</param>
    /// <param name="parameters">The model's layout.</param>
    /// <param name="prefix">What stands before the names in the file.</param>
    public static int CountFitting(SafetensorsFile file, Parameters parameters, string prefix = "") =>
        parameters.Entries.Count(entry => Sources(file, entry, prefix).All(
            source => file.Contains(source.Name) && file.Shape(source.Name).SequenceEqual([.. source.Shape])));

    /// <summary>How many of a model's parameters a file holds under the right names, in whatever shapes.</summary>
    /// <param name="file">A file of weights.</param>
    /// <param name="parameters">The model's layout.</param>
    /// <param name="prefix">What stands before the names in the file.</param>
    public static int CountNamed(SafetensorsFile file, Parameters parameters, string prefix = "") =>
        parameters.Entries.Count(entry => Sources(file, entry, prefix).All(source => file.Contains(source.Name)));

    // The tensors that make up a parameter, one after the other.
    private static IEnumerable<(string Name, Shape Shape)> Sources(SafetensorsFile file, Parameter entry, string prefix)
    {
        if (!file.Contains(Collection + "rho_raw"))
            return [(prefix + entry.Name, entry.Shape)];
        if (entry.Name == "maps")
            return Directions.Select(d => ($"{Collection}rm/R_{d}", Shape.Of([entry.Shape[1], entry.Shape[2]])));
        var dot = entry.Name.LastIndexOf('.');
        var theirs = Array.Find(Names, pair => dot > 0 && pair.Ours == entry.Name[..dot]).Theirs;
        return [(Collection + (theirs == null ? entry.Name : $"{theirs}/{entry.Name[(dot + 1)..]}"), entry.Shape)];
    }
}
