using Concord.Benchmarks.Roofline;
using Concord.Lab.Tasks;
using Xunit;

namespace Concord.Tests.Benchmarks;

/// <summary>Arithmetic counted from shapes, against counts by hand and against the sizes of the models.</summary>
public sealed class ArithmeticTests
{
    // Two agents, one edge, K = 2, so one z-update, and T = 1 step, so two Laplacian products.
    private static TaskShape Tiny(MapSharing sharing) => new("tiny", sharing)
    {
        Agents = 2, UsedSlots = 2, Slots = 1, Stalk = 3, EdgeStalk = 2, Rank = 1, CgSteps = 1, Window = 2,
        Weights = 10, Iterations = (2, 2),
        Encoder = [new(4, 5) { ReadsView = true }, new(5, 6)],
        Decoder = [new(3, 2)],
    };

    [Fact]
    public void A_training_step_as_written_is_counted_by_hand()
    {
        var counted = Arithmetic.AsWritten(Tiny(MapSharing.ByView), new(Trains: true, Batch: 1, Iterations: 2));
        Assert.Equal(2 * ((20 * 2) + (30 * 3)), counted.Encoder);
        Assert.Equal(2 * 6 * 3, counted.Maps);                  // two slots' maps of six numbers, of rank one
        Assert.Equal(2 * 2 * 12, counted.ProductsForward);      // W z and Wᵀ r, both of 2 · 2 · 3
        Assert.Equal(2 * 12, counted.ProductsAgain);
        Assert.Equal(2 * 2 * 12, counted.ProductsBackward);
        Assert.Equal(2 * 2 * 12, counted.MapGradients);
        Assert.Equal(6 * (7 + (2 * 3)) * 3, counted.VectorUpdates);
        Assert.Equal(2 * 6 * 3 * 2, counted.Decoder);
        Assert.Equal(80, counted.Optimiser);
        Assert.Equal(260 + 36 + 48 + 24 + 48 + 48 + 234 + 72 + 80, counted.Total);
    }

    [Fact]
    public void An_answer_costs_no_way_back_and_is_decoded_once()
    {
        var counted = Arithmetic.AsWritten(Tiny(MapSharing.ByView), new(Trains: false, Batch: 3, Iterations: 2));
        Assert.Equal(3 * 2 * 50, counted.Encoder);
        Assert.Equal(3 * 2 * 6, counted.Maps);
        Assert.Equal(3 * 48, counted.ProductsForward);
        Assert.Equal(0, counted.ProductsAgain + counted.ProductsBackward + counted.MapGradients + counted.Optimiser);
        Assert.Equal(3 * 6 * 13, counted.VectorUpdates);
        Assert.Equal(3 * 2 * 6, counted.Decoder);
    }

    [Fact]
    public void Equal_views_are_needed_once_and_residuals_never_twice()
    {
        var needed = Arithmetic.Needed(Tiny(MapSharing.ByView), new(true, Batch: 4, Iterations: 2) { Views = 3 });
        Assert.Equal(3 * 130, needed.Encoder);
        Assert.Equal(3 * 6 * 3, needed.Maps);
        Assert.Equal(4 * 48, needed.ProductsForward);
        Assert.Equal(0, needed.ProductsAgain);
    }

    [Fact]
    public void A_base_for_all_is_needed_once_an_agent_and_low_rank_stays_factored()
    {
        var needed = Arithmetic.Needed(Tiny(MapSharing.OneBase), new(true, Batch: 1, Iterations: 2));
        const int Product = (2 * 6) + (2 * 1 * (2 + 3));
        Assert.Equal(0, needed.Maps);
        Assert.Equal(2 * 2 * Product, needed.ProductsForward);
        Assert.Equal(2 * 2 * Product, needed.ProductsBackward);
        Assert.Equal(2 * 2 * Product, needed.MapGradients);
    }

    [Fact]
    public void Sudoku_needs_seven_products_a_row_and_iteration_where_it_is_written_with_twelve()
    {
        StepLoad load = new(Trains: true, Batch: 1, Iterations: 2);
        const double Product = 27.0 * 288 * 288;
        var written = Arithmetic.AsWritten(TaskShape.Sudoku, load);
        var needed = Arithmetic.Needed(TaskShape.Sudoku, load);
        Assert.Equal(12 * Product, written.ProductsForward);
        Assert.Equal(7 * Product, needed.ProductsForward);
        Assert.Equal(14 * Product, needed.ProductsBackward + needed.MapGradients);
        Assert.Equal(2.0 * 288 * 288 * 288, needed.Maps);
    }

    // What is no layer: base maps, the scales and biases of norms, embeddings, and the penalty.
    [Theory]
    [InlineData("maze", (8 * 50) + 54 + 20 + 512 + 64 + 1)]
    [InlineData("digits", 768 + 256 + 64 + 512 + 1)]
    [InlineData("sudoku", (9 * 32 * 288) + (90 * 128) + (5 * 128) + 32 + 576 + 32 + 1)]
    public void The_layers_and_the_rest_are_all_weights(string task, int rest)
    {
        var shape = TaskShape.Named(task);
        Assert.Equal(shape.Weights - rest, shape.Encoder.Concat(shape.Decoder).Sum(layer => layer.Weights));
    }

    [Theory]
    [InlineData("maze", 19, 2)]
    [InlineData("digits", 28, 3)]
    public void Agents_and_edges_are_those_of_the_lattice(string task, int side, int stride)
    {
        var lattice = new Lattice(side, side, patch: 3, stride);
        var shape = TaskShape.Named(task);
        Assert.Equal(lattice.Agents, shape.Agents);
        Assert.Equal(2 * lattice.Joints.Count, shape.UsedSlots);
    }

    [Theory]
    [InlineData("maze")]
    [InlineData("digits")]
    [InlineData("sudoku")]
    public void No_more_is_needed_than_is_written(string task)
    {
        var shape = TaskShape.Named(task);
        foreach (var trains in new[] { true, false })
        {
            StepLoad load = new(trains, Batch: 8, Iterations: 20) { Views = 20 };
            Assert.True(Arithmetic.Needed(shape, load).Total < Arithmetic.AsWritten(shape, load).Total);
        }
    }
}
