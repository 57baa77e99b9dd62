namespace Concord.Lab.Tasks.Mazes;

/// <summary>What a pixel of a maze is; the number is the class that a model reads and predicts.</summary>
public enum MazeToken : byte
{
    /// <summary>No pixel at all; kept as a class so that the numbers match the released models, never drawn.</summary>
    Pad = 0,

    /// <summary>A pixel that cannot be entered.</summary>
    Wall = 1,

    /// <summary>An open pixel.</summary>
    Empty = 2,

    /// <summary>The open pixel where the path begins.</summary>
    Start = 3,

    /// <summary>The open pixel where the path ends.</summary>
    Goal = 4,

    /// <summary>An open pixel on the shortest path, in labels only; start and goal keep their own tokens.</summary>
    Path = 5,
}
