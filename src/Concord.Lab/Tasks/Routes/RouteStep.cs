namespace Concord.Lab.Tasks.Routes;

/// <summary>A step of a route through a maze; the number is the class that a model predicts.</summary>
public enum RouteStep : byte
{
    /// <summary>To the pixel above.</summary>
    Up = 0,

    /// <summary>To the pixel below.</summary>
    Down = 1,

    /// <summary>To the pixel on the left.</summary>
    Left = 2,

    /// <summary>To the pixel on the right.</summary>
    Right = 3,

    /// <summary>No step: where the goal is reached, or for all that follows.</summary>
    Wait = 4,
}
