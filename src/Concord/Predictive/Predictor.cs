using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Predictive;

/// <summary>What one layer's activity predicts of another's: f(h) = s · M φ(h), and + h where it skips.</summary>
/// <remarks>
/// Seely and Gould 2026, "Augmented Lagrangian Predictive Coding", section 1 of the method. φ comes before the linear
/// map M, so that a residual layer is the identity and a small change. M has parameters of its own.
/// </remarks>
public abstract class Predictor
{
    /// <summary>Describes a prediction.</summary>
    /// <param name="inputs">Numbers of a sample that are read.</param>
    /// <param name="outputs">Numbers of a sample that are predicted.</param>
    /// <param name="form">φ, s and whether it skips.</param>
    /// <exception cref="ArgumentException">It skips, but reads another count than it predicts.</exception>
    protected Predictor(int inputs, int outputs, PredictorForm form)
    {
        (Inputs, Outputs) = (Require.Positive(inputs), Require.Positive(outputs));
        Require.That(
            !form.Skip || inputs == outputs, "The numbers that a residual layer reads", $"must be {outputs}", inputs);
        Form = form;
    }

    /// <summary>Numbers of a sample that are read.</summary>
    public int Inputs { get; }

    /// <summary>Numbers of a sample that are predicted.</summary>
    public int Outputs { get; }

    /// <summary>φ, s and whether it skips.</summary>
    public PredictorForm Form { get; }

    /// <summary>f(h), [samples, <see cref="Inputs"/>] to [samples, <see cref="Outputs"/>].</summary>
    public virtual Tensor Predict(Tensor h)
    {
        var active = Form.Activation == Activation.None ? h : Activations.Apply(h, Form.Activation);
        return Scaled(Map(active), h);
    }

    /// <summary>J v, where J is the Jacobian of f at h: how the prediction moves when h moves along v.</summary>
    public Tensor Push(Tensor h, Tensor v) => Scaled(Map(Activations.Push(h, v, Form.Activation)), v);

    /// <summary>M x, a linear map with the weights bound to the tape.</summary>
    protected abstract Tensor Map(Tensor x);

    /// <summary>What one thread needs to predict and to bring credit back many times with the same weights.</summary>
    internal virtual PredictorPass Open() => new RecordedPass(this);

    private Tensor Scaled(Tensor mapped, Tensor h) => Form.Skip
        ? Linear.Combine(mapped, Form.Scale, h, 1)
        : Form.Scale == 1 ? mapped : Form.Scale * mapped;
}

/// <summary>What is the same about predictions of every kind.</summary>
/// <param name="Activation">φ.</param>
/// <param name="Scale">s.</param>
/// <param name="Skip">Whether h itself is added.</param>
public readonly record struct PredictorForm(Activation Activation, float Scale = 1, bool Skip = false);

/// <summary>A prediction with its weights held, for one thread.</summary>
internal abstract class PredictorPass
{
    /// <summary>
    /// Takes the weights that are bound to the tape, and room on it for so many samples, until the tape is reset.
    /// </summary>
    public abstract void Hold(Tape tape, int samples);

    /// <summary>f(h) into a tensor.</summary>
    public abstract void Predict(Tensor h, Tensor prediction);

    /// <summary>Adds Jᵀ e to a tensor, J being the Jacobian at h.</summary>
    public abstract void AddCredit(Tensor h, Tensor error, Tensor credit);
}

/// <summary>Any prediction by the tape's way back, which knows nothing of how it is made.</summary>
internal sealed unsafe class RecordedPass(Predictor predictor) : PredictorPass
{
    public override void Hold(Tape tape, int samples)
    {
    }

    public override void Predict(Tensor h, Tensor prediction)
    {
        var place = h.Tape.Now;
        using (h.Tape.Pause())
            predictor.Predict(h).Values.CopyTo(prediction.Values);
        h.Tape.Forget(place);
    }

    public override void AddCredit(Tensor h, Tensor error, Tensor credit)
    {
        var tape = h.Tape;
        var place = tape.Now;
        using (tape.HoldWeights())
        {
            var source = tape.Alias(h, h.Shape);
            source.Tracked = true;
            source.AdjointData = credit.Data;
            var from = tape.Recorded;
            var prediction = predictor.Predict(source);
            error.Values.CopyTo(prediction.Gradient);
            tape.BackThrough(from, tape.Recorded);
        }
        tape.Forget(place);
    }
}
