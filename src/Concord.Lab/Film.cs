namespace Concord.Lab;

/// <summary>What happened to one instance, iteration by iteration: for drawing in a terminal or on a page.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Width">Columns of the picture.</param>
/// <param name="Input">The token of every pixel as the agents saw it.</param>
/// <param name="Target">The token of every pixel as it should be; empty where nobody knows.</param>
/// <param name="Agents">Where each agent sits, row and column.</param>
/// <param name="Missing">Which agents were dropped.</param>
/// <param name="Edges">The pairs of agents that talk.</param>
/// <param name="Frames">One entry an iteration, the first after iteration 1.</param>
public sealed record Film(
    string Title,
    int Height,
    int Width,
    byte[] Input,
    byte[] Target,
    IReadOnlyList<(int Y, int X)> Agents,
    bool[] Missing,
    IReadOnlyList<(int U, int V)> Edges,
    IReadOnlyList<Frame> Frames)
{
    /// <summary>The iteration after which memory was damaged, or 0.</summary>
    public int Moment { get; init; }

    /// <summary>What is to be said about the instance, such as that it has no answer; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>How tokens are named, from 0.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>
    /// The first iteration from which on the answer stayed right, or 0 if it was not right at the end.
    /// </summary>
    public int RightFrom
    {
        get
        {
            if (Frames.Count == 0 || !Frames[^1].Right)
                return 0;
            var k = Frames.Count;
            while (k > 1 && Frames[k - 2].Right)
                k--;
            return k;
        }
    }
}

/// <summary>The agents after one iteration.</summary>
/// <param name="Answer">The token of every pixel as the agents together say.</param>
/// <param name="Right">Whether the answer is right; false where nobody knows.</param>
/// <param name="Primal">Per agent ‖x − z‖: how far it is from what was agreed.</param>
/// <param name="Dual">Per agent ρ‖Δz‖: how far the agreement moved.</param>
/// <param name="Disagreement">Per edge ‖F_u z_u − F_v z_v‖.</param>
public sealed record Frame(byte[] Answer, bool Right, float[] Primal, float[] Dual, float[] Disagreement);
