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
}
