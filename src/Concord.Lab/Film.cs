namespace Concord.Lab;

/// <summary>How the picture of a film is to be read.</summary>
public enum FilmLook
{
    /// <summary>A maze: every pixel is a token, and so is every pixel of the answer.</summary>
    Tokens,

    /// <summary>A Sudoku: every cell is a token, and so is every cell of the answer; token 0 is a blank.</summary>
    Board,

    /// <summary>A sequence in one row: every place is a token, and so is every place of the answer.</summary>
    Line,

    /// <summary>A picture in grey, 0 black to 255 white; the answer is one token for all of it.</summary>
    Grey,
}

/// <summary>What happened to one instance, iteration by iteration: for drawing in a terminal or on a page.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Width">Columns of the picture.</param>
/// <param name="Input">Every pixel as the agents saw it: its token, or how grey it is.</param>
/// <param name="Target">
/// The answer as it should be, a token for each place; empty where nobody knows. Where several are right, one of them.
/// </param>
/// <param name="Agents">Where each agent sits, row and column of the picture; beside it if outside.</param>
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

    /// <summary>How the picture is to be read.</summary>
    public FilmLook Look { get; init; }

    /// <summary>Which data the instance comes from, such as MNIST; null where there is nothing to tell.</summary>
    public string? Of { get; init; }

    /// <summary>What each agent is called, such as "row 3"; null: by its place.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The pixels that each agent sees; null: those around it.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Sees { get; init; }

    /// <summary>The pixel that the two agents of each edge share; null: an edge is a line between them.</summary>
    public IReadOnlyList<int>? Meetings { get; init; }

    /// <summary>What is to be said about the instance, such as that it has no answer; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>How tokens are named, from 0.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>How the ticks of the frames are laid out, for a model that thinks; otherwise null.</summary>
    public ThoughtLayout? Thought { get; init; }

    /// <summary>What a frame is called: an iteration, or a tick of a thought.</summary>
    public string Step => Thought == null ? "iteration" : "tick";

    /// <summary>
    /// The number of the frame that counts, from 1: the last, or the surest of a thought that says all in a tick.
    /// </summary>
    public int Final =>
        Thought is not { IsSpelled: false }
            ? Frames.Count
            : 1 + Frames.Index().Skip(Math.Min(Thought.Silence, Frames.Count - 1))
                .MaxBy(frame => frame.Item.Tick!.Certainty).Index;

    /// <summary>How many places an answer has: every pixel, or one.</summary>
    public int Places => Look == FilmLook.Grey ? 1 : Height * Width;

    /// <summary>How many places of a frame's answer are wrong; 0 where nobody knows.</summary>
    public int Wrong(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Thought is { IsSpelled: false } thought ? thought.Wrong(frame.Tick!)
            : Target.Length == 0 ? 0
            : frame.Answer.Zip(frame.Target ?? Target, (a, b) => a == b ? 0 : 1).Sum();
    }

    /// <summary>What a place of an answer is called.</summary>
    public string Place => Look switch
    {
        FilmLook.Tokens => "pixel",
        FilmLook.Board => "cell",
        FilmLook.Line => "position",
        _ => "digit",
    };

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
/// <param name="Answer">The token of every place as the agents together say.</param>
/// <param name="Right">Whether the answer is right; false where nobody knows.</param>
/// <param name="Primal">Per agent ‖x − z‖: how far it is from what was agreed; empty for models without a z.</param>
/// <param name="Dual">
/// Per agent ρ‖Δz‖, how far the agreement moved, or its state where there is no z; empty where agents have no states.
/// </param>
/// <param name="Disagreement">Per edge ‖F_u z_u − F_v z_v‖; empty for models without a sheaf.</param>
public sealed record Frame(byte[] Answer, bool Right, float[] Primal, float[] Dual, float[] Disagreement)
{
    /// <summary>The right answer that is nearest to this one, where there are several; null: the film's only one.
    /// </summary>
    public byte[]? Target { get; init; }

    /// <summary>What a model that thinks did in this tick; null for one that does not.</summary>
    public ThoughtTick? Tick { get; init; }

    /// <summary>Where the answer leads, if it is a route; otherwise null.</summary>
    public WalkedRoute? Route { get; init; }

    /// <summary>What every agent says alone, where each is asked for the whole answer; otherwise null.</summary>
    public Ballot? Ballot { get; init; }
}

/// <summary>How agents that are all asked the same decide: each has a say in every token.</summary>
/// <param name="Calls">Per agent the token that it holds most likely.</param>
/// <param name="Certainty">Per agent how likely it holds that token, 0 to 1.</param>
/// <param name="Shares">Per token its mean probability over the agents that are there; the largest wins.</param>
public sealed record Ballot(byte[] Calls, float[] Certainty, float[] Shares);
