using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Digits;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>What the agents of a few images of digits see of them, nine grey pixels each; all are asked the digit.
/// </summary>
/// <remarks>
/// Most of an image is empty, so about half of the agents see the same. Patches count as one view only if all their
/// bits are equal. Belongs to one thread.
/// </remarks>
public sealed class DigitViews : AgentViews, IWholeViews
{
    /// <summary>Pixels of a view.</summary>
    public const int Pixels = 9;

    private readonly Dictionary<Patch, int> _numbers = [];
    private float[] _values = [];
    private float[] _images = [];
    private int[] _places = [];
    private int[] _asked = [];

    /// <summary>Where the agents are.</summary>
    public Lattice Lattice { get; private set; } = null!;

    /// <inheritdoc/>
    public override int Agents => Lattice.Agents;

    /// <inheritdoc/>
    public override IReadOnlyList<Joint> Joints => Lattice.Joints;

    /// <inheritdoc/>
    public override int Classes => DigitGenerator.Classes;

    /// <inheritdoc/>
    public override int Distinct => _numbers.Count;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Asked => _asked.AsSpan(0, Samples);

    /// <inheritdoc/>
    public ShownScript? Script => null;

    /// <inheritdoc/>
    public float? HaltAt { get; set; }

    /// <inheritdoc/>
    public int[] TicksUsed { get; set; } = [];

    /// <summary>Agents on images of a size: three by three pixels each, side by side.</summary>
    public static Lattice LatticeOf(int height, int width) => new(height, width, patch: 3, stride: 3);

    /// <summary>Reads images of one size; outside an image all is 0.</summary>
    /// <param name="lattice">The lattice of that size.</param>
    /// <param name="samples">How many.</param>
    /// <param name="images">Grey values of all images, one after the other, in [0, 1].</param>
    /// <param name="labels">What they show; empty where nothing is to be learned.</param>
    public void Read(Lattice lattice, int samples, ReadOnlySpan<float> images, ReadOnlySpan<byte> labels)
    {
        var size = lattice.Height * lattice.Width;
        Require.Length(images, samples * size);
        if (lattice != Lattice)
            _places = PlacesOf(lattice);
        (Lattice, Samples) = (lattice, samples);
        if (Owners.Length < Rows)
        {
            (Owners, Targets, _values) = (new int[Rows], new int[Rows], new float[Rows * Pixels]);
            _numbers.EnsureCapacity(Rows);
        }
        if (_images.Length < images.Length)
            _images = new float[images.Length];
        images.CopyTo(_images);
        if (_asked.Length < samples)
            _asked = new int[samples];
        for (var s = 0; s < samples; s++)
            _asked[s] = labels.IsEmpty ? CrossEntropy.Ignored : labels[s];
        _numbers.Clear();
        CountedTargets = labels.IsEmpty ? 0 : Rows;
        var patch = new Patch();
        for (var row = 0; row < Rows; row++)
        {
            int sample = row / lattice.Agents, agent = row % lattice.Agents;
            for (var p = 0; p < Pixels; p++)
            {
                var pixel = _places[(agent * Pixels) + p];
                patch[p] = pixel < 0 ? 0 : images[(sample * size) + pixel];
            }
            if (!_numbers.TryGetValue(patch, out var number))
            {
                number = _numbers.Count;
                _numbers.Add(patch, number);
                ((ReadOnlySpan<float>)patch).CopyTo(_values.AsSpan(number * Pixels));
            }
            Owners[row] = number;
            Targets[row] = labels.IsEmpty ? CrossEntropy.Ignored : labels[sample];
        }
    }

    /// <summary>The distinct views, [views, 9].</summary>
    public Tensor Patches(Tape tape) => tape.Input(_values.AsSpan(0, Distinct * Pixels), [Distinct, Pixels]);

    /// <summary>The whole images, [samples · height · width, 1], for models that no agent is part of.</summary>
    public Tensor Images(Tape tape)
    {
        var pixels = Samples * Lattice.Height * Lattice.Width;
        return tape.Input(_images.AsSpan(0, pixels), [pixels, 1]);
    }

    /// <inheritdoc/>
    public Scene Whole(Tape tape) =>
        new(Images(tape).As([Samples, Lattice.Height * Lattice.Width]), new(Lattice.Height, Lattice.Width, 1));

    // Apart, so that what the query captures is not allocated at every call of Read.
    private static int[] PlacesOf(Lattice lattice) =>
        [.. from agent in Enumerable.Range(0, lattice.Agents)
            from place in Enumerable.Range(0, Pixels)
            select lattice.Pixel(agent, place)];

    [InlineArray(Pixels)]
    private struct Patch : IEquatable<Patch>
    {
        private float _first;

        public readonly bool Equals(Patch other) => Bits(in this).SequenceEqual(Bits(in other));

        public override readonly bool Equals(object? obj) => obj is Patch other && Equals(other);

        public override readonly int GetHashCode()
        {
            var hash = 0u;
            foreach (var bits in Bits(in this))
                hash = (System.Numerics.BitOperations.RotateLeft(hash, 7) ^ bits) * 0x9E3779B1;
            return (int)(hash ^ (hash >> 15));
        }

        private static ReadOnlySpan<uint> Bits(ref readonly Patch patch) =>
            MemoryMarshal.Cast<float, uint>((ReadOnlySpan<float>)patch);
    }
}
