using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;

namespace Concord.Lab.Models;

/// <summary>Grades mazes: whether a shortest path is marked exactly, and the share of pixels named rightly.</summary>
/// <remarks>Of several shortest paths the one nearest to the answer counts.</remarks>
internal sealed class MazeGrader(IReadOnlyList<Maze> mazes, Lattice lattice) : IGrader<MazeViews>
{
    private readonly MazeViews _views = new();
    private readonly MazeAnswer _answer = new();
    private byte[] _tokens = [];
    private int _first;

    public IReadOnlyList<string> Measures => ["solved", "cell_accuracy"];

    public MazeViews Load(int first, int count)
    {
        _first = first;
        var pixels = mazes[first].Size.Pixels;
        if (_tokens.Length < count * pixels)
            _tokens = new byte[count * pixels];
        for (var i = 0; i < count; i++)
            mazes[first + i].Tokens.Span.CopyTo(_tokens.AsSpan(i * pixels));
        _views.Read(lattice, count, _tokens.AsSpan(0, count * pixels), []);
        return _views;
    }

    public void Read(Tensor logits, AgentWatch? watch) => _answer.Read(_views, logits, watch);

    public bool IsRight(int sample)
    {
        var grid = Answer(sample);
        return MazeAnswer.Solves(grid, mazes[sample].LabelsNear(grid).Span);
    }

    public void Grade(int sample, Span<double> measures)
    {
        var grid = Answer(sample);
        var labels = mazes[sample].LabelsNear(grid).Span;
        var right = 0;
        for (var p = 0; p < grid.Length; p++)
            right += grid[p] == labels[p] ? 1 : 0;
        measures[0] = MazeAnswer.Solves(grid, labels) ? 1 : 0;
        measures[1] = (double)right / grid.Length;
    }

    private ReadOnlySpan<byte> Answer(int sample) => _answer.Of(sample - _first, mazes[sample].Size);
}
