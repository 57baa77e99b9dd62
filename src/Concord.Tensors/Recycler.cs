namespace Concord.Tensors;

/// <summary>Objects that a tape hands out in order and uses again after it took them back.</summary>
internal abstract class Recycler
{
    private static int s_types;

    /// <summary>How many are out.</summary>
    public int Used { get; protected set; }

    /// <summary>Takes back all but the first.</summary>
    public void Restart(int used = 0) => Used = used;

    /// <summary>A number for each type of objects.</summary>
    internal static class NumberOf<T>
    {
        public static readonly int Value = Interlocked.Increment(ref s_types) - 1;
    }
}

/// <summary>The objects of one type.</summary>
/// <param name="make">Makes another one.</param>
internal sealed class Recycler<T>(Func<T> make) : Recycler
{
    private readonly List<T> _items = [];

    /// <summary>An object as it was left, or a new one.</summary>
    public T Next()
    {
        if (Used == _items.Count)
            _items.Add(make());
        return _items[Used++];
    }

    /// <summary>Does something to all objects that were ever made.</summary>
    public void ForEach(Action<T> action) => _items.ForEach(action);
}
