using Concord.Lab.Runs;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>What thinking longer brings: answers by tick, what halting would save, and whether certainty is earned.
/// </summary>
/// <remarks>
/// Darlow et al. 2025, "Continuous Thought Machines", sections 4.1 and 4.2: halting at a certainty; calibration in ten
/// bins, where the probability of an answer is its mean over all ticks so far. Beside it stands the probability that
/// the answer's own tick said.
/// </remarks>
internal sealed class ThoughtDiagnosis
{
    private const int Bins = 10;

    private static readonly float[] Thresholds = [0.3f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 0.95f, 0.99f];

    private readonly int _ticks, _places, _classes;
    private readonly double[] _plain, _plainWhole, _surest;
    private readonly (double Ticks, double Right, double Whole)[] _halted =
        new (double, double, double)[Thresholds.Length];

    private readonly (double Sum, double Right, int Count)[] _meanBins = new (double, double, int)[Bins];
    private readonly (double Sum, double Right, int Count)[] _ownBins = new (double, double, int)[Bins];
    private int _samples;

    private ThoughtDiagnosis(int ticks, Question question)
    {
        (_ticks, _places, _classes) = (ticks, question.Places, question.Classes);
        (_plain, _plainWhole, _surest) = (new double[ticks], new double[ticks], new double[ticks]);
    }

    /// <summary>Thinks about samples and looks at every tick.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="batches">Samples with what they are asked; each batch is read before the next is made.</param>
    public static Diagnosis Of<TViews>(ThoughtModel<TViews> model, Block weights, IEnumerable<TViews> batches)
        where TViews : AgentViews, IWholeViews
    {
        // Ticks are counted from the first whose saying may be the answer.
        var diagnosis = new ThoughtDiagnosis(model.IterationsToEvaluate - model.Question.Silence, model.Question);
        using var tape = new Tape(recording: false);
        var thoughts = new Thoughts();
        var heard = new Utterances(model.Question.Classes);
        foreach (var views in batches)
        {
            tape.Reset();
            tape.Bind(model.Parameters, weights);
            model.Thinker.Think(views.Whole(tape), views.Silence + diagnosis._ticks, training: false, thoughts);
            heard.ListenToAll(model.Thinker, thoughts, views.Silence);
            for (var s = 0; s < views.Samples; s++)
                diagnosis.Add(heard, s, views.Asked.Slice(s * diagnosis._places, diagnosis._places));
        }
        return diagnosis.Sum();
    }

    private void Add(Utterances heard, int sample, ReadOnlySpan<int> asked)
    {
        _samples++;
        var surest = 0;
        var halts = new int[Thresholds.Length];
        for (var tick = 0; tick < _ticks; tick++)
        {
            if (heard.Certainty(tick, sample) > heard.Certainty(surest, sample))
                surest = tick;
            var right = Right(heard, tick, sample, asked);
            _plain[tick] += right;
            _plainWhole[tick] += right == 1 ? 1 : 0;
            _surest[tick] += Right(heard, surest, sample, asked);
            for (var h = 0; h < halts.Length; h++)
                if (halts[h] == 0 && heard.Certainty(tick, sample) >= Thresholds[h])
                    halts[h] = tick + 1;
        }
        for (var h = 0; h < halts.Length; h++)
        {
            var right = Right(heard, halts[h] == 0 ? surest : halts[h] - 1, sample, asked);
            var (ticks, sum, whole) = _halted[h];
            _halted[h] = (ticks + (halts[h] == 0 ? _ticks : halts[h]), sum + right, whole + (right == 1 ? 1 : 0));
        }
        Bin(heard, surest, sample, asked);
    }

    private double Right(Utterances heard, int tick, int sample, ReadOnlySpan<int> asked)
    {
        int right = 0, counted = 0;
        for (var place = 0; place < _places; place++)
            if (asked[place] != CrossEntropy.Ignored)
            {
                counted++;
                right += heard.Class(tick, (sample * _places) + place) == asked[place] ? 1 : 0;
            }
        return (double)right / Math.Max(1, counted);
    }

    private void Bin(Utterances heard, int surest, int sample, ReadOnlySpan<int> asked)
    {
        var shares = new float[_classes];
        for (var place = 0; place < _places; place++)
        {
            if (asked[place] == CrossEntropy.Ignored)
                continue;
            var entry = (sample * _places) + place;
            var called = heard.Class(surest, entry);
            double own = 0, sum = 0;
            for (var tick = 0; tick <= surest; tick++)
            {
                Softmax.Probabilities(heard[tick].Values.Slice(entry * _classes, _classes), shares);
                own = shares[called];
                sum += own;
            }
            Put(_meanBins, sum / (surest + 1), called == asked[place]);
            Put(_ownBins, own, called == asked[place]);
        }
    }

    private static void Put((double Sum, double Right, int Count)[] bins, double probability, bool isRight)
    {
        ref var bin = ref bins[Math.Clamp((int)(probability * Bins), 0, Bins - 1)];
        bin = (bin.Sum + probability, bin.Right + (isRight ? 1 : 0), bin.Count + 1);
    }

    // The mean over answers of how far a bin's share of right ones is from what was said.
    private static double Gap((double Sum, double Right, int Count)[] bins) =>
        bins.Sum(bin => Math.Abs(bin.Sum - bin.Right)) / bins.Sum(bin => bin.Count);

    private Diagnosis Sum()
    {
        List<Measurement> values = [new("thought_about", _samples), new("accuracy", _surest[^1] / _samples)];
        foreach (var (threshold, (ticks, right, whole)) in Thresholds.Zip(_halted))
        {
            values.Add(new(FormattableString.Invariant($"ticks_at_{threshold}"), ticks / _samples));
            values.Add(new(FormattableString.Invariant($"accuracy_at_{threshold}"), right / _samples));
            if (_places > 1)
                values.Add(new(FormattableString.Invariant($"solved_at_{threshold}"), whole / _samples));
        }
        values.Add(new("calibration_error", Gap(_meanBins)));
        values.Add(new("calibration_error_of_tick", Gap(_ownBins)));
        return new Diagnosis(values) { Figures = [ByTick(), ByTicksUsed(), Calibration()] };
    }

    private Figure ByTick()
    {
        List<(string, IReadOnlyList<(double X, double Y)>)> lines =
            [("the tick's own answer", Line(_plain)), ("the surest so far", Line(_surest))];
        if (_places > 1)
            lines.Add(("all places right", Line(_plainWhole)));
        return new("accuracy_by_tick", "Right answers, by tick", "tick", lines);
    }

    private Figure ByTicksUsed() => new(
        "accuracy_by_ticks_used", "Right answers, by ticks used where thinking stops at a certainty of "
            + string.Join(", ", Thresholds), "ticks used",
        [("accuracy", [.. _halted.Select(h => (h.Ticks / _samples, h.Right / _samples)).OrderBy(p => p.Item1)])]);

    private Figure Calibration() => new(
        "calibration", "How often an answer is right, by how likely it was said to be", "probability",
        [
            ("mean of ticks so far", Curve(_meanBins)),
            ("the answer's own tick", Curve(_ownBins)),
            ("as said", [(0, 0), (1, 1)]),
        ]);

    private static IReadOnlyList<(double X, double Y)> Curve((double Sum, double Right, int Count)[] bins) =>
        [.. from bin in bins where bin.Count > 0 select (bin.Sum / bin.Count, bin.Right / bin.Count)];

    private IReadOnlyList<(double X, double Y)> Line(double[] sums) =>
        [.. sums.Select((sum, tick) => (tick + 1.0, sum / _samples))];
}
