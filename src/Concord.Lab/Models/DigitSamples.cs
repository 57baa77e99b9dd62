using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Digits;

namespace Concord.Lab.Models;

/// <summary>Images of digits to train on as agents see them; a digit has no symmetric variants.</summary>
public sealed class DigitSamples(DigitSet digits) : ITrainingSamples<DigitViews>
{
    private readonly Lattice _lattice = DigitViews.LatticeOf(digits.Height, digits.Width);

    /// <inheritdoc/>
    public int Count => digits.Count;

    /// <inheritdoc/>
    public int Variants => 1;

    /// <inheritdoc/>
    public ISampleReader<DigitViews> Open(int most) => new DigitReader(digits, _lattice, most);
}

/// <summary>Puts grey images before the agents: bytes become numbers in [0, 1].</summary>
internal sealed class DigitReader(DigitSet digits, Lattice lattice, int most) : ISampleReader<DigitViews>
{
    private readonly DigitViews _views = new();
    private readonly int _pixels = digits.Height * digits.Width;
    private readonly float[] _images = new float[most * digits.Height * digits.Width];
    private readonly byte[] _labels = new byte[most];

    public void Put(int place, int sample, int variant)
    {
        _labels[place] = digits.Label(sample);
        var to = _images.AsSpan(place * _pixels, _pixels);
        var from = digits.Image(sample);
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] / 255f;
    }

    public DigitViews Read(int count)
    {
        _views.Read(lattice, count, _images.AsSpan(0, count * _pixels), _labels.AsSpan(0, count));
        return _views;
    }
}
