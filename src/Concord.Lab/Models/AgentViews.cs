using Concord.Sheaves;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Models;

/// <summary>
/// What the agents of a few samples see, each distinct view once, whom they meet and what they should answer.
/// </summary>
/// <remarks>
/// Many agents see the same. What follows from a view alone is computed per distinct view, and <see cref="Owners"/>
/// says which agent has which. Belongs to one thread; its arrays are used again for the next samples.
/// </remarks>
public abstract class AgentViews
{
    private int[] _oneOwner = [];
    private int[] _samples = [];
    private (IReadOnlyList<Joint> Joints, int Samples, MessageRoutes Routes)? _routes;

    /// <summary>How many samples there are.</summary>
    public int Samples { get; protected set; }

    /// <summary>How many agents a sample has.</summary>
    public abstract int Agents { get; }

    /// <summary>The edges of every sample's agents.</summary>
    public abstract IReadOnlyList<Joint> Joints { get; }

    /// <summary>How many classes an agent chooses from.</summary>
    public abstract int Classes { get; }

    /// <summary>Agents of all samples, sample-major.</summary>
    public int Rows => Samples * Agents;

    /// <summary>How many distinct views there are.</summary>
    public abstract int Distinct { get; }

    /// <summary>For each agent of each sample, the number of its view; the first <see cref="Rows"/> count.</summary>
    public int[] Owners { get; protected set; } = [];

    /// <summary>For each agent of each sample 0: the owner of what all agents share.</summary>
    public int[] OneOwner => _oneOwner.Length < Rows ? _oneOwner = new int[Rows] : _oneOwner;

    /// <summary>
    /// For each agent and place the class to answer, or <see cref="CrossEntropy.Ignored"/> where nothing is asked.
    /// </summary>
    public int[] Targets { get; protected set; } = [];

    /// <summary>How many targets are not ignored.</summary>
    public int CountedTargets { get; protected set; }

    /// <summary>
    /// The number of the first sample's stream of random numbers, for models that draw while they run; each further
    /// sample has the next one, so that what is drawn for a sample does not depend on which are read with it.
    /// </summary>
    public ulong Stream { get; set; }

    /// <summary>A tensor of views as a tensor of agents: [views, n] to [agents of all samples, n].</summary>
    public virtual Tensor PerAgent(Tensor perView) => RowOperations.Gather(perView, Owners, Rows);

    /// <summary>What all agents of a sample share: [samples, n] to [agents of all samples, n].</summary>
    public Tensor PerAgentOfSample(Tensor perSample)
    {
        if (_samples.Length < Rows)
            _samples = new int[Rows];
        for (var row = 0; row < Rows; row++)
            _samples[row] = row / Agents;
        return RowOperations.Gather(perSample, _samples, Rows);
    }

    /// <summary>
    /// Which messages reach which agent of which sample, where each leaves one in every slot and an edge brings both of
    /// its agents what the other left in the slot where they meet.
    /// </summary>
    /// <param name="slots">How many slots an agent has.</param>
    /// <param name="joints">The edges, where they are not all those of the views.</param>
    /// <returns>Arrivals of an agent come slot by slot, as many for each slot as edges meet in one at most.</returns>
    public MessageRoutes Routes(int slots, IReadOnlyList<Joint>? joints = null)
    {
        if (joints != null)
            return Lay(slots, joints);
        if (_routes is not { } known || known.Joints != Joints || known.Samples < Samples
            || known.Routes.Slots != slots)
            _routes = known = (Joints, Samples, Lay(slots, Joints));
        return known.Routes;
    }

    private MessageRoutes Lay(int slots, IReadOnlyList<Joint> joints)
    {
        var met = new int[Agents * slots];
        foreach (var joint in joints)
        {
            met[(joint.U * slots) + joint.SlotU]++;
            met[(joint.V * slots) + joint.SlotV]++;
        }
        var most = Math.Max(1, met.Max());
        var sources = new int[Rows * slots * most];
        Array.Fill(sources, Neighbours.None);
        Array.Clear(met);
        foreach (var (u, slotU, v, slotV) in joints)
        {
            Bring((v * slots) + slotV, (u * slots) + slotU);
            Bring((u * slots) + slotU, (v * slots) + slotV);
        }
        return new MessageRoutes(sources, slots, slots * most);

        void Bring(int message, int slot)
        {
            var place = (slot * most) + met[slot]++;
            for (var sample = 0; sample < Samples; sample++)
                sources[(sample * Agents * slots * most) + place] = (sample * Agents * slots) + message;
        }
    }
}
