using Concord.Lab;
using Concord.Lab.Models;
using Concord.Lab.Pages;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tests.Lab.Pages;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class CameraTests
{
    private static readonly SudokuExperiment _small = new()
    {
        Options = new SudokuSheafOptions { EdgeStalk = 4, Channels = 8, Blocks = 1, Hidden = 16 },
    };

    [Fact]
    public void Every_model_of_every_task_can_be_filmed()
    {
        foreach (var task in Catalog.Tasks)
            foreach (var model in task.Models)
            {
                var study = model.Experiment.Open();
                using var weights = study.Parameters.Draw(new Rng(1));
                var film = task.Film(study, weights, new Showing(Iterations: 2, Seed: 1));
                Assert.InRange(film.Frames.Count, 1, 2);
                Assert.All(film.Frames, frame => Assert.Equal(film.Places, frame.Answer.Length));
                Html.IsSound(FilmPage.Render(film), scripts: film.Thought == null ? 2 : 3);
            }
    }

    [Theory]
    [InlineData("maze")]
    [InlineData("route")]
    public void Where_two_answers_are_right_each_frame_is_compared_with_the_nearer(string name)
    {
        var task = Catalog.Task(name);
        var study = task.Models[0].Experiment.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        var showing = new Showing(Iterations: 2, Seed: 1)
        {
            Input = "#####\n#S  #\n# # #\n#  G#\n#####\n"u8.ToArray(),
        };
        var film = task.Film(study, weights, showing);
        var maze = MazeText.Parse(showing.Text, "here");
        Assert.All(film.Frames, frame =>
        {
            Assert.Equal(film.Target.Count(token => token == 5), frame.Target!.Count(token => token == 5));
            if (name == "maze")
                Assert.Equal(maze.LabelsNear(frame.Answer).ToArray(), frame.Target);
            else
                Assert.Equal(frame.Right, film.Wrong(frame) == 0);
        });
        var page = FilmPage.Render(film);
        Html.IsSound(page, scripts: film.Thought == null ? 2 : 3);
        var targets = Html.Data(page).GetProperty("targets").GetBytesFromBase64();
        Assert.Equal(film.Frames.SelectMany(frame => frame.Target!), targets);
    }

    [Fact]
    public void Residuals_are_the_distances_of_the_states()
    {
        var study = (AgentStudy<SudokuViews>)_small.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        var film = Film(_small, weights);

        var views = new SudokuViews();
        views.Read(1, film.Input, []);
        using var tape = new Tape(recording: false);
        tape.Bind(study.Parameters, weights);
        var seen = new List<(double[] X, double[] Z, double Rho)>();
        var watch = new AgentWatch(views, 3, (_, before, after) =>
        {
            if (seen.Count == 0)
                seen.Add((Copy(before.X), Copy(before.Z), 0));
            seen.Add((Copy(after.X), Copy(after.Z), after.Penalty.Values[0]));
        }, null, tile: 0);
        study.Model.Run(tape, views, 3, new Tensor[1], watch);

        Assert.Equal(3, film.Frames.Count);
        for (var k = 1; k <= 3; k++)
            for (var agent = 0; agent < SudokuGraph.Agents; agent++)
            {
                var (x, z, rho) = seen[k];
                Assert.Equal(Distance(x, z, agent), film.Frames[k - 1].Primal[agent], 1e-5);
                Assert.Equal(rho * Distance(z, seen[k - 1].Z, agent), film.Frames[k - 1].Dual[agent], 1e-5);
            }
        Assert.All(film.Frames, frame => Assert.Equal(243, frame.Disagreement.Length));
    }

    [Fact]
    public void Agents_of_a_Sudoku_meet_at_cells_that_both_see()
    {
        using var weights = _small.Open().Parameters.Draw(new Rng(1));
        foreach (var disturbance in (Disturbance?[])[null, new Disturbance { CutEdges = 0.5 }])
        {
            var film = Film(_small, weights, disturbance);
            Assert.Equal(film.Edges.Count, film.Meetings!.Count);
            Assert.InRange(film.Edges.Count, 1, disturbance == null ? 243 : 200);
            foreach (var ((u, v), cell) in film.Edges.Zip(film.Meetings))
                Assert.True(film.Sees![u].Contains(cell) && film.Sees[v].Contains(cell));
        }
        Assert.Equal(["row 1", "column 9", "box 9"], new[] { 0, 17, 26 }.Select(a => Film(_small, weights).Names![a]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(81)]
    public void A_model_whose_states_are_not_its_agents_has_answers_without_residuals(int rows)
    {
        var other = _small with { Options = new OtherOptions { Rows = rows } };
        using var weights = other.Open().Parameters.Draw(new Rng(1));
        var film = Film(other, weights);
        Assert.Equal(rows == 0 ? 1 : 3, film.Frames.Count);
        Assert.All(film.Frames, frame => Assert.Equal(
            (0, 0, 0), (frame.Primal.Length, frame.Dual.Length, frame.Disagreement.Length)));
        Assert.Equal(film.Input.Select(given => given > 0 ? given : (byte)4), film.Frames[^1].Answer);
        Html.IsSound(FilmPage.Render(film), scripts: 2);
    }

    private static Film Film(SudokuExperiment experiment, Block weights, Disturbance? disturbance = null) =>
        SudokuFilm.Shoot(
            (AgentStudy<SudokuViews>)experiment.Open(), weights,
            new Showing(Iterations: 3, Seed: 1) { Disturbance = disturbance });

    private static double[] Copy(Tensor tensor) => [.. tensor.Values.ToArray().Select(value => (double)value)];

    private static double Distance(double[] a, double[] b, int agent)
    {
        var stalk = a.Length / SudokuGraph.Agents;
        return Math.Sqrt(Enumerable.Range(agent * stalk, stalk).Sum(i => Math.Pow(a[i] - b[i], 2)));
    }

    /// <summary>A model that says 4 everywhere and tells of states with some number of rows, or of none.</summary>
    private sealed record OtherOptions : AgentModelOptions<SudokuViews>
    {
        public override string Name => "other";

        public int Rows { get; init; }

        public override IAgentModel<SudokuViews> Build() => new Other(Rows);
    }

    private sealed class Other(int rows) : IAgentModel<SudokuViews>
    {
        public Parameters Parameters { get; } = new();

        public int Window => 1;

        public int IterationsToEvaluate => 1;

        public int? IterationsToTrain => 1;

        public int DrawIterations(Rng rng) => 1;

        public void Run(Tape tape, SudokuViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
        {
            last[^1] = tape.Zeros([1, 1]);
            for (var k = 1; k <= iterations && rows > 0; k++)
                watch?.Moved(k, tape.Zeros([rows, 2]), tape.Zeros([rows, 2]));
        }

        public Tensor Decode(Tape tape, SudokuViews views, Tensor state)
        {
            var logits = new float[views.Rows * SudokuGraph.Side * SudokuViews.Tokens];
            for (var i = 4; i < logits.Length; i += SudokuViews.Tokens)
                logits[i] = 1;
            return tape.Input(logits, [views.Rows, SudokuGraph.Side * SudokuViews.Tokens]);
        }
    }
}
