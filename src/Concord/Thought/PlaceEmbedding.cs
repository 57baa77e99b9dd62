using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Thought;

/// <summary>How places are told apart that show the same.</summary>
public enum PlaceKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A sequence: a vector that turns by half a circle from the first place to the last.</summary>
    Turning,

    /// <summary>An image: two such vectors, for the line and for the place in it, that start as is learned.</summary>
    TurningGrid,

    /// <summary>An image: learned waves over it (Li et al. 2021, "Learnable Fourier Features").</summary>
    Waves,

    /// <summary>An image: ten scales of learned waves, mixed as is learned.</summary>
    ManyWaves,
}

/// <summary>Adds to the features of every place something that says where it is.</summary>
/// <remarks>The embeddings of Darlow et al. 2025 and its code.</remarks>
internal abstract class PlaceEmbedding
{
    /// <summary>What is added to every place, [height · width, channels].</summary>
    protected abstract Tensor Of(Tape tape, int height, int width);

    public Tensor AddTo(Features features)
    {
        var tape = features.Rows.Tape;
        var places = features.Height * features.Width;
        var repeated = tape.Recycled<Repeated>();
        return features.Rows + RowOperations.Gather(
            Of(tape, features.Height, features.Width), repeated.Of(features.Rows.Shape.Rows, places),
            features.Rows.Shape.Rows);
    }

    public static PlaceEmbedding? Of(PlaceKind kind, Parameters parameters, int channels) => kind switch
    {
        PlaceKind.None => null,
        PlaceKind.Turning => new Turning(parameters, channels),
        PlaceKind.TurningGrid => new TurningGrid(parameters, channels),
        PlaceKind.Waves => new Waves(parameters, "places", channels, 1 / 2.5f),
        _ => new ManyWaves(parameters, channels),
    };

    private static float Angle(int place, int places) => place * MathF.PI / Math.Max(1, places - 1);

    private sealed class Repeated
    {
        private int[] _places = [];

        public int[] Of(int rows, int places)
        {
            if (_places.Length < rows)
                _places = new int[rows];
            for (var r = 0; r < rows; r++)
                _places[r] = r % places;
            return _places;
        }
    }

    // (−sin θ, cos θ): (0, 1) turned by θ.
    private sealed class Turning(Parameters parameters, int channels) : PlaceEmbedding
    {
        private readonly DenseLayer _dense = Synapse.Layer(parameters, "places.dense", 2, channels);

        protected override Tensor Of(Tape tape, int height, int width)
        {
            var vectors = tape.Empty([height * width, 2]);
            for (var p = 0; p < height * width; p++)
                (vectors.Values[2 * p], vectors.Values[(2 * p) + 1]) = Turned(Angle(p, height * width));
            return _dense.Apply(vectors);
        }
    }

    private static (float X, float Y) Turned(float angle) => (-MathF.Sin(angle), MathF.Cos(angle));

    private sealed class TurningGrid(Parameters parameters, int channels) : PlaceEmbedding
    {
        private readonly Parameter _start = parameters.Add("places.start", [1, 2], Start.Constants(0, 1));
        private readonly DenseLayer _dense = Synapse.Layer(parameters, "places.dense", 4, channels);

        // A line's turned vector beside a place's: both are the start times a constant, so one product makes all.
        protected override Tensor Of(Tape tape, int height, int width)
        {
            var places = height * width;
            var turns = tape.Zeros([2, 4 * places]);
            for (var p = 0; p < places; p++)
            {
                Turn(turns, 4 * p, Angle(p / width, height));
                Turn(turns, (4 * p) + 2, Angle(p % width, width));
            }
            return _dense.Apply(Dense.Apply(tape.Use(_start), turns, bias: null).As([places, 4]));
        }

        private static void Turn(Tensor turns, int column, float angle)
        {
            var second = turns.Shape.Columns + column;
            (turns.Values[column], turns.Values[column + 1]) = (MathF.Cos(angle), MathF.Sin(angle));
            (turns.Values[second], turns.Values[second + 1]) = (-MathF.Sin(angle), MathF.Cos(angle));
        }
    }

    private sealed class Waves : PlaceEmbedding
    {
        private const int Count = 128, Gated = 64;

        private readonly DenseLayer _waves, _hidden, _out;
        private readonly LayerNormLayer _norm;

        public Waves(Parameters parameters, string name, int channels, float gamma)
        {
            _waves = new(parameters, $"{name}.waves", 2, Count, Start.Normal(1 / gamma), hasBias: false);
            _hidden = Synapse.Layer(parameters, $"{name}.hidden", 2 * Count, 2 * Gated);
            _out = Synapse.Layer(parameters, $"{name}.out", Gated, channels);
            _norm = new(parameters, $"{name}.norm", channels, Synapse.Epsilon);
        }

        protected override Tensor Of(Tape tape, int height, int width) => At(tape, height, width);

        public Tensor At(Tape tape, int height, int width)
        {
            var where = tape.Empty([height * width, 2]);
            for (var p = 0; p < height * width; p++)
            {
                where.Values[2 * p] = p % width / (float)Math.Max(1, width - 1);
                where.Values[(2 * p) + 1] = p / width / (float)Math.Max(1, height - 1);
            }
            var waves = 1 / MathF.Sqrt(2 * Count) * Circles.Apply(_waves.Apply(where));
            return _norm.Apply(_out.Apply(GatedUnit.Glu(_hidden.Apply(waves))));
        }
    }

    private sealed class ManyWaves : PlaceEmbedding
    {
        private const int Scales = 10;

        private readonly Waves[] _waves;
        private readonly Parameter _mix;

        public ManyWaves(Parameters parameters, int channels)
        {
            _waves = [.. Enumerable.Range(0, Scales).Select(
                i => new Waves(parameters, $"places.scale{i}", channels, 1 - (0.1f * i)))];
            _mix = parameters.Add("places.mix", [1, Scales], Start.Zero);
        }

        // A row of ten shares times a matrix of ten rows.
        protected override Tensor Of(Tape tape, int height, int width)
        {
            Tensor? all = null;
            foreach (var scale in _waves)
            {
                var one = scale.At(tape, height, width);
                one = one.As([1, one.Shape.Size]);
                all = all == null ? one : RowOperations.Beside(all, one);
            }
            var channels = all!.Shape.Size / Scales;
            return Dense.Apply(Softmax.Rows(tape.Use(_mix)), all.As([Scales, channels]), bias: null)
                .As([height * width, channels / height / width]);
        }
    }
}
