using System.Globalization;
using Concord.Predictive;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>What users may change about layers that learn by a rule.</summary>
internal static class RuleSettings
{
    private static readonly (string Word, RuleKind Kind)[] Rules =
    [
        ("bp", RuleKind.Bp), ("pc", RuleKind.Pc), ("pc-nesterov", RuleKind.PcNesterov), ("ipc", RuleKind.Ipc),
        ("epc", RuleKind.Epc), ("pc-alm", RuleKind.PcAlm),
    ];

    private static readonly (string Word, Activation Activation)[] Activations =
    [
        ("identity", Activation.None), ("tanh", Activation.Tanh), ("relu", Activation.Relu), ("gelu", Activation.Gelu),
    ];

    /// <summary>The options of layers on digits; T is <c>--iterations</c>, their width <c>--hidden</c>.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Choice("rule", "The rule", "how the layers of mlp learn; ipc takes T steps a batch (pc-alm)", Rules,
            (o, kind) => o with { Rule = o.Rule with { Kind = kind } }),
        DigitExperiment.Number("depth", "The depth", "L, weight matrices of mlp (32)",
            (o, n) => o is LayersOptions layers ? layers with { Depth = n } : null),
        Choice("activation", "The activation", "φ of mlp (relu)", Activations,
            (o, activation) => o with { Activation = activation }),
        Choice("loss", "The loss", "what mlp is asked for: one-hot numbers, or classes (squared)",
            [("squared", TargetLoss.SquaredError), ("cross-entropy", TargetLoss.CrossEntropy)],
            (o, loss) => o with { Loss = loss }),
        Real("step", "η", "η, the step of activities of mlp (1/λ_max at the start)",
            (rule, eta) => rule with { Step = eta }),
        Real("alpha", "α", "α, the step of multipliers of pc-alm (4 (L/T)², within its bound)",
            (rule, alpha) => rule with { Alpha = alpha }),
        Real("penalty", "ρ", "ρ, the price of prediction errors of mlp (1)",
            (rule, rho) => rule with { Penalty = rho }),
        Real("leak", "The leak", "share of a multiplier that leaks away per cycle once credit has arrived (0)",
            (rule, leak) => rule with { Leak = leak }),
        Real("momentum", "The momentum", "momentum of the activities of pc-nesterov (from the depth)",
            (rule, momentum) => rule with { Momentum = momentum }),
        Real("nudge", "The nudge", "β: share of the way from answer to target that mlp is shown; negative for away (1)",
            (rule, beta) => rule with { Nudge = beta }),
        Choice("centred", "centred", "whether mlp learns from the nudges β and −β together (no)",
            [("no", false), ("yes", true)], (o, centred) => o with { Rule = o.Rule with { Centred = centred } }),
        DigitExperiment.Number("inner-steps", "K", "K, steps of activities in a cycle of mlp (1)",
            (o, n) => o is LayersOptions layers ? layers with { Rule = layers.Rule with { InnerSteps = n } } : null),
        DigitExperiment.Number(
            "front-width", "The width of the front", "cycles over which a layer of mlp moves; 0 for all to come (0)",
            (o, n) => o is LayersOptions layers ? layers with { Rule = layers.Rule with { FrontWidth = n } } : null),
        Choice(
            "sweep", "The sweep", "order in which activities of mlp move: all at once, or from the output (together)",
            [("together", Sweep.Together), ("reverse", Sweep.Reverse)],
            (o, sweep) => o with { Rule = o.Rule with { Sweep = sweep } }),
        Choice(
            "credit", "The credit",
            "multipliers that weights learn from: before the last dual step or after (pre-dual)",
            [("pre-dual", WeightCredit.PreDual), ("post-dual", WeightCredit.PostDual)],
            (o, credit) => o with { Rule = o.Rule with { Credit = credit } }),
    ];

    private static Setting Real(string name, string word, string about, Func<RuleOptions, float, RuleOptions> change) =>
        DigitExperiment.Read(
            name, about,
            text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ArgumentException($"{word} must be a number, but is {text}."),
            (o, number) => o is LayersOptions layers ? layers with { Rule = change(layers.Rule, number) } : null)
            with { Value = "X" };

    private static Setting Choice<T>(
        string name, string word, string about, IReadOnlyList<(string Word, T Value)> choices,
        Func<LayersOptions, T, LayersOptions> change) =>
        DigitExperiment.Choice(
            name, word, about, choices, (o, value) => o is LayersOptions layers ? change(layers, value) : null);
}
