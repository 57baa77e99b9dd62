using Concord.Lab.Models;
using Concord.Lab.Tasks.Mazes;
using Concord.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Concord.Lab.Tasks.Routes;

/// <summary>How far a model of short routes gets in larger mazes, asked again and again from where it got to.</summary>
/// <remarks>The protocol of Darlow et al. 2025, "Continuous Thought Machines", from 39x39 to 99x99.</remarks>
internal sealed class RouteFar : IDisposable
{
    private readonly ThoughtModel<ThoughtViews> _model;
    private readonly Block _weights;
    private readonly Tape _tape = new(recording: false);
    private readonly ThoughtViews _views = new();
    private readonly Tensor[] _last = new Tensor[1];

    private RouteFar(ThoughtModel<ThoughtViews> model, Block weights) => (_model, _weights) = (model, weights);

    /// <summary>Solves mazes nearly twice as wide as those of training.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="count">How many mazes.</param>
    public static Diagnosis Of(ThoughtModel<ThoughtViews> model, Block weights, int count)
    {
        var side = (2 * model.Question.Height) - 3;
        using var far = new RouteFar(model, weights);
        var solved = RouteSuites.Test(GridSize.Of(side, side)).Draw(count)
            .Select(maze => (Steps: maze.PathSteps, Relay: RouteRelay.Run(maze, far.Solve))).ToList();
        var quarters = solved.OrderBy(one => one.Steps).Chunk((count + 3) / 4).ToList();
        return new Diagnosis(
        [
            new("far_side", side), new("far_mazes", count),
            new("far_solved", solved.Average(one => one.Relay.Arrived ? 1.0 : 0)),
            new("far_applications", solved.Average(one => one.Relay.Applications)),
        ])
        {
            Figures =
            [
                new("far_by_steps", $"Mazes of {side}x{side} solved by asking again, by quarters of the way's length",
                    "steps of the way",
                    [
                        ("solved", [.. quarters.Select(q => (
                            q.Average(one => one.Steps), q.Average(one => one.Relay.Arrived ? 1.0 : 0)))]),
                    ]),
            ],
        };
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _tape.Dispose();

    private List<RouteStep> Solve(Maze maze)
    {
        var question = RouteImages.Asks(maze.Size, _model.Question.Places);
        var image = new float[question.Inputs];
        RouteImages.Write(maze.Tokens.Span, image);
        _views.Read(question, 1, image, []);
        _tape.Reset();
        _tape.Bind(_model.Parameters, _weights);
        _model.Run(_tape, _views, _model.IterationsToEvaluate, _last);
        return [.. Enumerable.Range(0, question.Places).Select(i => (RouteStep)TensorPrimitives.IndexOfMax(
            _last[0].Values.Slice(i * question.Classes, question.Classes)))];
    }
}
