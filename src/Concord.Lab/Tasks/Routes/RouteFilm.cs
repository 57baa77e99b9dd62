using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Tasks.Routes;

/// <summary>Films a maze, the one that is read or a fresh one, with the route drawn as it is walked.</summary>
internal static class RouteFilm
{
    private static readonly string[] Tokens = ["pad", "wall", "empty", "start", "goal", "path"];
    private static readonly string[] Steps =
        [.. Enumerable.Range(0, RouteSteps.Kinds).Select(step => $"{(RouteStep)step}".ToLowerInvariant())];

    public static Film Shoot(AgentStudy<ThoughtViews> study, Block weights, Showing showing)
    {
        var asked = ((RouteExperiment)study.Experiment).Question;
        var (maze, given) = Draw(asked, showing);
        var question = RouteImages.Asks(maze.Size, asked.Places);
        var image = new float[question.Inputs];
        RouteImages.Write(maze.Tokens.Span, image);
        var views = new ThoughtViews();
        views.Read(question, 1, image, []);
        var right = given != null ? Cut(given, question.Places)
            : maze.IsSolvable ? RouteSteps.Of(maze, question.Places)
            : null;
        var isOpen = given == null && right != null && maze.Paths.AreSeveral;
        var steps = given?.Count(step => step != RouteStep.Wait) ?? maze.PathSteps;
        var reel = Camera<ThoughtViews>.Shoot(study, weights, showing, views, (logits, _) =>
        {
            var route = Read(logits);
            var walk = RouteWalk.Along(maze, route);
            var nearest = isOpen ? RouteSteps.Nearest(maze, route) : right;
            return new Frame(walk.Mark(maze), nearest != null && route.AsSpan().SequenceEqual(nearest), [], [], [])
            {
                Route = walk.Drawn(),
                Target = isOpen ? RouteWalk.Along(maze, nearest!).Mark(maze) : null,
            };
        });
        var thought = reel.Thought?.Asking("step", Steps, right?.Select(step => (int)step).ToArray() ?? []);
        return new Film(
            $"{maze.Size} maze", maze.Size.Height, maze.Size.Width, maze.Tokens.ToArray(),
            right == null ? [] : RouteWalk.Along(maze, right).Mark(maze), [], [], [],
            isOpen && thought != null ? [.. reel.Frames.Select(frame => Nearest(maze, thought, frame))] : reel.Frames)
        {
            Note = right == null ? "The goal cannot be reached from the start, so there is no route to say."
                : steps > question.Places
                ? $"The way has {steps} steps; the first {question.Places} are asked for."
                : null,
            Thought = thought,
            Tokens = Tokens,
        };
    }

    // A frame whose tick is compared with the shortest route that is nearest to what it says.
    private static Frame Nearest(Maze maze, ThoughtLayout thought, Frame frame) => frame with
    {
        Tick = frame.Tick! with
        {
            Right = [.. RouteSteps.Nearest(maze, [.. thought.Said(frame.Tick).Select(step => (RouteStep)step)])
                .Select(step => (int)step)],
        },
    };

    // The first steps of a route that is given, or all of them and then waits.
    private static RouteStep[] Cut(RouteStep[] route, int length) =>
        [.. route.Take(length), .. Enumerable.Repeat(RouteStep.Wait, Math.Max(0, length - route.Length))];

    private static (Maze Maze, RouteStep[]? Given) Draw(Question asked, Showing showing)
    {
        if (showing.Input != null)
            return RouteFile.Read(showing.Input, showing.Source);
        var size = showing.Size == null ? GridSize.Of(asked.Height, asked.Width) : GridSize.Parse(showing.Size);
        return (RouteSuites.Test(size).Draw(1, showing.Seed)[0], null);
    }

    private static RouteStep[] Read(Tensor logits)
    {
        var route = new RouteStep[logits.Shape.Columns / RouteSteps.Kinds];
        for (var i = 0; i < route.Length; i++)
            route[i] = (RouteStep)TensorPrimitives.IndexOfMax(
                logits.Values.Slice(i * RouteSteps.Kinds, RouteSteps.Kinds));
        return route;
    }
}
