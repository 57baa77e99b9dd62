using Concord.Tensors;

namespace Concord.Sheaves;

/// <summary>The stacked maps W of all rows, in whatever form multiplies them best.</summary>
/// <remarks>
/// A row is a sample's vertex. Rows lie padded to whole vectors. The padding of states is zero; that of slot values is
/// zero where maps are matrices, and arbitrary where they are factors, so that only their residuals may be summed over.
/// Owners say which rows have equal maps: those are multiplied together.
/// </remarks>
internal abstract unsafe class SlotMaps
{
    private int* _groupStarts;

    /// <summary>Whether a gradient with respect to the maps is wanted.</summary>
    public abstract bool Tracked { get; }

    /// <summary>The sheaf whose rows these are.</summary>
    protected BoundSheaf Sheaf { get; private set; } = null!;

    /// <summary>How many different maps there are.</summary>
    protected int Owners { get; private set; }

    /// <summary>Where each row's state starts, rows of one owner together.</summary>
    protected int* StateAt { get; private set; }

    /// <summary>Where each row's slot values start, in the same order.</summary>
    protected int* SlotAt { get; private set; }

    /// <summary>y = W z for every row.</summary>
    public abstract void Slots(float* z, float* y);

    /// <summary>g = Wᵀ r for every row.</summary>
    public abstract void Gather(float* r, float* g);

    /// <summary>Asks for the gradients' memory, so that what is taken later can be given back.</summary>
    public abstract void ReserveGradient();

    /// <summary>
    /// Adds the derivative of aᵀ L b with respect to the maps, given both vectors and their residuals.
    /// </summary>
    public abstract void AddGradient(float* a, float* residualOfA, float* b, float* residualOfB);

    /// <summary>The rows of one owner.</summary>
    protected (int First, int Rows) GroupOf(int owner) =>
        (_groupStarts[owner], _groupStarts[owner + 1] - _groupStarts[owner]);

    /// <summary>Sorts the rows by owner; without owners vertex v owns maps v.</summary>
    protected void Group(BoundSheaf sheaf, int[]? owners, int count)
    {
        (Sheaf, Owners) = (sheaf, count);
        var layout = sheaf.Layout;
        int vertices = layout.Graph.Vertices, rows = sheaf.Samples * vertices;
        _groupStarts = (int*)sheaf.Tape.TakeCleared(Owners + 1);
        StateAt = (int*)sheaf.Tape.Take(rows);
        SlotAt = (int*)sheaf.Tape.Take(rows);
        var next = (int*)sheaf.Tape.Take(Owners);
        for (var row = 0; row < rows; row++)
        {
            var owner = owners == null ? row % vertices : Require.Within(owners[row], 0, Owners - 1, "An owner");
            _groupStarts[owner + 1]++;
        }
        for (var p = 0; p < Owners; p++)
        {
            next[p] = _groupStarts[p];
            _groupStarts[p + 1] += _groupStarts[p];
        }
        for (var row = 0; row < rows; row++)
        {
            int sample = row / vertices, vertex = row % vertices;
            var place = next[owners == null ? vertex : owners[row]]++;
            StateAt[place] = (sample * sheaf.PaddedState) + layout.PaddedStateStarts[vertex];
            SlotAt[place] = (sample * sheaf.PaddedSlots) + layout.PaddedSlotStarts[vertex];
        }
    }
}
