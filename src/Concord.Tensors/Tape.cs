namespace Concord.Tensors;

/// <summary>One pass of computation: its tensors, and the record that leads back through it.</summary>
/// <remarks>
/// A tape belongs to one thread. Operations put their results here; with <see cref="Recording"/> on, each also leaves
/// a <see cref="Pullback"/>. All memory and all objects are used again after <see cref="Reset"/>, so a repeated pass
/// allocates nothing. A pass without gradients that is long uses <see cref="Keep"/> to give memory back midway.
/// </remarks>
public sealed unsafe class Tape : IDisposable
{
    private readonly Arena _arena = new();
    private readonly Recycler<Tensor> _tensors;
    private readonly List<Pullback> _record = [];
    private readonly List<Recycler?> _objects = [];
    private readonly List<Recycler> _taken = [];
    private readonly bool _records;
    private int _pauses;
    private int _holds;
    private Parameters? _parameters;
    private Block? _weights;
    private Block? _gradients;
    private Tensor?[] _bound = [];

    /// <summary>Makes an empty tape.</summary>
    /// <param name="recording">Whether operations leave the way back; without, nothing can be differentiated.</param>
    public Tape(bool recording = true)
    {
        _records = recording;
        _tensors = new Recycler<Tensor>(() => new Tensor(this));
    }

    /// <summary>Whether operations leave the way back; not while <see cref="Pause"/> holds.</summary>
    public bool Recording => _records && _pauses == 0;

    /// <summary>Bytes of native memory this tape has reserved.</summary>
    public long ReservedBytes => _arena.Reserved;

    /// <summary>Lets operations read weights, and add to their gradients where a block for them is given.</summary>
    /// <param name="parameters">The layout of the weights.</param>
    /// <param name="weights">One number a parameter entry.</param>
    /// <param name="gradients">As long as the weights; gradients are added to it. Null: weights are constants.</param>
    /// <exception cref="ObjectDisposedException">The tape or a block was disposed.</exception>
    public void Bind(Parameters parameters, Block weights, Block? gradients = null)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ObjectDisposedException.ThrowIf(weights.IsDisposed, weights);
        ObjectDisposedException.ThrowIf(gradients is { IsDisposed: true }, typeof(Block));
        var count = parameters.Count;
        Require.That(weights.Length == count, "The weights", $"must hold {count} numbers", weights.Length);
        Require.That(
            gradients == null || gradients.Length == count, "The gradients",
            $"must hold {count} numbers", gradients?.Length ?? 0);
        _parameters = parameters;
        (_weights, _gradients) = (weights, gradients);
        if (_bound.Length < parameters.Entries.Count)
            Array.Resize(ref _bound, parameters.Entries.Count);
        Unbind();
    }

    /// <summary>The bound weights of one parameter.</summary>
    /// <exception cref="InvalidOperationException">The parameter is not of the bound layout.</exception>
    /// <exception cref="ObjectDisposedException">The tape, the weights or their gradients were disposed.</exception>
    public Tensor Use(Parameter parameter)
    {
        if (_parameters == null || !_parameters.Owns(parameter))
            throw new InvalidOperationException($"The parameter {parameter.Name} is not bound to this tape.");
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var weights = _weights!.Pointer;
        var gradients = _gradients == null ? null : _gradients.Pointer;
        var tensor = _bound[parameter.Index] ??= new Tensor(this) { Number = -1, Packing = new() };
        if (tensor.Home != null)
            return tensor;
        tensor.Shape = parameter.Shape;
        (tensor.Home, tensor.GradientHome) = (_weights, _gradients);
        tensor.Data = weights + parameter.Offset;
        tensor.AdjointData = gradients == null ? null : gradients + parameter.Offset;
        tensor.Tracked = WantsWeights;
        return tensor;
    }

    private bool WantsWeights => _records && _gradients != null && _holds == 0;

    /// <summary>Stops recording until the result is disposed: what is computed meanwhile is a constant.</summary>
    /// <remarks>Pauses may be nested. Tensors that were tracked before stay so.</remarks>
    public Pausing Pause() => new(this);

    /// <summary>A stretch without a record; dispose it once.</summary>
    public readonly ref struct Pausing : IDisposable
    {
        private readonly Tape _tape;

        internal Pausing(Tape tape)
        {
            _tape = tape;
            tape._pauses++;
        }

        /// <summary>Lets the tape record again, as it did before.</summary>
        public void Dispose() => _tape._pauses--;
    }

    /// <summary>Makes weights constants until the result is disposed, while other tensors are differentiated.</summary>
    internal Holding HoldWeights() => new(this);

    /// <summary>A stretch in which weights are constants; dispose it once.</summary>
    internal readonly ref struct Holding : IDisposable
    {
        private readonly Tape _tape;

        public Holding(Tape tape)
        {
            _tape = tape;
            tape._holds++;
            tape.TrackWeights();
        }

        public void Dispose()
        {
            _tape._holds--;
            _tape.TrackWeights();
        }
    }

    private void TrackWeights()
    {
        foreach (var tensor in _bound)
            tensor?.Tracked = WantsWeights;
    }

    /// <summary>A tensor whose numbers are not set yet.</summary>
    public Tensor Empty(Shape shape)
    {
        var tensor = Header(shape);
        tensor.Data = _arena.Take(shape.Size);
        return tensor;
    }

    /// <summary>A tensor of zeros.</summary>
    public Tensor Zeros(Shape shape)
    {
        var tensor = Empty(shape);
        tensor.Values.Clear();
        return tensor;
    }

    /// <summary>A copy of numbers as a tensor.</summary>
    /// <param name="values">As many as the shape holds.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="tracked">Whether its gradient is wanted.</param>
    public Tensor Input(ReadOnlySpan<float> values, Shape shape, bool tracked = false)
    {
        Require.Length(values, shape.Size);
        var tensor = Empty(shape);
        values.CopyTo(tensor.Values);
        tensor.Tracked = tracked && _records;
        return tensor;
    }

    internal Tensor Alias(Tensor tensor, Shape shape)
    {
        Require.That(shape.Size == tensor.Shape.Size, "Another shape", $"must hold {tensor.Shape.Size} numbers", shape);
        var alias = Header(shape);
        alias.Data = tensor.Data;
        (alias.Home, alias.GradientHome) = (tensor.Home, tensor.GradientHome);
        alias.Tracked = tensor.Tracked;
        alias.AdjointData = tensor.Tracked ? tensor.Adjoint() : null;
        return alias;
    }

    /// <summary>Adds the derivatives of a scalar to the gradient of every tracked tensor it depends on.</summary>
    /// <param name="loss">A tensor with one entry.</param>
    /// <param name="seed">What the derivative is multiplied with.</param>
    public void Backward(Tensor loss, float seed = 1)
    {
        Require.That(loss.Shape.Size == 1, "What is differentiated", "must be a scalar", loss.Shape);
        loss.Gradient[0] += seed;
        Backward();
    }

    /// <summary>Runs the record back from gradients that the caller has already put in place.</summary>
    public void Backward()
    {
        if (!_records)
            throw new InvalidOperationException("This tape does not record, so nothing can be differentiated.");
        BackThrough(0, _record.Count);
    }

    /// <summary>How many ways back are recorded so far.</summary>
    internal int Recorded => _record.Count;

    /// <summary>Runs a stretch of the record back.</summary>
    internal void BackThrough(int from, int to)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ObjectDisposedException.ThrowIf(
            _weights is { IsDisposed: true } || _gradients is { IsDisposed: true }, typeof(Block));
        for (var i = to - 1; i >= from; i--)
            if (_record[i].Output.AdjointData != null)
                _record[i].Run();
    }

    /// <summary>Sets the gradients of all results in a stretch of the record to zero, or forgets them.</summary>
    internal void ClearGradients(int from, int to, bool forget)
    {
        for (var i = from; i < to; i++)
        {
            var output = _record[i].Output;
            if (forget)
                output.AdjointData = null;
            else if (output.AdjointData != null)
                output.Gradient.Clear();
        }
    }

    /// <summary>How often the tape was reset: tensors of an earlier pass mean something else now.</summary>
    internal int Pass { get; private set; }

    /// <summary>Whether the memory is gone.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>How many tensors are in use; one with a number beyond was taken back.</summary>
    internal int Tensors => _tensors.Used;

    /// <summary>Forgets everything but the bound weights; memory is used again.</summary>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Pass++;
        _arena.Rewind(default);
        _tensors.Restart();
        _record.Clear();
        Return(0);
        Unbind();
    }

    /// <summary>Disposes of the memory: reading or writing a tensor that lay there throws from now on.</summary>
    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        Unbind();
        _tensors.ForEach(static tensor =>
        {
            tensor.Data = null;
            tensor.AdjointData = null;
        });
        _record.Clear();
        _arena.Dispose();
    }

    /// <summary>The way back for an operation's result, or null where none is wanted.</summary>
    /// <param name="output">The result, which is tracked from now on if a record is made.</param>
    /// <param name="wanted">Whether any argument is tracked.</param>
    internal T? Record<T>(Tensor output, bool wanted)
        where T : Pullback, new()
    {
        if (!Recording || !wanted)
            return null;
        var pullback = Recycled<T>();
        pullback.Output = output;
        output.Tracked = true;
        _record.Add(pullback);
        return pullback;
    }

    /// <summary>An object that belongs to this pass and is used again, as it was left, after a reset.</summary>
    public T Recycled<T>()
        where T : new()
    {
        var index = Recycler.NumberOf<T>.Value;
        while (_objects.Count <= index)
            _objects.Add(null);
        var pool = (Recycler<T>)(_objects[index] ??= new Recycler<T>(static () => new T()));
        _taken.Add(pool);
        return pool.Next();
    }

    internal float* Take(int count) => _arena.Take(count);

    internal float* TakeCleared(int count)
    {
        var memory = _arena.Take(count);
        new Span<float>(memory, count).Clear();
        return memory;
    }

    internal Arena.Mark Here => _arena.Here;

    /// <summary>Gives back what was taken since the mark; no tensor made since may be used.</summary>
    internal void Rewind(Arena.Mark mark) => _arena.Rewind(mark);

    /// <summary>A place in a pass to which <see cref="Keep"/> returns.</summary>
    public readonly record struct Place
    {
        internal Arena.Mark Memory { get; init; }

        internal int Tensors { get; init; }

        internal int Objects { get; init; }

        internal int Record { get; init; }
    }

    /// <summary>Where the pass stands now.</summary>
    public Place Now => new()
    {
        Memory = _arena.Here,
        Tensors = _tensors.Used,
        Objects = _taken.Count,
        Record = _record.Count,
    };

    /// <summary>Forgets all tensors since a place and the way back through them.</summary>
    internal void Forget(Place place)
    {
        _arena.Rewind(place.Memory);
        _tensors.Restart(place.Tensors);
        _record.RemoveRange(place.Record, _record.Count - place.Record);
        Return(place.Objects);
    }

    /// <summary>Forgets all tensors since a place but the given ones; for long passes without a record.</summary>
    /// <remarks>
    /// Kept tensors made since the place move; older ones and weights stay as they are. Does nothing while recording.
    /// </remarks>
    public void Keep(Place place, Span<Tensor> kept)
    {
        if (Recording)
            return;
        var total = 0;
        foreach (var tensor in kept)
            total += tensor.Number < place.Tensors ? 0 : tensor.Shape.Size;
        var scratch = Scratch(total);
        Span<Shape> shapes = stackalloc Shape[kept.Length];
        var at = 0;
        for (var i = 0; i < kept.Length; i++)
            if (kept[i].Number >= place.Tensors)
            {
                shapes[i] = kept[i].Shape;
                kept[i].Values.CopyTo(scratch.AsSpan(at));
                at += shapes[i].Size;
            }
        _arena.Rewind(place.Memory);
        _tensors.Restart(place.Tensors);
        Return(place.Objects);
        at = 0;
        // Headers are used again but keep their numbers, so this chooses the same tensors as above.
        for (var i = 0; i < kept.Length; i++)
            if (kept[i].Number >= place.Tensors)
            {
                kept[i] = Input(scratch.AsSpan(at, shapes[i].Size), shapes[i]);
                at += shapes[i].Size;
            }
    }

    // Gives objects back to their pools until only the first ones are out.
    private void Return(int taken)
    {
        for (var i = _taken.Count - 1; i >= taken; i--)
            _taken[i].Restart(_taken[i].Used - 1);
        _taken.RemoveRange(taken, _taken.Count - taken);
    }

    // Weights have headers of their own, so that they outlast what Keep forgets.
    private void Unbind()
    {
        foreach (var tensor in _bound)
            if (tensor != null)
            {
                tensor.Data = null;
                tensor.Home = tensor.GradientHome = null;
                tensor.Packing!.Forget();
            }
    }

    private float[] _scratch = [];

    private float[] Scratch(int count) => _scratch.Length >= count ? _scratch : _scratch = new float[count];

    private Tensor Header(Shape shape)
    {
        var tensor = _tensors.Next();
        tensor.Number = _tensors.Used - 1;
        tensor.Shape = shape;
        tensor.Tracked = false;
        tensor.AdjointData = null;
        tensor.Home = tensor.GradientHome = null;
        return tensor;
    }
}
