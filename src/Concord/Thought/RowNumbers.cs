namespace Concord.Thought;

/// <summary>Numbers of rows to gather, an object that a tape uses again.</summary>
internal sealed class RowNumbers
{
    private int[] _rows = [];

    /// <summary>An array of at least so many numbers, not set yet.</summary>
    public int[] Of(int count) => _rows.Length < count ? _rows = new int[count] : _rows;
}
