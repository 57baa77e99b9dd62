using Concord.Coordination;
using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Lab.Tasks.Mazes;

/// <summary>Follows one maze through a model's iterations.</summary>
internal static class MazeFilm
{
    private static readonly string[] Tokens = ["pad", "wall", "empty", "start", "goal", "path"];

    public static Film Shoot(AgentStudy<MazeViews> study, Block weights, Showing showing)
    {
        Require.Within(showing.Iterations, 1, 100_000, "The number of iterations");
        var suite = MazeSuites.Test.Resized(showing.Size == null ? MazeSuites.Test.Size : GridSize.Parse(showing.Size));
        var maze = showing.Input == null
            ? suite.Draw(1, showing.Seed)[0]
            : MazeText.Parse(showing.Input, showing.Source);
        // A swap exchanges memories with a second maze, which is solved beside the first.
        IReadOnlyList<Maze> mazes = showing.Disturbance is { Swap: true }
            ? [maze, MazeSuites.Test.Resized(maze.Size).Draw(1, showing.Seed + 1)[0]]
            : [maze];

        var lattice = MazeViews.LatticeOf(maze.Size);
        var views = new MazeViews();
        views.Read(lattice, mazes.Count, [.. mazes.SelectMany(m => m.Tokens.ToArray())], []);
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var camera = new Camera(study, tape, views, maze);
        var watch = new AgentWatch(views, showing.Iterations, camera.See, showing.Disturbance, tile: 0);
        camera.Watch = watch;
        study.Model.Run(tape, views, showing.Iterations, new Tensor[1], watch);
        var joints = watch.Joints ?? lattice.Joints;
        return new Film(
            $"{maze.Size} maze", maze.Size.Height, maze.Size.Width, maze.Tokens.ToArray(), maze.Labels.ToArray(),
            lattice.Centres, [.. Enumerable.Range(0, lattice.Agents).Select(watch.IsMissing)],
            [.. joints.Select(j => (j.U, j.V))], camera.Frames)
        {
            Moment = watch.Moment,
            Note = maze.IsSolvable ? null : "The goal cannot be reached from the start, so there is no path to mark.",
            Tokens = Tokens,
        };
    }

    private sealed class Camera(AgentStudy<MazeViews> study, Tape tape, MazeViews views, Maze maze)
    {
        private readonly MazeAnswer _answer = new();

        public List<Frame> Frames { get; } = [];

        public AgentWatch Watch { get; set; } = null!;

        public void See(int _, AdmmState before, AdmmState after)
        {
            _answer.Read(views, study.Model.Decode(tape, views, after.X), Watch);
            var grid = _answer.Of(0, maze.Size).ToArray();
            int agents = views.Lattice.Agents, stalk = after.X.Shape.Columns;
            float[] primal = new float[agents], dual = new float[agents];
            for (var a = 0; a < agents; a++)
            {
                primal[a] = Distance(after.X, after.Z, a, stalk);
                dual[a] = after.Penalty.Values[0] * Distance(after.Z, before.Z, a, stalk);
            }
            var right = maze.IsSolvable && MazeAnswer.Solves(grid, maze.Labels.Span);
            Frames.Add(new Frame(grid, right, primal, dual, Disagreement(after)));
        }

        private float[] Disagreement(AdmmState state)
        {
            if (Watch.Sheaf is not { } sheaf)
                return [];
            var cochain = sheaf.Coboundary(state.Z);
            var layout = sheaf.Layout;
            var norms = new float[layout.EdgeStalks.Count];
            for (int e = 0, at = 0; e < norms.Length; at += layout.EdgeStalks[e++])
                norms[e] = System.Numerics.Tensors.TensorPrimitives.Norm<float>(
                    cochain.Values.Slice(at, layout.EdgeStalks[e]));
            return norms;
        }

        private static float Distance(Tensor a, Tensor b, int agent, int stalk) =>
            System.Numerics.Tensors.TensorPrimitives.Distance<float>(
                a.Values.Slice(agent * stalk, stalk), b.Values.Slice(agent * stalk, stalk));
    }
}
