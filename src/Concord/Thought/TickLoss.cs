using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>The cost of a thought: of its best tick and of the tick in which it was surest, half and half.</summary>
/// <remarks>
/// Darlow et al. 2025, section 3.5: for every sample L = (L[t₁] + L[t₂]) / 2 with t₁ of the least cost and t₂ of the
/// most certainty. Which ticks these are is not differentiated, so only they are said again for the way back. A tick's
/// cost is the mean cross-entropy over places. For routes, <see cref="Lookahead"/> asks for little more than can be
/// done. Belongs to one thread and is used again.
/// </remarks>
/// <param name="places">Places of an answer.</param>
/// <param name="classes">How many classes each chooses from.</param>
public sealed class TickLoss(int places, int classes)
{
    private readonly Utterances _utterances = new(classes);
    private float[] _costs = [];
    private float[] _shares = [];
    private int[] _targets = [];
    private int[] _ticks = [];
    private int[] _rows = [];
    private int[] _ends = [];

    /// <summary>
    /// How many places are asked for behind the last up to which all was right in some tick; null: all places. With 5
    /// these are the right beginning and 4 places more.
    /// </summary>
    public int? Lookahead { get; init; }

    /// <summary>Whether t₂ is the last tick instead of the surest.</summary>
    public bool LastCounts { get; init; }

    /// <summary>What was said.</summary>
    public Utterances Utterances => _utterances;

    /// <summary>L of a tick and a sample, as of the last call.</summary>
    public float Cost(int tick, int sample) => _costs[(tick * _utterances.Samples) + sample];

    /// <summary>t₁ and t₂ of a sample, as of the last call.</summary>
    public (int Best, int Surest) Ticks(int sample) => (_ticks[sample], _ticks[_utterances.Samples + sample]);

    /// <summary>Where the places end that a sample is asked for, as of the last call; may be behind the last.</summary>
    public int End(int sample) => _ends[sample];

    /// <summary>weight · Σ over samples of L, recorded on the tape.</summary>
    /// <param name="thinker">Who thought.</param>
    /// <param name="thoughts">The thought.</param>
    /// <param name="targets">For every place of every sample its class, or <see cref="CrossEntropy.Ignored"/>.</param>
    /// <param name="weight">A factor, such as one over the samples of a batch.</param>
    /// <param name="from">The first tick that counts; ticks are numbered from it.</param>
    public Tensor Of(IThinker thinker, Thoughts thoughts, ReadOnlySpan<int> targets, float weight, int from = 0)
    {
        _utterances.ListenToAll(thinker, thoughts, from);
        var samples = _utterances.Samples;
        Require.That(
            targets.Length >= samples * places, "The targets", $"must have at least {samples * places} entries",
            targets.Length);
        Reserve(_utterances.Ticks, samples);
        targets[..(samples * places)].CopyTo(_targets);
        for (var s = 0; s < samples; s++)
            Limit(s);
        Price();
        Choose();
        // The rows of t₁, then those of t₂, which are asked the same.
        _targets.AsSpan(0, samples * places).CopyTo(_targets.AsSpan(samples * places));
        for (var r = 0; r < 2 * samples; r++)
            _shares[r] = weight / (2 * Math.Max(1, Counted(r)));
        var chosen = RowOperations.Pick(thoughts.Saying[from..], _ticks, _rows, 2 * samples);
        var costs = CrossEntropy.Rows(thinker.Say(chosen), _targets, classes);
        var shares = chosen.Tape.Input(_shares.AsSpan(0, 2 * samples), [2 * samples, 1]);
        return Dense.Apply(costs.As([1, 2 * samples]), shares, bias: null).As([]);
    }

    private void Reserve(int ticks, int samples)
    {
        if (_costs.Length < ticks * samples)
            _costs = new float[ticks * samples];
        if (_ends.Length >= samples)
            return;
        (_ends, _shares) = (new int[samples], new float[2 * samples]);
        (_ticks, _rows, _targets) = (new int[2 * samples], new int[2 * samples], new int[2 * samples * places]);
    }

    // Ignores what lies too far behind the longest right beginning of any tick.
    private void Limit(int sample)
    {
        _ends[sample] = places;
        if (Lookahead is not { } ahead)
            return;
        // The first place counts as reached even if it is wrong, but nothing behind it then.
        var reached = 0;
        for (var tick = 0; tick < _utterances.Ticks; tick++)
        {
            var place = 0;
            while (place < places && IsRight(tick, (sample * places) + place))
                place++;
            reached = Math.Max(reached, place - 1);
        }
        _ends[sample] = reached + ahead;
        for (var place = _ends[sample]; place < places; place++)
            _targets[(sample * places) + place] = CrossEntropy.Ignored;
    }

    private bool IsRight(int tick, int entry) => _utterances.Class(tick, entry) == _targets[entry];

    private void Price()
    {
        var samples = _utterances.Samples;
        for (var tick = 0; tick < _utterances.Ticks; tick++)
        {
            using var pause = _utterances[tick].Tape.Pause();
            var costs = CrossEntropy.Rows(_utterances[tick], _targets, classes);
            for (var s = 0; s < samples; s++)
                _costs[(tick * samples) + s] = costs.Values[s] / Math.Max(1, Counted(s));
        }
    }

    private void Choose()
    {
        var samples = _utterances.Samples;
        for (var s = 0; s < samples; s++)
        {
            var best = 0;
            for (var tick = 1; tick < _utterances.Ticks; tick++)
                if (Cost(tick, s) < Cost(best, s))
                    best = tick;
            _ticks[s] = best;
            _ticks[samples + s] = LastCounts ? _utterances.Ticks - 1 : _utterances.Surest(s);
            _rows[s] = _rows[samples + s] = s;
        }
    }

    private int Counted(int row)
    {
        var counted = 0;
        foreach (var target in _targets.AsSpan(row * places, places))
            counted += target == CrossEntropy.Ignored ? 0 : 1;
        return counted;
    }
}
