using Concord.Lab;
using Concord.Lab.Baselines;
using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tests.Reference;
using Xunit;

namespace Concord.Tests.Lab.Baselines;

public sealed class SudokuRelationalTests
{
    private static readonly SudokuBoards _boards = SudokuBoards.Draw(new SudokuGenerator(), 2, 5);
    private static readonly SudokuRelationalOptions _small = new() { Hidden = 5, Embedding = 2, Steps = 2 };

    [Fact]
    public void Loss_and_gradients_are_those_of_the_paper_written_out() =>
        SlowVersion.Agrees(_small.Build(), Read(2), _small.Steps, Slow);

    [Fact]
    public void The_papers_sizes_make_201098_parameters() =>
        Assert.Equal(201_098, new SudokuRelationalOptions().Build().Parameters.Count);

    [Fact]
    public void A_run_that_gives_memory_back_ends_with_the_same_bits()
    {
        var model = _small.Build();
        using var weights = model.Parameters.Draw(new Rng(1));
        float[] Final(bool recording, int window)
        {
            using var tape = new Tape(recording);
            tape.Bind(model.Parameters, weights);
            var last = new Tensor[window];
            model.Run(tape, Read(2), 6, last);
            return model.Decode(tape, Read(2), last[^1]).Values.ToArray();
        }

        var whole = Final(recording: true, 6);
        Assert.Equal(whole, Final(recording: false, 1));
        Assert.Equal(whole, Final(recording: false, 3));
    }

    [Fact]
    public void The_three_agents_that_see_a_cell_give_one_answer()
    {
        var model = _small.Build();
        using var weights = model.Parameters.Draw(new Rng(1));
        using var tape = new Tape(recording: false);
        tape.Bind(model.Parameters, weights);
        var views = Read(2);
        var last = new Tensor[1];
        model.Run(tape, views, 2, last);
        var logits = model.Decode(tape, views, last[0]).Values.ToArray();
        for (var at = 0; at < 2 * SudokuViews.Places; at++)
        {
            // Agents 0 to 8 of a board see its rows.
            var same = (at / SudokuViews.Places * SudokuViews.Places) + SudokuViews.CellAt[at % SudokuViews.Places];
            Assert.Equal(logits[(same * 10)..((same + 1) * 10)], logits[(at * 10)..((at + 1) * 10)]);
        }
    }

    [Fact]
    public void Disturbances_are_refused()
    {
        var study = new SudokuExperiment { Options = _small }.Open();
        using var weights = study.Parameters.Draw(new Rng(1));
        using var workers = new Workers(1);
        foreach (var plan in new Disturbance[]
            { new() { CutEdges = 0.1 }, new() { DropAgents = 0.1 }, new() { FlipDual = true }, new() { Delay = 1 } })
        {
            var refusal = Assert.Throws<ArgumentException>(
                () => study.Score(weights, new Examination("test", 2, 2) { Disturbance = plan }, workers));
            Assert.EndsWith("but the model rrn has none.", refusal.Message, StringComparison.Ordinal);
        }
    }

    // Every message by itself, through all four layers.
    private static double Slow(Func<string, double[]> weights)
    {
        int hidden = _small.Hidden, side = SudokuGraph.Side, cells = 2 * SudokuGraph.Cells;
        Relational.Layer Of(string name) => new(weights($"{name}.kernel"), weights($"{name}.bias"));
        double[] Network(string name, double[] read, int inputs) => Relational.Perceptron(
            read, inputs, [.. Enumerable.Range(1, 4).Select(i => Of($"{name}.dense{i}"))]);
        double[] Row(string name, int index) => weights(name)[(index * _small.Embedding)..][.._small.Embedding];

        byte[] puzzles = [.. _boards.Puzzle(0), .. _boards.Puzzle(1)];
        int[] solutions = [.. ((byte[])[.. _boards.Solution(0), .. _boards.Solution(1)]).Select(digit => (int)digit)];
        double[] known = [.. Enumerable.Range(0, cells).SelectMany(cell => (double[])
            [
                .. Row("embed.digit", puzzles[cell]), .. Row("embed.row", cell / side % side),
                .. Row("embed.column", cell % side),
            ])];
        var x = Network("input", known, 3 * _small.Embedding);
        Relational.Layer[] message =
        [
            new([.. weights("message.own.kernel"), .. weights("message.other.kernel")], weights("message.own.bias")),
            Of("message.dense2"), Of("message.dense3"),
            new(weights("message.dense4.kernel"), [.. weights("message.dense4.bias").Select(b => b / 20)]),
        ];
        Relational.Layer[] gates =
            [Of("lstm.forget"), Of("lstm.write"), Of("lstm.show"), Of("lstm.candidate")];

        double[] h = x, s = new double[x.Length];
        var cost = 0.0;
        for (var step = 0; step < _small.Steps; step++)
        {
            double[] Held(int cell) => h[(cell * hidden)..((cell + 1) * hidden)];
            double[] Heard(int cell) => Enumerable.Range(0, cells).Where(other => Differ(cell, other))
                .Select(other => Relational.Perceptron([.. Held(cell), .. Held(other)], 2 * hidden, message))
                .Aggregate((sum, one) => Entries.Combine(sum, 1, one, 1));
            double[] heard = [.. Enumerable.Range(0, cells).SelectMany(Heard)];
            var update = Network("update", Rows.Beside(x, hidden, heard, hidden), 2 * hidden);
            (h, s) = Relational.Lstm(update, hidden, h, s, gates);
            var logits = Layers.Dense(h, weights("out.kernel"), weights("out.bias"), hidden, y => y);
            cost += Layers.CrossEntropy(logits, solutions, 10, 1.0 / (cells * _small.Steps))[0];
        }
        return cost;
    }

    private static bool Differ(int a, int b)
    {
        if (a == b || a / 81 != b / 81)
            return false;
        (int Row, int Column) p = (a % 81 / 9, a % 9), q = (b % 81 / 9, b % 9);
        return p.Row == q.Row || p.Column == q.Column || (p.Row / 3 == q.Row / 3 && p.Column / 3 == q.Column / 3);
    }

    private static SudokuViews Read(int count)
    {
        var views = new SudokuViews();
        views.Read(
            count,
            [.. Enumerable.Range(0, count).SelectMany(i => _boards.Puzzle(i).ToArray())],
            [.. Enumerable.Range(0, count).SelectMany(i => _boards.Solution(i).ToArray())]);
        return views;
    }
}
