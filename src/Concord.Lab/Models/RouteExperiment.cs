using System.Text.Json.Serialization;
using Concord.Lab.Tasks.Mazes;
using Concord.Lab.Tasks.Routes;
using Concord.Tensors;
using Concord.Thought;

namespace Concord.Lab.Models;

/// <summary>A model that says the route through pictures of mazes, and the mazes it trains on.</summary>
public sealed record RouteExperiment()
    : ThoughtExperiment(new ThoughtOptions<ThoughtViews>(Usual)
    {
        Backbone = BackboneKind.Residual(layers: 18, stages: 1),
        Lookahead = 5,
        Sizes = UsualSizes,
    })
{
    /// <summary>15x15 pixels, routes to 50 steps.</summary>
    internal static Question Usual { get; } = RouteImages.Asks(GridSize.Of(15, 15), steps: 50);

    /// <summary>A quarter of the neurons of the paper's smallest maze model, and fewer ticks.</summary>
    internal static ThinkerSizes UsualSizes { get; } = new()
    {
        SynapseDepth = 4, PairsOut = 64, PairsAction = 64, Ticks = 20,
    };

    private const int LeastSide = 9;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Task => "route";

    /// <summary>How many mazes to train on, before turning and mirroring them.</summary>
    public int Mazes { get; init => field = Require.Within(value, 1, 1_000_000); } = RouteSuites.UsualCount;

    private GridSize Size
    {
        get
        {
            var size = GridSize.Of(Question.Height, Question.Width);
            Require.That(
                Question == RouteImages.Asks(size, Question.Places), "The question of the task route",
                "must be steps of five kinds for a picture of three channels", Question);
            return size;
        }
    }

    private protected override WholeSamples Samples(Action<double>? progress)
    {
        Require.That(
            Size.Height >= LeastSide, "The side of mazes to train on",
            $"must be at least {LeastSide}, since there are few smaller ones", Size.Height);
        return RouteImages.Train(RouteSuites.Train(Size, Mazes, progress), Question.Places);
    }

    private protected override WholeSamples Samples(Examination examination)
    {
        Require.That(examination.Suite == "test", "The suite of routes", "must be test", examination.Suite);
        var suite = RouteSuites.Test(examination.Size is { } size ? GridSize.Parse(size) : Size);
        return RouteImages.Of(suite.Draw(examination.Count, examination.Seed), Question.Places);
    }
}
