using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>What agents carry from one step of their environments to the next; belongs to the caller.</summary>
/// <remarks>
/// It stays on the tape of the last step, so that gradients flow back through all steps of one tape.
/// <see cref="Detach"/> keeps its numbers alone: before the tape is reset, and where gradients are to end. In a new
/// state all episodes begin.
/// </remarks>
/// <param name="samples">How many environments there are, each with an agent.</param>
public sealed class AgentState(int samples)
{
    private Tensor[] _carried = [];
    private float[][] _kept = [];
    private Tape? _tape;
    private int _pass;

    /// <summary>How many environments there are.</summary>
    public int Samples { get; } = Require.Positive(samples);

    /// <summary>Keeps the numbers and lets go of the tape; what comes next sends no gradients behind this.</summary>
    /// <exception cref="InvalidOperationException">The tape was reset since the last step.</exception>
    public void Detach()
    {
        if (_tape == null)
            return;
        CheckIsOn(_tape);
        for (var slot = 0; slot < _carried.Length; slot++)
        {
            var values = _carried[slot].Values;
            if (_kept[slot]?.Length != values.Length)
                _kept[slot] = new float[values.Length];
            values.CopyTo(_kept[slot]);
        }
        _tape = null;
    }

    /// <summary>What is carried into a step, and takes what is carried out of it.</summary>
    /// <param name="mind">What thinks in the step.</param>
    /// <param name="tape">The step's tape.</param>
    /// <param name="ended">Of every sample whether its episode ended: the learned starts take its place.</param>
    internal Span<Tensor> Begin(Mind mind, Tape tape, ReadOnlySpan<bool> ended)
    {
        Require.Length(ended, Samples, "What tells of ended episodes");
        var isNew = _carried.Length == 0;
        if (isNew)
            (_carried, _kept) = (new Tensor[mind.Slots], new float[mind.Slots][]);
        Require.That(
            _carried.Length == mind.Slots, "The state of agents", $"must hold {mind.Slots} tensors for this mind",
            _carried.Length);
        if (_tape != null)
            CheckIsOn(tape);
        else if (!isNew)
            for (var slot = 0; slot < _carried.Length; slot++)
                _carried[slot] = tape.Input(_kept[slot], [Samples, _kept[slot].Length / Samples]);
        if (isNew || ended.Contains(true))
            Restart(mind, tape, ended, isNew);
        (_tape, _pass) = (tape, tape.Pass);
        return _carried;
    }

    private void Restart(Mind mind, Tape tape, ReadOnlySpan<bool> ended, bool all)
    {
        int[] which = tape.Recycled<RowNumbers>().Of(Samples), rows = tape.Recycled<RowNumbers>().Of(Samples);
        for (var s = 0; s < Samples; s++)
            (which[s], rows[s]) = all || ended[s] ? (1, 0) : (0, s);
        for (var slot = 0; slot < _carried.Length; slot++)
        {
            var start = mind.Start(tape, slot);
            _carried[slot] = RowOperations.Pick([all ? start : _carried[slot], start], which, rows, Samples);
        }
    }

    private void CheckIsOn(Tape tape)
    {
        if (tape != _tape || tape.Pass != _pass)
            throw new InvalidOperationException(
                "The state of agents lies on another tape, or on one that was reset since; detach it before.");
    }
}
