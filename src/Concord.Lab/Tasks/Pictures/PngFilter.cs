namespace Concord.Lab.Tasks.Pictures;

/// <summary>The five filters of PNG, which store a byte as its difference from its neighbours.</summary>
internal static class PngFilter
{
    /// <summary>Turns a line of differences into bytes, in place.</summary>
    /// <param name="filter">0 to 4: none, left, above, mean of both, Paeth.</param>
    /// <param name="line">The differences.</param>
    /// <param name="above">The line above, as bytes; zeros for the first.</param>
    /// <param name="pixel">Bytes from a byte to its neighbour on the left.</param>
    public static void Undo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int pixel)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int left = i < pixel ? 0 : line[i - pixel], up = above[i], corner = i < pixel ? 0 : above[i - pixel];
            line[i] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Nearest(left, up, corner),
                _ => 0,
            });
        }
    }

    // Of the three, the one nearest to left + up - corner.
    private static int Nearest(int left, int up, int corner)
    {
        int fromLeft = Math.Abs(up - corner), fromUp = Math.Abs(left - corner);
        var fromCorner = Math.Abs(left + up - (2 * corner));
        return fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner;
    }
}
