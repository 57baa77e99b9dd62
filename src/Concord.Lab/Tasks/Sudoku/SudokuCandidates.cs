using System.Numerics;
using System.Runtime.CompilerServices;

namespace Concord.Lab.Tasks.Sudoku;

/// <summary>The digits that each cell of a board may still hold: bit d − 1 of a cell stands for digit d.</summary>
/// <remarks>
/// A value of 162 bytes, so a search copies it before it guesses. A cell with one candidate left has been taken out of
/// its row, column and box already. Methods that say no leave candidates behind that mean nothing.
/// </remarks>
internal struct SudokuCandidates
{
    private const int Side = SudokuGraph.Side;
    private const int AllDigits = (1 << Side) - 1;
    private const int Peers = 20;

    // The nine cells of each row, column and box.
    private static readonly byte[] _units =
        [.. from agent in Enumerable.Range(0, SudokuGraph.Agents)
            from slot in Enumerable.Range(0, Side)
            select (byte)SudokuGraph.Cell(agent, slot)];

    // The other cells of each cell's row, column and box.
    private static readonly byte[] _peers =
        [.. from cell in Enumerable.Range(0, SudokuGraph.Cells)
            from peer in _units.Chunk(Side).Where(unit => unit.Contains((byte)cell)).SelectMany(unit => unit).Distinct()
            where peer != cell
            select peer];

    private Masks _masks;

    /// <summary>Any digit in any cell.</summary>
    public SudokuCandidates() => ((Span<ushort>)_masks).Fill(AllDigits);

    /// <summary>The candidates of one cell.</summary>
    public readonly int this[int cell] => _masks[cell];

    /// <summary>Whether one candidate is left of some.</summary>
    public static bool IsOne(int candidates) => (candidates & (candidates - 1)) == 0;

    /// <summary>Puts a digit into each cell that has one given; 0 means none.</summary>
    /// <returns>Whether every cell has a candidate left.</returns>
    public bool Place(ReadOnlySpan<byte> givens)
    {
        for (var cell = 0; cell < givens.Length; cell++)
            if (givens[cell] != 0 && !Place(cell, 1 << (givens[cell] - 1)))
                return false;
        return true;
    }

    /// <summary>Leaves a cell one candidate, and so on with each cell of which that leaves one.</summary>
    /// <returns>Whether every cell has a candidate left.</returns>
    public bool Place(int cell, int digit)
    {
        var before = _masks[cell];
        if ((before & digit) == 0)
            return false;
        return before == digit || Spread(cell, digit);
    }

    /// <summary>Places every digit for which a row, column or box has one cell left, until there is none.</summary>
    /// <returns>Whether every row, column and box has a cell for each digit.</returns>
    public bool PlaceHidden()
    {
        for (var unchanged = 0; unchanged < SudokuGraph.Agents;)
        {
            for (var unit = 0; unit < _units.Length && unchanged < SudokuGraph.Agents; unit += Side)
            {
                var hidden = Hidden(_units.AsSpan(unit, Side));
                if (hidden < 0)
                    return false;
                unchanged = hidden == 0 ? unchanged + 1 : 0;
                if (hidden != 0 && !PlaceHidden(_units.AsSpan(unit, Side), hidden))
                    return false;
            }
        }
        return true;
    }

    /// <summary>The first cell with the fewest candidates of those with several, or −1 where every cell is known.
    /// </summary>
    public readonly int Choose()
    {
        int best = -1, fewest = Side + 1;
        ReadOnlySpan<ushort> masks = _masks;
        for (var cell = 0; cell < masks.Length; cell++)
        {
            if (IsOne(masks[cell]))
                continue;
            var count = BitOperations.PopCount(masks[cell]);
            if (count == 2)
                return cell;
            if (count < fewest)
                (best, fewest) = (cell, count);
        }
        return best;
    }

    /// <summary>The first row, column or box where a digit has two cells left, and that digit; or −1, −1, 0.</summary>
    public readonly (int First, int Second, int Digit) ChooseTwo()
    {
        ReadOnlySpan<ushort> masks = _masks;
        for (var at = 0; at < _units.Length; at += Side)
        {
            int once = 0, twice = 0, more = 0;
            var unit = _units.AsSpan(at, Side);
            foreach (var cell in unit)
            {
                int mask = masks[cell];
                more |= twice & mask;
                twice |= once & mask;
                once |= mask;
            }
            var digit = twice & ~more;
            digit &= -digit;
            if (digit == 0)
                continue;
            int first = 0, second = Side - 1;
            while ((masks[unit[first]] & digit) == 0)
                first++;
            while ((masks[unit[second]] & digit) == 0)
                second--;
            return (unit[first], unit[second], digit);
        }
        return (-1, -1, 0);
    }

    /// <summary>Writes the digits of a board on which every cell is known.</summary>
    public readonly void CopyTo(Span<byte> board)
    {
        for (var cell = 0; cell < board.Length; cell++)
            board[cell] = (byte)(1 + BitOperations.TrailingZeroCount((int)_masks[cell]));
    }

    private bool Spread(int cell, int digit)
    {
        Span<ushort> masks = _masks;
        masks[cell] = (ushort)digit;
        foreach (var peer in _peers.AsSpan(cell * Peers, Peers))
        {
            int before = masks[peer], rest = before & ~digit;
            if (rest == before)
                continue;
            if (rest == 0)
                return false;
            masks[peer] = (ushort)rest;
            if (IsOne(rest) && !Spread(peer, rest))
                return false;
        }
        return true;
    }

    // The digits that have one cell left in a unit but are not the only candidate there; −1 if one has none.
    private readonly int Hidden(ReadOnlySpan<byte> unit)
    {
        ReadOnlySpan<ushort> masks = _masks;
        int once = 0, twice = 0, placed = 0;
        foreach (var cell in unit)
        {
            int mask = masks[cell];
            twice |= once & mask;
            once |= mask;
            placed |= IsOne(mask) ? mask : 0;
        }
        return once != AllDigits ? -1 : once & ~twice & ~placed;
    }

    private bool PlaceHidden(ReadOnlySpan<byte> unit, int hidden)
    {
        foreach (var cell in unit)
        {
            var digit = _masks[cell] & hidden;
            if (digit != 0 && !(IsOne(digit) && Place(cell, digit)))
                return false;
        }
        return true;
    }

    [InlineArray(SudokuGraph.Cells)]
    private struct Masks
    {
        private ushort _first;
    }
}
