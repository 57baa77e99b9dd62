using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Mazes to train on as agents see them, each in its eight symmetric variants.</summary>
public sealed class MazeSamples : ITrainingSamples<MazeViews>
{
    private readonly MazeTrainingSet _mazes;
    private readonly Lattice _lattice;

    /// <summary>Lays agents on square mazes.</summary>
    /// <exception cref="ArgumentException">The mazes are not square, so that turned ones would not fit.</exception>
    public MazeSamples(MazeTrainingSet mazes)
    {
        Require.That(mazes.Size == mazes.Size.Transposed, "The mazes to train on", "must be square", mazes.Size);
        (_mazes, _lattice) = (mazes, MazeViews.LatticeOf(mazes.Size));
    }

    /// <inheritdoc/>
    public int Count => _mazes.Count;

    /// <inheritdoc/>
    public int Variants => Symmetry.Count;

    /// <inheritdoc/>
    public ISampleReader<MazeViews> Open(int most) => new Reader(this, most);

    private sealed class Reader(MazeSamples samples, int most) : ISampleReader<MazeViews>
    {
        private readonly MazeViews _views = new();
        private readonly int _pixels = samples._mazes.Size.Pixels;
        private readonly byte[] _tokens = new byte[most * samples._mazes.Size.Pixels];
        private readonly byte[] _labels = new byte[most * samples._mazes.Size.Pixels];

        public void Put(int place, int sample, int variant) => samples._mazes.Copy(
            sample, variant, _tokens.AsSpan(place * _pixels, _pixels), _labels.AsSpan(place * _pixels, _pixels));

        public MazeViews Read(int count)
        {
            var all = count * _pixels;
            _views.Read(samples._lattice, count, _tokens.AsSpan(0, all), _labels.AsSpan(0, all));
            return _views;
        }
    }
}
