using System.Text;
using Concord.Lab.Tasks.Routes;
using Xunit;

namespace Concord.Tests.Golden;

/// <summary>Pictures of mazes and their routes, as the code of Continuous Thought Machines reads them.</summary>
public sealed class RouteCaseTests
{
    [Fact]
    public void Pictures_become_the_original_s_images_and_routes()
    {
        var golden = Npz.Read(SharedData.Require("goldens/ctm/maze.npz"));
        var (pictures, images, routes) = (golden["solved_picture"], golden["input"].Floats(), golden["target"].Longs());
        var side = pictures.Shape[1];
        var (pixels, steps) = (side * side, golden["target"].Shape[1]);
        for (var i = 0; i < pictures.Shape[0]; i++)
        {
            var colours = pictures.Bytes().AsSpan(i * pixels * 3, pixels * 3);
            Assert.True(colours.Contains((byte)255));
            byte[] file = [.. Encoding.ASCII.GetBytes($"P6 {side} {side} 255\n"), .. colours];
            var maze = RouteFile.Read(file, "the picture").Maze;
            var image = new float[pixels * 3];
            RouteImages.Write(maze.Labels.Span, image);

            // The original has its channels first.
            for (var p = 0; p < pixels; p++)
                for (var c = 0; c < 3; c++)
                    Assert.Equal(images[(((i * 3) + c) * pixels) + p], image[(p * 3) + c]);
            Assert.Equal(
                routes[(i * steps)..((i + 1) * steps)], RouteSteps.Of(maze, steps).Select(step => (long)step));
        }
    }
}
