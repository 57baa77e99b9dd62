using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>What was said after every tick, and how sure each saying was. Belongs to one thread, used again.</summary>
/// <remarks>
/// Darlow et al. 2025, section 3.5: certainty is one less the entropy over its largest value, the mean over places. It
/// is not differentiated, and neither is what is said here.
/// </remarks>
/// <param name="classes">How many classes each place of an answer chooses from.</param>
public sealed class Utterances(int classes)
{
    private Tensor[] _logits = [];
    private float[] _certainty = [];

    /// <summary>How many ticks there were.</summary>
    public int Ticks { get; private set; }

    /// <summary>How many samples.</summary>
    public int Samples { get; private set; }

    /// <summary>What was said after a tick, from 0: [samples, places · classes].</summary>
    public Tensor this[int tick] => _logits[tick];

    /// <summary>How sure a sample's saying was, 0 to 1.</summary>
    public float Certainty(int tick, int sample) => _certainty[(tick * Samples) + sample];

    /// <summary>Forgets all.</summary>
    public void Begin() => Ticks = 0;

    /// <summary>Listens to one tick more.</summary>
    /// <param name="thinker">Who speaks.</param>
    /// <param name="saying">What the tick ended with.</param>
    public void Listen(IThinker thinker, Tensor saying)
    {
        using var pause = saying.Tape.Pause();
        var logits = thinker.Say(saying);
        Samples = logits.Shape.Rows;
        if (_logits.Length <= Ticks)
            Array.Resize(ref _logits, Math.Max(16, 2 * Ticks));
        if (_certainty.Length < (Ticks + 1) * Samples)
            Array.Resize(ref _certainty, Math.Max(16, 2 * (Ticks + 1)) * Samples);
        _logits[Ticks] = logits;
        var entropies = Softmax.Entropies(logits, classes);
        var places = entropies.Shape.Size / Samples;
        for (var s = 0; s < Samples; s++)
        {
            var sum = 0f;
            foreach (var entropy in entropies.Values.Slice(s * places, places))
                sum += entropy;
            _certainty[(Ticks * Samples) + s] = Math.Clamp(1 - (sum / (places * MathF.Log(classes))), 0, 1);
        }
        Ticks++;
    }

    /// <summary>Listens to every tick of a thought.</summary>
    /// <param name="thinker">Who speaks.</param>
    /// <param name="thoughts">The thought.</param>
    /// <param name="from">The first tick that is listened to, and counted as tick 0 from then on.</param>
    public void ListenToAll(IThinker thinker, Thoughts thoughts, int from = 0)
    {
        Begin();
        foreach (var saying in thoughts.Saying[from..])
            Listen(thinker, saying);
    }

    /// <summary>The tick of a sample's surest saying, the first of equal ones.</summary>
    /// <param name="sample">Which sample.</param>
    /// <param name="from">The first tick that counts.</param>
    public int Surest(int sample, int from = 0)
    {
        var best = from;
        for (var tick = from + 1; tick < Ticks; tick++)
            if (Certainty(tick, sample) > Certainty(best, sample))
                best = tick;
        return best;
    }

    /// <summary>The class that is said for a place after a tick, the first of equally likely ones.</summary>
    /// <param name="tick">From 0.</param>
    /// <param name="entry">Place of all samples' places.</param>
    public int Class(int tick, int entry)
    {
        var logits = _logits[tick].Values.Slice(entry * classes, classes);
        var best = 0;
        for (var c = 1; c < classes; c++)
            if (logits[c] > logits[best])
                best = c;
        return best;
    }
}
