using System.Runtime.Intrinsics;
using Concord.Tensors.Kernels;

namespace Concord.Tensors.Operations;

/// <summary>A gated layer in which every neuron has weights of its own and reads only what is its own.</summary>
/// <remarks>
/// The layer of neuron-level models: Darlow et al. 2025, "Continuous Thought Machines", section 3.2. Sixteen neurons
/// are computed side by side, so nothing is summed across lanes. The way back computes the layer's sums again instead
/// of keeping them. Sums over inputs, outputs and samples run from the first, with one rounding each.
/// </remarks>
public static unsafe class PrivateGates
{
    private const int W = Vectors.Width;

    /// <summary>
    /// With aₒ = (Σᵢ xᵢ ∘ kernel[i, o] + bias[o]) / temperature for twice as many o as results: yₖ = aₖ ∘ σ(aₖ₊ₘ). What
    /// neurons read is their history, the oldest first.
    /// </summary>
    /// <param name="start">[inputs, neurons]: the history before there was any, the same for all samples.</param>
    /// <param name="recent">At most as many [samples, neurons], which take the place of the oldest.</param>
    /// <param name="kernel">[inputs, 2m, neurons].</param>
    /// <param name="bias">[2m, neurons].</param>
    /// <param name="temperature">[1], not zero.</param>
    /// <returns>[samples, m, neurons].</returns>
    /// <exception cref="ArgumentException">Unfit shapes.</exception>
    public static Tensor Apply(
        Tensor start, ReadOnlySpan<Tensor> recent, Tensor kernel, Tensor bias, Tensor temperature)
    {
        int count = start.Shape.Rows, neurons = start.Shape.Columns;
        Require.Within(recent.Length, 1, count, "The number of recent inputs of neurons");
        foreach (var input in recent)
            Require.Shape(input.Shape, [recent[0].Shape.Rows, neurons], "A recent input of neurons");
        var sides = start.Tape.Recycled<Sides>();
        sides.Set(count);
        for (var i = 0; i < count; i++)
            if (i + recent.Length < count)
                sides.Put(i, start, (i + recent.Length) * neurons, 0);
            else
                sides.Put(i, recent[i + recent.Length - count], 0, neurons);
        return Apply(sides, recent[0].Shape, kernel, bias, temperature);
    }

    /// <summary>The same of what neurons made of something before.</summary>
    /// <inheritdoc cref="Apply(Tensor, ReadOnlySpan{Tensor}, Tensor, Tensor, Tensor)"/>
    /// <param name="inputs">[samples, inputs, neurons].</param>
    /// <param name="kernel">[inputs, 2m, neurons].</param>
    /// <param name="bias">[2m, neurons].</param>
    /// <param name="temperature">[1], not zero.</param>
    public static Tensor Apply(Tensor inputs, Tensor kernel, Tensor bias, Tensor temperature)
    {
        Require.That(
            inputs.Shape.Rank == 3, "The inputs of neurons", "must have shape [samples, inputs, neurons]",
            inputs.Shape);
        int count = inputs.Shape[1], neurons = inputs.Shape[2];
        var sides = inputs.Tape.Recycled<Sides>();
        sides.Set(count);
        for (var i = 0; i < count; i++)
            sides.Put(i, inputs, i * neurons, count * neurons);
        return Apply(sides, [inputs.Shape[0], neurons], kernel, bias, temperature);
    }

    // An input is of shape [samples, neurons].
    private static Tensor Apply(Sides sides, Shape input, Tensor kernel, Tensor bias, Tensor temperature)
    {
        var tape = kernel.Tape;
        int samples = input.Rows, neurons = input.Columns;
        var outputs = kernel.Shape.Rows / sides.Count;
        Require.That(outputs % 2 == 0, "The outputs of neurons", "must be even in number", kernel.Shape);
        Require.Shape(kernel.Shape, [sides.Count, outputs, neurons], "The kernel of neurons");
        Require.Shape(bias.Shape, [outputs, neurons], "The bias of neurons");
        Require.Shape(temperature.Shape, [1], "The temperature of neurons");

        var half = outputs / 2;
        var y = tape.Empty([samples, half, neurons]);
        var mark = tape.Here;
        var group = new Group(tape, sides.Count, outputs, samples, neurons);
        for (var first = 0; first < neurons; first += W)
        {
            group.Load(sides, kernel.Data, bias.Data, temperature.Data[0], first);
            for (var b = 0; b < samples; b++)
            {
                var to = y.Data + (b * half * neurons) + first;
                for (var k = 0; k < half; k++, to += neurons)
                    Vectors.StorePart(
                        group.Sum(b, k) * Pointwise.Logistic(group.Sum(b, k + half)), to, neurons - first);
            }
        }
        tape.Rewind(mark);
        var wanted = sides.Tracked || kernel.Tracked || bias.Tracked || temperature.Tracked;
        if (tape.Record<PrivateGatesPullback>(y, wanted) is { } back)
        {
            (back.Sides, back.Kernel, back.Bias, back.Temperature) = (sides, kernel, bias, temperature);
            back.Samples = samples;
        }
        return y;
    }

    /// <summary>Where the numbers of a sample begin, and how far it is to the next sample's.</summary>
    private readonly struct Run(float* first, nint step)
    {
        private readonly float* _first = first;
        private readonly nint _step = step;

        public void Deconstruct(out float* from, out nint apart)
        {
            from = _first;
            apart = _step;
        }
    }

    /// <summary>What neurons read: runs of numbers within tensors, a step from sample to sample apart.</summary>
    private sealed class Sides
    {
        private (Tensor Tensor, int Offset, int Step)[] _items = [];

        public int Count { get; private set; }

        public bool Tracked
        {
            get
            {
                for (var i = 0; i < Count; i++)
                    if (_items[i].Tensor.Tracked)
                        return true;
                return false;
            }
        }

        public void Set(int count)
        {
            Count = count;
            if (_items.Length < count)
                _items = new (Tensor, int, int)[count];
        }

        public void Put(int i, Tensor tensor, int offset, int step) => _items[i] = (tensor, offset, step);

        public Run Data(int i) => new(_items[i].Tensor.Data + _items[i].Offset, _items[i].Step);

        /// <summary>Where the gradient of an input goes; null where none is wanted.</summary>
        public Run Adjoint(int i) => new(
            _items[i].Tensor.Tracked ? _items[i].Tensor.Adjoint() + _items[i].Offset : null, _items[i].Step);
    }

    /// <summary>Sixteen neurons: what they read, their weights and their sums, side by side.</summary>
    private readonly struct Group(Tape tape, int inputs, int outputs, int samples, int neurons)
    {
        private readonly float* _read = tape.Take(samples * inputs * W);
        private readonly float* _kernel = tape.Take(inputs * outputs * W);
        private readonly float* _sums = tape.Take(samples * outputs * W);

        public LaneProducts.Operand Read => new(_read, inputs, 1);

        public LaneProducts.Operand ReadTurned => new(_read, 1, inputs);

        public LaneProducts.Operand Kernel => new(_kernel, outputs, 1);

        public LaneProducts.Operand Sums => new(_sums, outputs, 1);

        public float* SumAt(int sample, int output) => _sums + (((sample * outputs) + output) * W);

        public Vector512<float> Sum(int sample, int output) => Vector512.Load(SumAt(sample, output));

        public void Load(Sides sides, float* kernel, float* bias, float temperature, int first)
        {
            var left = neurons - first;
            for (var i = 0; i < inputs; i++)
            {
                var (from, step) = sides.Data(i);
                from += first;
                var to = _read + (i * W);
                for (var b = 0; b < samples; b++, from += step, to += inputs * W)
                    Vectors.LoadPart(from, left).Store(to);
            }
            kernel += first;
            for (var io = 0; io < inputs * outputs; io++, kernel += neurons)
                Vectors.LoadPart(kernel, left).Store(_kernel + (io * W));
            for (var o = 0; o < outputs; o++)
            {
                var start = Vectors.LoadPart(bias + (o * neurons) + first, left);
                for (var b = 0; b < samples; b++)
                    start.Store(SumAt(b, o));
            }
            LaneProducts.AddProduct(Read, Kernel, Sums, new(samples, inputs, outputs));
            if (temperature != 1)
                Vectors.Scale(_sums, 1 / temperature, samples * outputs * W);
        }
    }

    // With a the sums over the temperature τ, and g = ȳ:  ā = g ∘ σ(gate) for values, g ∘ value ∘ σ'(gate) for gates,
    // each over τ;  x̄ᵢ += Σₒ ā ∘ kernel[i, o],  kernel¯[i, o] += Σ over samples of xᵢ ∘ ā,  bias¯ += Σ ā,
    // τ¯ −= Σ a ā.
    private sealed class PrivateGatesPullback : Pullback
    {
        public Sides Sides = null!;
        public Tensor Kernel = null!, Bias = null!, Temperature = null!;
        public int Samples;

        public override void Run()
        {
            var tape = Output.Tape;
            int inputs = Sides.Count, neurons = Kernel.Shape.Columns, outputs = Bias.Shape.Rows;
            var toKernel = Kernel.Tracked ? Kernel.Adjoint() : null;
            var toBias = Bias.Tracked ? Bias.Adjoint() : null;
            // Before the mark: what is taken behind it is given back.
            for (var i = 0; i < inputs; i++)
                Sides.Adjoint(i);
            var mark = tape.Here;
            var group = new Group(tape, inputs, outputs, Samples, neurons);
            var turned = tape.Take(inputs * outputs * W);
            var work = tape.Take(Math.Max(inputs * outputs, Samples * inputs) * W);
            var heat = 0f;
            for (var first = 0; first < neurons; first += W)
            {
                group.Load(Sides, Kernel.Data, Bias.Data, Temperature.Data[0], first);
                heat += Slopes(group, outputs, neurons, first);
                if (toKernel != null)
                {
                    Clear(work, inputs * outputs);
                    LaneProducts.AddProduct(
                        group.ReadTurned, group.Sums, new(work, outputs, 1), new(inputs, Samples, outputs));
                    var to = toKernel + first;
                    for (var io = 0; io < inputs * outputs; io++, to += neurons)
                        Add(to, work + (io * W), neurons - first);
                }
                if (toBias != null)
                    for (var b = 0; b < Samples; b++)
                        for (var o = 0; o < outputs; o++)
                            Add(toBias + (o * neurons) + first, group.SumAt(b, o), neurons - first);
                if (Sides.Tracked)
                    AddToSides(group, turned, work, outputs, neurons, first);
            }
            tape.Rewind(mark);
            if (Temperature.Tracked)
                Temperature.Adjoint()[0] -= heat;
        }

        // Puts ā in the place of a; returns Σ a ā.
        private float Slopes(Group group, int outputs, int neurons, int first)
        {
            var half = outputs / 2;
            var cold = Vector512.Create(1 / Temperature.Data[0]);
            var heat = Vector512<float>.Zero;
            var from = Output.AdjointData + first;
            for (var b = 0; b < Samples; b++)
                for (var k = 0; k < half; k++, from += neurons)
                {
                    var g = cold * Vectors.LoadPart(from, neurons - first);
                    Vector512<float> value = group.Sum(b, k), gate = group.Sum(b, k + half);
                    var open = Pointwise.Logistic(gate, out var slope);
                    var toGate = g * value * slope;
                    heat += (g * open * value) + (toGate * gate);
                    (g * open).Store(group.SumAt(b, k));
                    toGate.Store(group.SumAt(b, k + half));
                }
            return Vectors.Sum(heat);
        }

        private void AddToSides(Group group, float* turned, float* work, int outputs, int neurons, int first)
        {
            var inputs = Sides.Count;
            for (var i = 0; i < inputs; i++)
                for (var o = 0; o < outputs; o++)
                    Vector512.Load(group.Kernel.At(i, o)).Store(turned + (((o * inputs) + i) * W));
            Clear(work, Samples * inputs);
            LaneProducts.AddProduct(
                group.Sums, new(turned, inputs, 1), new(work, inputs, 1), new(Samples, outputs, inputs));
            for (var i = 0; i < inputs; i++)
            {
                var (to, step) = Sides.Adjoint(i);
                if (to == null)
                    continue;
                to += first;
                var from = work + (i * W);
                for (var b = 0; b < Samples; b++, to += step, from += inputs * W)
                    Add(to, from, neurons - first);
            }
        }

        private static void Clear(float* vectors, int count) => new Span<float>(vectors, count * W).Clear();

        private static void Add(float* to, float* vector, int count) =>
            Vectors.StorePart(Vector512.Load(to) + Vector512.Load(vector), to, count);
    }
}
