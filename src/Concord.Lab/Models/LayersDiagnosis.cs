using Concord.Lab.Runs;
using Concord.Predictive;
using Concord.Sheaves;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>How credit reaches the layers of a network that learns by a rule, and what holds them apart.</summary>
internal static class LayersDiagnosis
{
    /// <summary>
    /// The rule's gradient against back-propagation's at the same weights, whole, by quarters and by layers; the reach
    /// of credit by cycles; load and activation of the network's sheaf about the first sample.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="views">The samples.</param>
    public static Diagnosis Of(DigitLayersModel model, Block weights, DigitViews views)
    {
        var graph = Loads(model, weights, views);
        if (model.Rule(weights, views) is not Relaxation rule)
            return new Diagnosis([]) { Graphs = [graph] };
        var report = CreditReport.Of(model.Network, weights, tape => DigitLayersModel.Samples(tape, views), rule);
        List<Measurement> values =
        [
            new("cosine", report.Whole.Cosine), new("norm_ratio", report.Whole.NormRatio),
            .. report.Quartiles.Select((match, q) => new Measurement($"cosine_quartile_{q + 1}", match.Cosine)),
            new("reach_exponent", report.Exponent),
            new("arrival", report.Arrival ?? double.NaN),
            new("expected_arrival", report.ExpectedArrival),
            new("layer_cycles", report.LayerCycles),
        ];
        return new Diagnosis(values) { Figures = Figures(report), Graphs = [graph] };
    }

    private static IReadOnlyList<Figure> Figures(CreditReport report) =>
    [
        new("cosine_by_layer", "Cosine to back-propagation, by layer from the input", "layer",
            [("cosine", Points(report.Layers, match => match.Cosine))]),
        new("norm_ratio_by_layer", "Length of the gradient over back-propagation's, by layer", "layer",
            [("ratio", Points(report.Layers, match => match.NormRatio))]),
        new("reach", $"Layers reached by credit, of {report.Reachable}", "cycle",
            [("layers", Points(report.Reach, layers => layers))])
        {
            Mark = double.IsFinite(report.ExpectedArrival) && report.ExpectedArrival <= report.Reach.Count
                ? (report.ExpectedArrival, "expected")
                : null,
        },
    ];

    private static IReadOnlyList<(double X, double Y)> Points<T>(IReadOnlyList<T> all, Func<T, double> height) =>
        [.. all.Select((value, i) => (i + 1.0, height(value)))];

    // The layers side by side, in lines of sixteen that turn at their ends.
    private static GraphPicture Loads(DigitLayersModel model, Block weights, DigitViews views)
    {
        const int Line = 16;
        using var tape = new Tape();
        tape.Bind(model.Parameters, weights);
        var (x, y) = DigitLayersModel.Samples(tape, views);
        var first = NetworkSheaf.Of(
            model.Network, tape.Input(x.Values[..x.Shape.Columns], [1, x.Shape.Columns]),
            tape.Input(y.Values[..y.Shape.Columns], [1, y.Shape.Columns]));
        var rest = new RelativeSystem(first.Sheaf, 0, model.Network.Target).Settle(first.States);
        var (loads, activations) = (rest.Loads(), rest.Activations());
        return new GraphPicture(
            "load", "Harmonic load on predictions, diffusive activation of layers, about one sample",
            [.. activations.Select((a, v) => (
                (double)(v / Line % 2 == 0 ? v % Line : Line - 1 - (v % Line)), (double)(v / Line),
                v == 0 ? "x" : $"{v}", a))],
            [.. model.Network.Edges.Select((edge, e) => (edge.From, edge.To, loads[e]))]);
    }
}
