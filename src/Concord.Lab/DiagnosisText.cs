namespace Concord.Lab;

/// <summary>Explanations of the numbers of a <see cref="Diagnosis"/>, and their unit.</summary>
public static class DiagnosisText
{
    private static readonly Dictionary<string, string> Whole = new()
    {
        ["penalty"] = "ADMM's penalty ρ in the first iteration",
        ["map_norm"] = "Frobenius norm of the sheaf's learned maps",
        ["dim_h0"] = "dimension of H⁰: states other than zero on which all neighbours agree, on one test sample",
        ["dim_h1"] = "dimension of H¹: edge values that no states produce, on one test sample",
        ["smallest_eigenvalue"] = "of the sheaf Laplacian L = δᵀδ on one test sample",
        ["largest_eigenvalue"] = "of the sheaf Laplacian L = δᵀδ on one test sample",
        ["thought_about"] = "number of test samples that the numbers below are means of",
        ["accuracy"] = "share of the places of an answer that are right",
        ["solved"] = "share of samples with every place right",
        ["classes_said"] = "mean length of the answers",
        ["calibration_error"] = "mean gap between probability and accuracy, probabilities averaged over ticks",
        ["calibration_error_of_tick"] = "the same gap for the probability in the tick of the answer",
        ["far_side"] = "side in pixels of larger mazes, which the model solves by being applied again and again",
        ["far_mazes"] = "number of these mazes",
        ["far_solved"] = "share of these mazes that were solved",
        ["far_applications"] = "mean number of applications of the model to one of them",
        ["cosine"] = "cosine between the rule's gradient and back-propagation's; 1 is the same direction",
        ["norm_ratio"] = "length of the rule's gradient divided by that of back-propagation's",
        ["reach_exponent"] = "exponent of the growth of reached layers with cycles",
        ["arrival"] = "first cycle in which credit has reached every layer",
        ["expected_arrival"] = "that cycle by the theory of linear chains",
        ["layer_cycles"] = "number of updates of a layer, added over layers",
    };

    private static readonly Dictionary<string, string> Directions = new()
    {
        ["n"] = "north", ["ne"] = "north-east", ["e"] = "east", ["se"] = "south-east",
        ["s"] = "south", ["sw"] = "south-west", ["w"] = "west", ["nw"] = "north-west",
    };

    /// <summary>An explanation of a number in less than a line; empty where there is none.</summary>
    /// <param name="name">The number's name, such as <c>dim_h0</c>.</param>
    public static string Explain(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Whole.TryGetValue(name, out var text))
            return text;
        if (Rest(name, "map_norm_") is { } direction && Directions.TryGetValue(direction, out var towards))
            return $"Frobenius norm of the learned map of edges to the {towards}";
        if (name.EndsWith("_at_least", StringComparison.Ordinal))
            return $"lower bound of the {Explain(name[..^"_at_least".Length])}";
        if (Rest(name, "cosine_quartile_") is { } quarter)
            return $"that cosine over quarter {quarter} of the layers, counted from the input";
        if (Rest(name, "ticks_at_") is { } ticks)
            return $"mean number of ticks if a sample stops at certainty {ticks}";
        if (Rest(name, "accuracy_at_") is { } right)
            return $"accuracy if a sample stops at certainty {right}";
        if (Rest(name, "solved_at_") is { } solved)
            return $"share of samples with every place right if a sample stops at certainty {solved}";
        return Rest(name, "accuracy_") is { } size ? $"accuracy on questions of {size} digits by operations" : "";
    }

    /// <summary>Whether a number, or the height of a figure's lines, is a fraction, written in percent.</summary>
    /// <param name="name">The name of the number or of the figure.</param>
    public static bool IsShare(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ((string[])["accuracy", "solved", "far_solved", "far_by_steps", "calibration"])
            .Any(start => name.StartsWith(start, StringComparison.Ordinal));
    }

    private static string? Rest(string name, string start) =>
        name.StartsWith(start, StringComparison.Ordinal) ? name[start.Length..] : null;
}
