using Concord.Lab.Tasks;
using Concord.Lab.Tasks.Mazes;
using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>What the agents of a few mazes see of them, three by three pixels each.</summary>
/// <remarks>
/// A maze has few distinct 3×3 views: 28 on average in the eight variants of a 19×19 maze, with 648 agents. The encoder
/// and the maps that follow from a view are therefore computed per view.
/// </remarks>
public sealed class MazeViews : AgentViews
{
    /// <summary>Kinds of tokens, and classes to predict.</summary>
    public const int Kinds = 6;

    /// <summary>Pixels of a view.</summary>
    public const int Places = 9;

    /// <summary>Numbers of a view: one-hot tokens, place-major.</summary>
    public const int Features = Places * Kinds;

    private readonly Dictionary<int, int> _numbers = [];
    private int[] _pixels = [];
    private byte[] _tokens = [];
    private float[] _oneHot = [];

    /// <summary>The tokens of all mazes that were read, one maze after the other.</summary>
    public ReadOnlySpan<byte> Tokens => _tokens.AsSpan(0, Samples * Lattice.Height * Lattice.Width);

    /// <summary>Where the agents are.</summary>
    public Lattice Lattice { get; private set; } = null!;

    /// <inheritdoc/>
    public override int Agents => Lattice.Agents;

    /// <inheritdoc/>
    public override IReadOnlyList<Joint> Joints => Lattice.Joints;

    /// <inheritdoc/>
    public override int Classes => Kinds;

    /// <inheritdoc/>
    public override int Distinct => _numbers.Count;

    /// <summary>Agents on mazes of a size: three by three pixels each, every second pixel a centre.</summary>
    public static Lattice LatticeOf(GridSize size) => new(size.Height, size.Width, patch: 3, stride: 2);

    /// <summary>Reads mazes of one size; nothing is asked of an agent at a place outside the image.</summary>
    /// <param name="lattice">The lattice of that size.</param>
    /// <param name="samples">How many.</param>
    /// <param name="tokens">Tokens of all mazes, one after the other.</param>
    /// <param name="labels">Labels likewise; empty where nothing is to be learned.</param>
    public void Read(Lattice lattice, int samples, ReadOnlySpan<byte> tokens, ReadOnlySpan<byte> labels)
    {
        var size = lattice.Height * lattice.Width;
        Require.Length(tokens, samples * size);
        if (lattice != Lattice)
            _pixels = PixelsOf(lattice);
        (Lattice, Samples) = (lattice, samples);
        if (_tokens.Length < tokens.Length)
            _tokens = new byte[tokens.Length];
        tokens.CopyTo(_tokens);
        if (Owners.Length < Rows)
            (Owners, Targets) = (new int[Rows], new int[Rows * Places]);
        _numbers.Clear();
        CountedTargets = 0;
        for (var row = 0; row < Rows; row++)
        {
            int sample = row / lattice.Agents, agent = row % lattice.Agents;
            var key = 0;
            for (var p = 0; p < Places; p++)
            {
                var pixel = _pixels[(agent * Places) + p];
                // Outside the image there is wall.
                var token = pixel < 0 ? (int)MazeToken.Wall : tokens[(sample * size) + pixel];
                key = (key * Kinds) + token;
                var counts = pixel >= 0 && !labels.IsEmpty;
                Targets[(row * Places) + p] = counts ? labels[(sample * size) + pixel] : CrossEntropy.Ignored;
                CountedTargets += counts ? 1 : 0;
            }
            if (!_numbers.TryGetValue(key, out var number))
            {
                number = _numbers.Count;
                _numbers.Add(key, number);
                Encode(number, key);
            }
            Owners[row] = number;
        }
    }

    /// <summary>The distinct views one-hot, [views, 54].</summary>
    public Tensor OneHot(Tape tape) => tape.Input(_oneHot.AsSpan(0, Distinct * Features), [Distinct, Features]);

    // Apart, so that what the query captures is not allocated at every call of Read.
    private static int[] PixelsOf(Lattice lattice) =>
        [.. from agent in Enumerable.Range(0, lattice.Agents)
            from place in Enumerable.Range(0, Places)
            select lattice.Pixel(agent, place)];

    private void Encode(int number, int key)
    {
        if (_oneHot.Length < (number + 1) * Features)
            Array.Resize(ref _oneHot, Math.Max(32 * Features, 2 * _oneHot.Length));
        var row = _oneHot.AsSpan(number * Features, Features);
        row.Clear();
        for (var p = Places - 1; p >= 0; p--, key /= Kinds)
            row[(p * Kinds) + (key % Kinds)] = 1;
    }
}
