namespace Concord.Tensors;

/// <summary>Memory for the numbers of one pass: taken in order, given back all at once.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private const int ChunkLength = 1 << 20;
    private readonly List<Block> _chunks = [];
    private int _chunk;
    private int _used;
    private bool _disposed;

    /// <summary>A place to return to: everything taken after it is given back by <see cref="Rewind"/>.</summary>
    internal readonly record struct Mark(int Chunk, int Used);

    public Mark Here => new(_chunk, _used);

    /// <summary>Bytes reserved so far, in use or not.</summary>
    public long Reserved => _chunks.Sum(chunk => (long)chunk.Length * sizeof(float));

    /// <summary>Takes <paramref name="count"/> floats at a cache line's start; their content is arbitrary.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back for good.</exception>
    public float* Take(int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(Tape));
        // Sixteen more than asked: a kernel may store a whole vector over the end of a short last row.
        var need = (count + 31) & ~15;
        while (_chunk < _chunks.Count && _used + need > _chunks[_chunk].Length)
        {
            _chunk++;
            _used = 0;
        }
        if (_chunk == _chunks.Count)
            _chunks.Add(new Block(Math.Max(need, ChunkLength)));
        var place = _chunks[_chunk].Pointer + _used;
        _used += need;
        return place;
    }

    public void Rewind(Mark mark) => (_chunk, _used) = (mark.Chunk, mark.Used);

    public void Dispose()
    {
        foreach (var chunk in _chunks)
            chunk.Dispose();
        _chunks.Clear();
        Rewind(default);
        _disposed = true;
    }
}
