using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;
using Concord.Tensors.Operations;

namespace Concord.Lab.Baselines;

/// <summary>A recurrent relational network: the 81 cells of a Sudoku tell those they must differ from what they hold.
/// </summary>
/// <remarks>
/// Palm, Paquet and Winther 2018 (arXiv 1711.08028), with the sizes of their Sudoku experiment. A cell holds h and a
/// memory s; h begins as x, what the cell knows of itself, and s as zero. In every step each cell hears
/// m = Σ MLP(h, h′) over the twenty others in its row, column and box, and h, s ← LSTM(MLP(x, m), h, s); a linear layer
/// reads an answer from h. All steps of training are asked, each as much as the others. Cells are no agents: where 27
/// agents are asked for nine cells each, the three that see a cell give its one answer, so loss and grading are those
/// of the other models. 201,098 parameters with the default options.
/// </remarks>
public sealed class SudokuRelationalModel : IAgentModel<SudokuViews>
{
    private readonly SudokuRelationalOptions _options;
    private readonly Parameter _digits, _rows, _columns;
    private readonly Perceptron _input, _update;
    private readonly RelationalMessages _messages;
    private readonly LstmLayer _memory;
    private readonly DenseLayer _out;

    /// <summary>Lays out the model's parameters.</summary>
    public SudokuRelationalModel(SudokuRelationalOptions options)
    {
        _options = options;
        int hidden = options.Hidden, embedding = options.Embedding;
        var start = Start.Normal(1 / MathF.Sqrt(embedding));
        _digits = Parameters.Add("embed.digit", [SudokuViews.Tokens, embedding], start);
        _rows = Parameters.Add("embed.row", [SudokuGraph.Side, embedding], start);
        _columns = Parameters.Add("embed.column", [SudokuGraph.Side, embedding], start);
        _input = new Perceptron(Parameters, "input", 3 * embedding, hidden);
        _messages = new RelationalMessages(Parameters, "message", hidden);
        _update = new Perceptron(Parameters, "update", 2 * hidden, hidden);
        _memory = new LstmLayer(Parameters, "lstm", hidden, hidden);
        _out = new DenseLayer(Parameters, "out", hidden, SudokuViews.Tokens);
    }

    /// <inheritdoc/>
    public Parameters Parameters { get; } = new();

    /// <inheritdoc/>
    public bool HasAgents => false;

    /// <inheritdoc/>
    public int Window => _options.Steps;

    /// <inheritdoc/>
    public int IterationsToEvaluate => _options.StepsToEvaluate;

    /// <inheritdoc/>
    public int? IterationsToTrain => _options.Steps;

    /// <inheritdoc/>
    public int DrawIterations(Rng rng) => _options.Steps;

    /// <inheritdoc/>
    /// <remarks>The states are those of the cells, [cells of all boards, hidden].</remarks>
    public void Run(Tape tape, SudokuViews views, int iterations, Span<Tensor> last, AgentWatch? watch = null)
    {
        watch?.RequireNoDisturbance(_options.Name);
        var cells = tape.Recycled<SudokuCells>();
        cells.Read(views);
        var x = _input.Apply(Embed(tape, cells));
        Tensor h = x, s = tape.Zeros(x.Shape);
        var place = tape.Now;
        for (var k = 1; k <= iterations; k++)
        {
            var before = h;
            var heard = _messages.Apply(h, cells.Neighbours, SudokuCells.NeighboursOfCell);
            (h, s) = _memory.Apply(_update.Apply(RowOperations.Beside(x, heard)), h, s);
            watch?.Moved(k, before, h);
            if (k > iterations - last.Length)
                last[k - iterations + last.Length - 1] = h;
            else
                (h, s) = Kept(tape, place, h, s);
        }
    }

    /// <inheritdoc/>
    public Tensor Decode(Tape tape, SudokuViews views, Tensor state)
    {
        var answers = RowOperations.Gather(_out.Apply(state), views.CellOf, views.Samples * SudokuViews.Places);
        return answers.As([views.Rows, SudokuGraph.Side * SudokuViews.Tokens]);
    }

    private Tensor Embed(Tape tape, SudokuCells cells)
    {
        var digits = RowOperations.Gather(tape.Use(_digits), cells.Tokens, cells.Count);
        var rows = RowOperations.Gather(tape.Use(_rows), cells.Rows, cells.Count);
        var columns = RowOperations.Gather(tape.Use(_columns), cells.Columns, cells.Count);
        return RowOperations.Beside(RowOperations.Beside(digits, rows), columns);
    }

    private static (Tensor H, Tensor S) Kept(Tape tape, Tape.Place place, Tensor h, Tensor s)
    {
        Span<Tensor> kept = [h, s];
        tape.Keep(place, kept);
        return (kept[0], kept[1]);
    }
}
