using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>
/// What users may change about models that think in ticks; T is <c>--iterations</c>, H is <c>--hidden</c>.
/// </summary>
internal static class ThoughtSettings
{
    private static readonly (string Word, Pairing Pairing)[] Pairings =
        [("first-last", Pairing.FirstLast), ("random", Pairing.Random), ("random-pairing", Pairing.RandomPairing)];

    private static readonly (string Word, bool Value)[] YesOrNo = [("no", false), ("yes", true)];

    private static readonly (string Word, PlaceKind Kind)[] Kinds =
    [
        ("none", PlaceKind.None), ("turning", PlaceKind.Turning), ("turning-grid", PlaceKind.TurningGrid),
        ("waves", PlaceKind.Waves), ("many-waves", PlaceKind.ManyWaves),
    ];

    private static readonly (string Word, BackboneKind Kind)[] Backbones =
    [
        ("signs", BackboneKind.Signs), ("small", BackboneKind.Small),
        .. from layers in new[] { 18, 34, 50, 101, 152 }
            from stages in new[] { 1, 2, 3, 4 }
            select ($"resnet{layers}-{stages}", BackboneKind.Residual(layers, stages)),
    ];

    // What only models have that look at places.
    private static readonly string[] OfSight = ["width", "heads", "pairs-action", "backbone", "places"];

    /// <summary>The settings of models that look at nothing, with the sizes that are usual in a task.</summary>
    public static IEnumerable<Setting> OfNeurons<TViews>(ThinkerSizes usual)
        where TViews : AgentViews, IWholeViews =>
        Of<TViews>(usual).Where(setting => !OfSight.Contains(setting.Name));

    /// <summary>The settings, with the sizes that are usual in a task.</summary>
    public static IReadOnlyList<Setting> Of<TViews>(ThinkerSizes usual)
        where TViews : AgentViews, IWholeViews =>
    [
        Size<TViews>("neurons", "D", $"neurons of ctm ({usual.Neurons})", (s, n) => s with { Neurons = n }),
        Size<TViews>("width", "d", $"numbers of a key and a value of ctm ({usual.Width})",
            (s, n) => s with { Width = n }),
        Size<TViews>("heads", "The number of heads", $"heads of the attention of ctm ({usual.Heads})",
            (s, n) => s with { Heads = n }),
        Size<TViews>("synapse-depth", "The depth of the synapse",
            $"1 for one gated layer, more for a U-Net ({usual.SynapseDepth})", (s, n) => s with { SynapseDepth = n }),
        Size<TViews>("memory", "M", $"ticks that a neuron remembers ({usual.Memory})", (s, n) => s with { Memory = n }),
        Size<TViews>("pairs-out", "J out", $"J of the synchrony that is said ({usual.PairsOut})",
            (s, n) => s with { PairsOut = n }),
        Size<TViews>("pairs-action", "J action", $"J of the synchrony that looks ({usual.PairsAction})",
            (s, n) => s with { PairsAction = n }),
        AgentExperiment<TViews>.Choice(
            "pairing", "The pairing", "how neurons are paired: first-last, random or random-pairing", Pairings,
            (o, pairing) => Sized(o, s => s with { Pairing = pairing })) with { Value = "NAME" },
        Size<TViews>(
            "self-pairs", "The number of self pairs", $"random pairs of a neuron with itself ({usual.SelfPairs})",
            (s, n) => s with { SelfPairs = n }),
        AgentExperiment<TViews>.Choice(
            "neuron-models", "neuron-models", "whether neurons of ctm have models of their own (yes)", YesOrNo,
            (o, has) => Sized(o, s => s with { HasNeuronModels = has })),
        AgentExperiment<TViews>.Choice(
            "synchrony", "synchrony", "whether synchrony asks and speaks in ctm, or what neurons do (yes)", YesOrNo,
            (o, has) => Sized(o, s => s with { HasSynchrony = has })),
        AgentExperiment<TViews>.Choice(
            "backbone", "The backbone", "what makes features: signs, small, or resnet18-1 to resnet152-4", Backbones,
            (o, kind) => o is ThinkingOptions<TViews> t ? t with { Backbone = kind } : null) with { Value = "NAME" },
        AgentExperiment<TViews>.Choice(
            "places", "The places",
            "how places are told apart: none, turning, turning-grid, waves or many-waves", Kinds,
            (o, kind) => o is ThinkingOptions<TViews> t ? t with { Places = kind } : null) with { Value = "NAME" },
    ];

    private static Setting Size<TViews>(
        string name, string word, string about, Func<ThinkerSizes, int, ThinkerSizes> change)
        where TViews : AgentViews, IWholeViews =>
        AgentExperiment<TViews>.Number(name, word, about, (o, n) => Sized(o, s => change(s, n)));

    private static AgentModelOptions<TViews>? Sized<TViews>(
        AgentModelOptions<TViews> options, Func<ThinkerSizes, ThinkerSizes> change)
        where TViews : AgentViews, IWholeViews =>
        options is ThoughtOptions<TViews> thought ? thought with { Sizes = change(thought.Sizes) } : null;
}
