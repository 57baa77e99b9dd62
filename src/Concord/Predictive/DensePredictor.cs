using Concord.Tensors;
using Concord.Tensors.Kernels;
using Concord.Tensors.Operations;

namespace Concord.Predictive;

/// <summary>A dense prediction without bias: s · φ(h) W, and + h where it skips.</summary>
/// <remarks>W [inputs, outputs] starts with independent standard normal numbers; s carries the scale.</remarks>
public sealed class DensePredictor : Predictor
{
    private readonly Parameter _kernel;

    /// <summary>Adds the layer's parameters.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="inputs">Numbers read.</param>
    /// <param name="outputs">Numbers predicted.</param>
    /// <param name="form">φ, s and whether it skips.</param>
    /// <param name="start">How W starts; standard normal unless said.</param>
    public DensePredictor(
        Parameters parameters, string name, int inputs, int outputs, PredictorForm form, Start? start = null)
        : base(inputs, outputs, form) =>
        _kernel = parameters.Add($"{name}.kernel", [inputs, outputs], start ?? Start.Normal(1));

    /// <inheritdoc/>
    public override Tensor Predict(Tensor h) => ResidualDense.Apply(
        h, h.Tape.Use(_kernel), Form.Activation, Form.Scale, Form.Skip);

    /// <inheritdoc/>
    protected override Tensor Map(Tensor x) => Dense.Apply(x, x.Tape.Use(_kernel), bias: null);

    internal override PredictorPass Open() => new DensePass(this);

    // W is packed once, in both orientations and with its scale, and then used for all cycles of a batch.
    private sealed unsafe class DensePass(DensePredictor predictor) : PredictorPass
    {
        private readonly int _inputs = predictor.Inputs, _outputs = predictor.Outputs;
        private readonly PredictorForm _form = predictor.Form;
        private float* _packed, _packedBack, _scratch;

        public override void Hold(Tape tape, int samples)
        {
            _packed = tape.Take(Gemm.PackedSize(_inputs, _outputs));
            _packedBack = tape.Take(Gemm.PackedSize(_outputs, _inputs));
            _scratch = tape.Take(Math.Max(samples, _outputs) * _inputs);
            tape.Use(predictor._kernel).Values.CopyTo(new Span<float>(_scratch, _inputs * _outputs));
            Vectors.Scale(_scratch, _form.Scale, _inputs * _outputs);
            Gemm.Pack(new(_scratch, _outputs, 1), _inputs, _outputs, _packed);
            Gemm.Pack(new(_scratch, 1, _outputs), _outputs, _inputs, _packedBack);
        }

        public override void Predict(Tensor h, Tensor prediction)
        {
            var active = h.Data;
            if (_form.Activation != Activation.None)
            {
                active = _scratch;
                Activations.Map(_form.Activation, h.Data, active, h.Shape.Size);
            }
            Gemm.MultiplyPacked(
                new(active, _inputs, 1), _packed, prediction.Data, _outputs, _form.Skip ? h.Data : null, _outputs,
                new(h.Shape.Rows, _inputs, _outputs));
        }

        public override void AddCredit(Tensor h, Tensor error, Tensor credit)
        {
            if (_form.Skip)
                Vectors.AddScaled(credit.Data, error.Data, 1, credit.Shape.Size);
            Gemm.MultiplyPacked(
                new(error.Data, _outputs, 1), _packedBack, _scratch, _inputs, null, 0,
                new(h.Shape.Rows, _outputs, _inputs));
            Activations.MapBack(_form.Activation, h.Data, _scratch, _scratch, h.Shape.Size);
            Vectors.AddScaled(credit.Data, _scratch, 1, credit.Shape.Size);
        }
    }
}
