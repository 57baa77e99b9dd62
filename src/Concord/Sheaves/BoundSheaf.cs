using Concord.Tensors;
using Concord.Tensors.Kernels;

namespace Concord.Sheaves;

/// <summary>A sheaf with its restriction maps on a tape, for a number of samples at once.</summary>
/// <remarks>
/// Each pair of sample and vertex, a row, has an owner: the number of the maps it uses. Rows with one owner are
/// multiplied together, so maps shared by all agents, maps that follow from what an agent sees, and maps that differ
/// everywhere run through one code. Inside, states and slot values are padded to whole vectors; tensors are not.
/// </remarks>
public sealed unsafe class BoundSheaf
{
    /// <summary>The stalks and the edges.</summary>
    public SheafLayout Layout { get; private set; } = null!;

    /// <summary>How many samples a state holds.</summary>
    public int Samples { get; private set; }

    /// <summary>The tape that holds the maps.</summary>
    public Tape Tape { get; private set; } = null!;

    /// <summary>The maps in the form in which they are multiplied.</summary>
    internal SlotMaps Maps { get; private set; } = null!;

    /// <summary>Whether a gradient with respect to the maps is wanted.</summary>
    internal bool Tracked => Maps.Tracked;

    internal int PaddedState => Layout.PaddedStateStarts[^1];

    internal int PaddedSlots => Layout.PaddedSlotStarts[^1];

    /// <summary>Binds maps to a layout.</summary>
    /// <param name="layout">The stalks and the edges.</param>
    /// <param name="maps">
    /// Without owners: all vertices' stacked maps one after the other, each row-major [slots, stalk]. With owners, for
    /// a layout whose vertices are all alike: [owners, slots · stalk].
    /// </param>
    /// <param name="owners">
    /// For each sample and vertex, sample-major, a row of the maps; null: vertex v owns maps v.
    /// </param>
    /// <param name="samples">How many samples a state holds.</param>
    public static BoundSheaf Bind(SheafLayout layout, Tensor maps, int[]? owners, int samples)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(maps);
        var bound = Place(maps.Tape, layout, samples);
        var vertices = layout.Graph.Vertices;
        if (owners == null)
        {
            Require.That(
                maps.Shape.Size == layout.MapSize, "The maps", $"must hold {layout.MapSize} numbers", maps.Shape);
        }
        else
        {
            RequireOwners(layout, owners, samples);
            Require.That(
                maps.Shape.Columns * vertices == layout.MapSize, "The maps of one owner",
                $"must hold {layout.MapSize / vertices} numbers", maps.Shape);
        }
        bound.Maps = DenseMaps.Bind(bound, maps, owners);
        return bound;
    }

    /// <summary>Binds maps R + (1/r) A Bᵀ per slot: a shared base and a low-rank change that an owner brings.</summary>
    /// <remarks>
    /// Seely et al. 2026, section 3.3 of the method. Where factors cost less than the maps they make, they are never
    /// multiplied out.
    /// </remarks>
    /// <param name="layout">The stalks and the edges; all vertices alike, with slots of one size.</param>
    /// <param name="bases">R [slots or 1, edge stalk, vertex stalk]; one base serves all slots.</param>
    /// <param name="left">A [owners, slots · edge stalk · rank], row-major (slot, edge coordinate, rank).</param>
    /// <param name="right">B [owners, slots · vertex stalk · rank], row-major (slot, stalk coordinate, rank).</param>
    /// <param name="rank">r.</param>
    /// <param name="owners">For each sample and vertex, sample-major, a row of the factors.</param>
    /// <param name="samples">How many samples a state holds.</param>
    public static BoundSheaf BindLowRank(
        SheafLayout layout, Tensor bases, Tensor left, Tensor right, int rank, int[] owners, int samples)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(bases);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(owners);
        RequireOwners(layout, owners, samples);
        var slots = layout.Slots[0].Count;
        var shape = new FactorShape(slots, bases.Shape[1], bases.Shape[2], Require.Positive(rank));
        LowRankMaps.Check(bases, left, right, shape);
        if (bases.Shape[0] > 1 || !FactoredMaps.Suits(shape))
            return Bind(layout, LowRankMaps.Form(bases, left, right, slots, rank), owners, samples);
        Require.That(
            shape.Stalk == layout.StalkSizes[0] && shape.Edge == layout.Slots[0][0], "The base map",
            $"must be {layout.Slots[0][0]} by {layout.StalkSizes[0]}", bases.Shape);
        var bound = Place(bases.Tape, layout, samples);
        bound.Maps = FactoredMaps.Bind(bound, bases, left, right, shape, owners);
        return bound;
    }

    private static BoundSheaf Place(Tape tape, SheafLayout layout, int samples)
    {
        var bound = tape.Recycled<BoundSheaf>();
        (bound.Layout, bound.Tape, bound.Samples) = (layout, tape, Require.Positive(samples));
        return bound;
    }

    private static void RequireOwners(SheafLayout layout, int[] owners, int samples)
    {
        var rows = samples * layout.Graph.Vertices;
        Require.That(owners.Length >= rows, "The owners", $"must be given for {rows} rows", owners.Length);
        Require.That(
            layout.IsUniform, "A layout whose maps have owners", "must have vertices that are all alike",
            "one of several sizes");
    }

    /// <summary>L z = δᵀ δ z for every sample, without forming L (Hansen and Ghrist 2019).</summary>
    /// <param name="z">States, [samples, state] or any shape with as many numbers.</param>
    public Tensor Laplacian(Tensor z) => SheafProducts.Laplacian(this, z);

    /// <summary>δ z: per edge the value seen by its first vertex minus the one seen by its second.</summary>
    /// <param name="z">States, [samples, state] or any shape with as many numbers.</param>
    /// <returns>[samples, edge numbers].</returns>
    public Tensor Coboundary(Tensor z) => SheafProducts.Coboundary(this, z);

    /// <summary>δᵀ y: to each vertex, what its edges hold, brought back through its maps with the end's sign.</summary>
    /// <param name="y">Numbers on edges, [samples, edge numbers].</param>
    /// <returns>[samples, state].</returns>
    public Tensor Adjoint(Tensor y) => AdjointProduct.Apply(this, y);

    /// <summary>The same stalks and maps over other edges: for links that fail while agents coordinate.</summary>
    /// <param name="layout">A layout with the same stalks and slots.</param>
    public BoundSheaf Over(SheafLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Require.That(
            layout.StateSize == Layout.StateSize && layout.MapSize == Layout.MapSize, "The other layout",
            $"must have states of {Layout.StateSize} and maps of {Layout.MapSize} numbers",
            $"{layout.StateSize} and {layout.MapSize}");
        var other = (BoundSheaf)MemberwiseClone();
        other.Layout = layout;
        return other;
    }

    internal void RequireState(Tensor z, string name)
    {
        ArgumentNullException.ThrowIfNull(z, name);
        Require.That(
            z.Shape.Size == Samples * Layout.StateSize, name,
            $"must hold {Samples} states of {Layout.StateSize} numbers", z.Shape);
    }

    /// <summary>Copies states into rows of whole vectors; the padding is zero.</summary>
    internal void Pad(float* compact, float* padded)
    {
        for (var b = 0; b < Samples; b++)
            foreach (var size in Layout.StalkSizes)
            {
                new ReadOnlySpan<float>(compact, size).CopyTo(new Span<float>(padded, size));
                new Span<float>(padded + size, GroupedProducts.Padded(size) - size).Clear();
                compact += size;
                padded += GroupedProducts.Padded(size);
            }
    }

    /// <summary>Adds padded rows, times a factor, to states.</summary>
    internal void AddUnpadded(float* padded, float factor, float* compact)
    {
        for (var b = 0; b < Samples; b++)
            foreach (var size in Layout.StalkSizes)
            {
                Vectors.AddScaled(compact, padded, factor, size);
                compact += size;
                padded += GroupedProducts.Padded(size);
            }
    }

    /// <summary>Room for slot values of all samples, with the margin that <see cref="Residuals"/> reads.</summary>
    internal float* TakeSlots() => Tape.Take((Samples * PaddedSlots) + SlotMeetings.Margin) + SlotMeetings.Margin;

    /// <summary>One sample's maps, vertex by vertex, as <see cref="Bind"/> takes them without owners.</summary>
    /// <remarks>Column j of all maps at once is W applied to the unit vectors j, so no entry is rounded.</remarks>
    internal float[] ReadMaps(int sample)
    {
        Require.Within(sample, 0, Samples - 1, "The sample whose maps are read");
        var maps = new float[Layout.MapSize];
        var mark = Tape.Here;
        float* state = Tape.Take(Samples * PaddedState), slots = TakeSlots();
        for (var j = 0; j < Layout.StalkSizes.Max(); j++)
        {
            new Span<float>(state, Samples * PaddedState).Clear();
            for (var b = 0; b < Samples; b++)
                for (var v = 0; v < Layout.StalkSizes.Length; v++)
                    if (j < Layout.StalkSizes[v])
                        state[(b * PaddedState) + Layout.PaddedStateStarts[v] + j] = 1;
            Slots(state, slots);
            for (var v = 0; v < Layout.StalkSizes.Length; v++)
                for (var i = 0; i < Layout.SlotTotals[v] && j < Layout.StalkSizes[v]; i++)
                    maps[Layout.MapStarts[v] + (i * Layout.StalkSizes[v]) + j] =
                        slots[(sample * PaddedSlots) + Layout.PaddedSlotStarts[v] + i];
        }
        Tape.Rewind(mark);
        return maps;
    }

    /// <summary>y = W z for every row.</summary>
    internal void Slots(float* z, float* y) => Maps.Slots(z, y);

    /// <summary>r = y minus the partners' values, per slot.</summary>
    internal void Residuals(float* y, float* r)
    {
        for (var b = 0; b < Samples; b++)
            Layout.Meetings.Residuals(y + (b * PaddedSlots), r + (b * PaddedSlots));
    }

    /// <summary>g = Wᵀ r for every row.</summary>
    internal void Gather(float* r, float* g) => Maps.Gather(r, g);

    /// <inheritdoc cref="SlotMaps.AddGradient"/>
    internal void AddMapGradient(float* a, float* residualOfA, float* b, float* residualOfB) =>
        Maps.AddGradient(a, residualOfA, b, residualOfB);
}
