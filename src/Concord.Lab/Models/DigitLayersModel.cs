using Concord.Lab.Tasks.Digits;
using Concord.Predictive;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>A deep and narrow network whose layers learn by a rule: locally, or by back-propagation.</summary>
/// <remarks>
/// Seely and Gould 2026, "Augmented Lagrangian Predictive Coding" (arXiv 2605.31022): a residual chain without biases
/// that reads the whole image, less MNIST's mean and over its deviation. An answer is one pass forward, whatever the
/// rule, so there are no agents and no iterations.
/// </remarks>
public sealed class DigitLayersModel : DigitNetworkModel, ITaughtModel<DigitViews>
{
    /// <summary>Height and width of the images that are read.</summary>
    public const int Side = 28;

    private const float Mean = 0.1307f;
    private const float Deviation = 0.3081f;

    private readonly LayersOptions _options;

    /// <summary>Lays out the model's parameters.</summary>
    public DigitLayersModel(LayersOptions options)
        : base(options.Name)
    {
        _options = options;
        Network = options.Layers.Build(Side * Side, DigitGenerator.Classes, Parameters);
    }

    /// <summary>The layers.</summary>
    public PredictiveNetwork Network { get; }

    /// <inheritdoc/>
    /// <remarks>Cycles of the rule; back-propagation is one pass.</remarks>
    public override int? IterationsToTrain => _options.Rule.CyclesOf(Network.Depth);

    /// <inheritdoc/>
    protected override Tensor Logits(Tape tape, DigitViews views) => Network.Answer(Input(tape, views));

    /// <inheritdoc/>
    public Lesson<DigitViews> Teach(Block? start, DigitViews some, int tiles)
    {
        var rule = _options.Rule.For(Network, () => Bounds(start, some));
        Carry[] carries = [.. Enumerable.Range(0, tiles).Select(_ => new Carry())];
        return new(() => new Pass(rule.Open(Network), carries), rule.WeightSteps);
    }

    /// <summary>
    /// The rule with the steps that are stable at some weights, errors' steps chosen anew; back-propagation is compared
    /// with PC-ALM.
    /// </summary>
    internal LearningRule Rule(Block weights, DigitViews some)
    {
        var rule = _options.Rule.Kind switch
        {
            RuleKind.Bp => new RuleOptions(),
            RuleKind.Epc => _options.Rule with { Step = null },
            _ => _options.Rule,
        };
        return rule.For(Network, () => Bounds(weights, some));
    }

    /// <summary>Images and what they show, [samples, numbers].</summary>
    internal static (Tensor X, Tensor Y) Samples(Tape tape, DigitViews views) =>
        (Input(tape, views), Target(tape, views));

    private StepBounds Bounds(Block? start, DigitViews some)
    {
        using var drawn = start == null ? Parameters.Draw(new Rng(1)) : null;
        using var tape = new Tape();
        tape.Bind(Parameters, start ?? drawn!);
        var (x, y) = Samples(tape, some);
        return StepBounds.Of(
            Network, tape, x, y, _options.Rule.Penalty, errors: _options.Rule.Kind == RuleKind.Epc);
    }

    private static Tensor Input(Tape tape, DigitViews views)
    {
        var (height, width) = (views.Lattice.Height, views.Lattice.Width);
        if (height != Side || width != Side)
            throw new ArgumentException($"The images of the model mlp must be 28x28, but are {height}x{width}.");
        var images = views.Images(tape);
        foreach (ref var pixel in images.Values)
            pixel = (pixel - Mean) / Deviation;
        return images.As([views.Samples, Side * Side]);
    }

    private static Tensor Target(Tape tape, DigitViews views)
    {
        var target = tape.Zeros([views.Samples, DigitGenerator.Classes]);
        for (var s = 0; s < views.Samples; s++)
            target.Values[(s * DigitGenerator.Classes) + views.Targets[s * views.Agents]] = 1;
        return target;
    }

    private sealed class Pass(LearningPass rule, Carry[] carries) : ILossPass<DigitViews>
    {
        public Tensor Loss(Tape tape, DigitViews views, BatchPart part)
        {
            var carry = carries[part.Tile];
            carry.Phase = part.Phase;
            var (x, y) = Samples(tape, views);
            return rule.Loss(tape, x, y, 1f / part.Batch, carry);
        }
    }
}
