using Concord.Lab.Data;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Pictures;

namespace Concord.Lab.Tasks.Routes;

/// <summary>Reads a maze from a file: text as <see cref="MazeText"/> has it, or a picture, PNG or Netpbm.</summary>
/// <remarks>
/// Text may go on, after an empty line, with the route that counts as right, in the letters of
/// <see cref="RouteSteps.Parse"/>.
/// See <see cref="Picture"/>. A pixel is black for wall, white for corridor, red for the
/// start, green for the goal, or blue for the way, which is read as corridor; every channel is 0 or the number for
/// white.
/// </remarks>
internal static class RouteFile
{
    /// <summary>Reads a maze, whose goal may be out of reach, and the route that counts as right if one is given.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="source">What sentences call the file.</param>
    /// <exception cref="InvalidDataException">The picture is none of a maze; the sentence says where and why.
    /// </exception>
    /// <exception cref="FormatException">The text is no maze, or its route does not lead through it.</exception>
    public static (Maze Maze, RouteStep[]? Route) Read(byte[] file, string source)
    {
        if (Picture.IsOne(file))
            return (OfPicture(file, source), null);
        var text = TextFile.Decode(file, source);
        var end = MazeText.EndOfRows(text);
        var maze = MazeText.Parse(text.AsSpan(0, end), source);
        var route = RouteSteps.Parse(text.AsSpan(end), source);
        if (route.Length == 0)
            return (maze, null);
        try
        {
            RouteWalk.RequireLegal(maze, route);
        }
        catch (ArgumentException broken)
        {
            throw new FormatException($"{source}: {broken.Message}", broken);
        }
        return (maze, route);
    }

    private static Maze OfPicture(ReadOnlySpan<byte> file, string source)
    {
        try
        {
            var sides = new Sides(GridSize.Least, GridSize.Most, (height, width) => GridSize.Of(height, width));
            var picture = Picture.Parse(file, source, "a picture of a maze", sides);
            var size = GridSize.Of(picture.Height, picture.Width);
            var tokens = new byte[size.Pixels];
            for (var i = 0; i < tokens.Length; i++)
            {
                var (red, green, blue) = picture.Pixel(i);
                var token = Token(red, green, blue, picture.White);
                tokens[i] = token != MazeToken.Pad
                    ? (byte)token
                    : throw new InvalidDataException(
                        $"{source}: the pixel at row {(i / size.Width) + 1}, column {(i % size.Width) + 1} must be "
                        + $"black, white, red, green or blue, but is {red} {green} {blue} of {picture.White}.");
            }
            return new Maze(size, tokens);
        }
        catch (ArgumentException broken)
        {
            throw new InvalidDataException($"{source}: {broken.Message}", broken);
        }
    }

    private static MazeToken Token(int red, int green, int blue, int white) =>
        (red == white, green == white, blue == white) switch
        {
            (true, true, true) => MazeToken.Empty,
            (true, false, false) when green + blue == 0 => MazeToken.Start,
            (false, true, false) when red + blue == 0 => MazeToken.Goal,
            (false, false, true) when red + green == 0 => MazeToken.Empty,
            (false, false, false) when red + green + blue == 0 => MazeToken.Wall,
            _ => MazeToken.Pad,
        };
}
