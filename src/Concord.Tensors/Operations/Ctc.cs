using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>The cost of spelling: −log of how likely a sequence is, whenever each of its classes is said.</summary>
/// <remarks>
/// Connectionist temporal classification, Graves et al. 2006. In every tick a class or a blank is said; repetitions are
/// merged and blanks dropped. States are the places of the sequence with a blank around each. Sums over paths are made
/// of logarithms, sixteen states at a time; sums over the classes of a tick in the order that <c>Vectors</c> states.
/// </remarks>
public static unsafe class Ctc
{
    // Stands for the logarithm of 0; twice of it is finite too.
    private const float Never = -1e30f;

    /// <summary>weight · Σ over samples of −log p(targets) / the number of targets; the last class is the blank.
    /// </summary>
    /// <remarks>With a weight of one over the samples this is PyTorch's mean.</remarks>
    /// <param name="logits">[ticks · samples, classes], all samples of a tick side by side.</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="targets">[samples · length]: classes that are not the blank.</param>
    /// <param name="weight">A factor.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">
    /// Unfit shapes, a target that is no class, or a sequence for which there are too few ticks.
    /// </exception>
    public static Tensor Sum(Tensor logits, int samples, ReadOnlySpan<int> targets, float weight)
    {
        var length = Check(logits, samples, targets);
        var tape = logits.Tape;
        var loss = tape.Empty([]);
        var slope = tape.Empty(logits.Shape);
        var mark = tape.Here;
        var logs = tape.Take(logits.Shape.Size);
        LogShares(logits, logs, slope.Data);
        var walk = new Walk(tape, logits.Shape.Rows / samples, samples, logits.Shape.Columns, length);
        var wanted = tape.Recording && logits.Tracked;
        var total = 0.0;
        for (var s = 0; s < samples; s++)
        {
            walk.Spell(targets.Slice(s * length, length));
            walk.Listen(logs, s);
            var likely = walk.Forward();
            total -= likely / (double)length;
            if (wanted)
                walk.Backward(slope.Data, s);
        }
        tape.Rewind(mark);
        loss.Data[0] = (float)(weight * total);
        if (tape.Record<CtcPullback>(loss, logits.Tracked) is { } back)
            (back.Logits, back.Slope, back.Weight) = (logits, slope, weight / length);
        return loss;
    }

    private static int Check(Tensor logits, int samples, ReadOnlySpan<int> targets)
    {
        Require.Positive(samples, "The number of samples");
        int rows = logits.Shape.Rows, ticks = rows / samples, length = targets.Length / samples;
        Require.That(
            ticks * samples == rows && ticks > 0, "The logits", $"must be as many for each of {samples} samples",
            logits.Shape);
        Require.That(
            length * samples == targets.Length && length > 0, "The targets",
            $"must be as many for each of {samples} samples", targets.Length);
        for (var s = 0; s < samples; s++)
        {
            var needed = length;
            for (var i = s * length; i < (s + 1) * length; i++)
            {
                Require.Within(targets[i], 0, logits.Shape.Columns - 2, "A target");
                // Between equal ones a blank must be said.
                needed += i > s * length && targets[i] == targets[i - 1] ? 1 : 0;
            }
            Require.That(ticks >= needed, "The number of ticks", $"must be at least {needed} for the targets", ticks);
        }
        return length;
    }

    // log softmax and softmax of every row.
    private static void LogShares(Tensor logits, float* logs, float* shares)
    {
        int rows = logits.Shape.Rows, n = logits.Shape.Columns;
        var never = Vector512.Create(Never);
        logits.Values.CopyTo(new Span<float>(shares, rows * n));
        for (var r = 0; r < rows; r++)
        {
            float* row = logits.Data + (r * n), share = shares + (r * n), log = logs + (r * n);
            var max = Vector512.Create(Vectors.Max(row, n));
            var sum = Vector512<float>.Zero;
            for (var i = 0; i < n; i += Vectors.Width)
                sum += Vectors.First(Elementary.Exp(Vector512.Load(row + i) - max), n - i);
            var all = max + Elementary.Log(Vector512.Create(Vectors.Sum(sum)));
            for (var i = 0; i < n; i += Vectors.Width)
                Vectors.StorePart(Vector512.Max(Vector512.Load(row + i) - all, never), log + i, n - i);
            Softmax.InPlace(share, n);
        }
    }

    /// <summary>The states of one sample's sequence, and the paths through them.</summary>
    private readonly struct Walk
    {
        private const int Margin = Vectors.Width;

        private readonly int _ticks, _samples, _classes, _states, _row;
        private readonly int* _classOf;
        private readonly float* _said, _reached, _skip, _next, _after, _share;

        public Walk(Tape tape, int ticks, int samples, int classes, int length)
        {
            (_ticks, _samples, _classes, _states) = (ticks, samples, classes, (2 * length) + 1);
            // A row of states has a margin of what never happens on both sides.
            _row = Margin + ((_states + Margin - 1) / Margin * Margin) + Margin;
            _classOf = (int*)tape.Take(_states);
            _said = Row(tape, ticks);
            _reached = Row(tape, ticks);
            _skip = Row(tape, 1);
            _next = Row(tape, 1);
            _after = Row(tape, 1);
            _share = Row(tape, 1);
        }

        private float* Row(Tape tape, int count)
        {
            var rows = tape.Take(count * _row);
            new Span<float>(rows, count * _row).Fill(Never);
            return rows + Margin;
        }

        /// <summary>Lays out a sequence: blanks are even states; a place that differs from the last skips the blank.
        /// </summary>
        public void Spell(ReadOnlySpan<int> targets)
        {
            for (var i = 0; i < _states; i++)
            {
                _classOf[i] = i % 2 == 0 ? _classes - 1 : targets[i / 2];
                _skip[i] = i % 2 == 1 && i > 1 && targets[i / 2] != targets[(i / 2) - 1] ? 0 : Never;
            }
        }

        /// <summary>Takes how likely the class of each state is in each tick.</summary>
        public void Listen(float* logs, int sample)
        {
            for (var t = 0; t < _ticks; t++)
                for (var i = 0; i < _states; i++)
                    _said[(t * _row) + i] = logs[(((t * _samples) + sample) * _classes) + _classOf[i]];
        }

        /// <summary>Fills in log Σ over paths up to each tick that end in each state; returns that of all paths.
        /// </summary>
        public float Forward()
        {
            // All but the first two states: nothing is reached in the first tick.
            new Span<float>(_reached, _states).Fill(Never);
            (_reached[0], _reached[1]) = (_said[0], _said[1]);
            for (var t = 1; t < _ticks; t++)
            {
                float* before = _reached + ((t - 1) * _row), now = before + _row, said = _said + (t * _row);
                for (var i = 0; i < _states; i += Vectors.Width)
                {
                    var sum = LogSum(
                        Vector512.Load(before + i), Vector512.Load(before + i - 1),
                        Vector512.Load(before + i - 2) + Vector512.Load(_skip + i));
                    Vectors.StorePart(sum + Vector512.Load(said + i), now + i, _states - i);
                }
            }
            var last = _reached + ((_ticks - 1) * _row) + _states;
            var ends = LogSum(Vector512.Create(last[-1]), Vector512.Create(last[-2]), Vector512.Create(Never));
            return ends.ToScalar();
        }

        /// <summary>Takes off the slope how likely each state is in each tick, given the whole sequence.</summary>
        /// <remarks>Shares of a tick are made to sum to one, whatever rounding left of them.</remarks>
        public void Backward(float* slope, int sample)
        {
            new Span<float>(_after, _states).Fill(Never);
            (_after[_states - 1], _after[_states - 2]) = (0, 0);
            for (var t = _ticks - 1; t >= 0; t--)
            {
                float* reached = _reached + (t * _row), said = _said + (t * _row);
                var to = slope + (((t * _samples) + sample) * _classes);
                for (var i = 0; i < _states; i += Vectors.Width)
                {
                    var after = Vector512.Load(_after + i);
                    Vectors.StorePart(after + Vector512.Load(reached + i), _share + i, _states - i);
                    Vectors.StorePart(after + Vector512.Load(said + i), _next + i, _states - i);
                }
                Softmax.InPlace(_share, _states);
                for (var i = 0; i < _states; i++)
                    to[_classOf[i]] -= _share[i];
                for (var i = 0; i < _states; i += Vectors.Width)
                    Vectors.StorePart(
                        LogSum(
                            Vector512.Load(_next + i), Vector512.Load(_next + i + 1),
                            Vector512.Load(_next + i + 2) + Vector512.Load(_skip + i + 2)),
                        _after + i, _states - i);
            }
        }

        private static Vector512<float> LogSum(Vector512<float> a, Vector512<float> b, Vector512<float> c)
        {
            var max = Vector512.Max(Vector512.Max(a, b), c);
            return max + Elementary.Log(Elementary.Exp(a - max) + Elementary.Exp(b - max) + Elementary.Exp(c - max));
        }
    }

    // By the logits: softmax, less how likely the classes are given the sequence.
    private sealed class CtcPullback : Pullback
    {
        public Tensor Logits = null!, Slope = null!;
        public float Weight;

        public override void Run() =>
            Vectors.AddScaled(Logits.Adjoint(), Slope.Data, Weight * Output.AdjointData[0], Logits.Shape.Size);
    }
}
