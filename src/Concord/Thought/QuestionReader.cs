using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>How long a <see cref="QuestionReader"/> is shown a thing.</summary>
/// <param name="Image">Ticks of an image.</param>
/// <param name="Symbol">Ticks of a symbol of the question.</param>
public readonly record struct QuestionPace(int Image, int Symbol);

/// <summary>Looks at one image after the other, then hears a question about them, then has nothing to read.</summary>
/// <remarks>
/// The reading of "QAMNIST" in Darlow et al. 2025. While an image is shown it is looked at with a query; while a symbol
/// of the question is, what is read is the symbol's embedding: waves for a number (Vaswani et al. 2017, section 3.5),
/// learned for a sign. After that all that is read is 0. How many images and symbols there are is seen from the length
/// of what is shown: the images' numbers, then one a symbol, fewer than an image has. A symbol is a number from 0, or
/// −1 or −2 for the first or second sign.
/// </remarks>
public sealed class QuestionReader : Reader
{
    private const int Signs = 2;

    private readonly Sight _sight;
    private readonly Shown _image;
    private readonly QuestionPace _pace;
    private readonly Parameter _signs;

    /// <summary>Adds the parameters of signs.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="sight">How an image is looked at.</param>
    /// <param name="image">An image's size.</param>
    /// <param name="pace">How long things are shown.</param>
    public QuestionReader(Parameters parameters, Sight sight, Shown image, QuestionPace pace)
    {
        Require.Positive(pace.Image, "The ticks of an image");
        Require.Positive(pace.Symbol, "The ticks of a symbol");
        (_sight, _image, _pace) = (sight, image, pace);
        _signs = parameters.Add("signs", [Signs, sight.Width], Start.Normal(1));
    }

    /// <inheritdoc/>
    public override int Width => _sight.Width;

    /// <summary>The first tick behind images and question: from here on there is nothing to read.</summary>
    /// <param name="images">How many images there are.</param>
    /// <param name="symbols">How many symbols the question has.</param>
    public int Silence(int images, int symbols) => (images * _pace.Image) + (symbols * _pace.Symbol);

    /// <inheritdoc/>
    public override void Look(Scene shown, bool training, Thoughts thoughts)
    {
        var (numbers, size) = (shown.Numbers, _image.Size);
        var images = numbers.Shape.Columns / size;
        for (var image = 0; image < images; image++)
            _sight.Look(new(Columns(numbers, image * size, size), _image), training, thoughts);
        for (var symbol = images * size; symbol < numbers.Shape.Columns; symbol++)
            thoughts.Made.Add(Embed(Columns(numbers, symbol, 1)));
        thoughts.Made.Add(numbers.Tape.Zeros([shown.Samples, Width]));
    }

    /// <inheritdoc/>
    public override Tensor Read(Thoughts thoughts, int tick, Tensor? query, out Tensor? weights)
    {
        if (tick / _pace.Image < thoughts.Views.Count)
            return _sight.Read(thoughts.Views[tick / _pace.Image], query!, out weights);
        weights = null;
        var symbol = (tick - (thoughts.Views.Count * _pace.Image)) / _pace.Symbol;
        return thoughts.Made[Math.Min(symbol, thoughts.Made.Count - 1)];
    }

    // A copy, through which there is no way back.
    private static Tensor Columns(Tensor shown, int first, int count)
    {
        var rows = shown.Shape.Rows;
        var part = shown.Tape.Empty([rows, count]);
        for (var r = 0; r < rows; r++)
            shown.Values.Slice((r * shown.Shape.Columns) + first, count).CopyTo(part.Values[(r * count)..]);
        return part;
    }

    private Tensor Embed(Tensor symbols)
    {
        var tape = symbols.Tape;
        var samples = symbols.Shape.Rows;
        var rows = tape.Recycled<RowNumbers>().Of(samples);
        var waves = tape.Zeros([samples, Width]);
        for (var s = 0; s < samples; s++)
        {
            var symbol = (int)symbols.Values[s];
            Require.That(
                symbol == symbols.Values[s] && symbol >= -Signs, "A symbol of a question",
                "must be a number from 0, or −1 or −2 for a sign", symbols.Values[s]);
            rows[s] = symbol < 0 ? -1 - symbol : Neighbours.None;
            if (symbol >= 0)
                Wave(symbol, waves.Values.Slice(s * Width, Width));
        }
        return RowOperations.Gather(tape.Use(_signs), rows, samples) + waves;
    }

    // In turns sine and cosine of the number times 10000 to the power of −i/width.
    private static void Wave(int number, Span<float> to)
    {
        for (var i = 0; i < to.Length; i += 2)
        {
            var (sin, cos) = Math.SinCos(number * Math.Pow(10_000, -i / (double)to.Length));
            to[i] = (float)sin;
            if (i + 1 < to.Length)
                to[i + 1] = (float)cos;
        }
    }
}
