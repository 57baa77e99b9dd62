using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors.Storage;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Sudoku;

public sealed class SudokuGraphTests
{
    [Fact]
    public void Each_cell_is_seen_by_a_row_a_column_and_a_box()
    {
        var seen = from agent in Enumerable.Range(0, SudokuGraph.Agents)
                   from slot in Enumerable.Range(0, SudokuGraph.Side)
                   group agent / SudokuGraph.Side by SudokuGraph.Cell(agent, slot);
        var cells = seen.OrderBy(group => group.Key).ToList();
        Assert.Equal(Enumerable.Range(0, SudokuGraph.Cells), cells.Select(group => group.Key));
        Assert.All(cells, kinds => Assert.Equal([0, 1, 2], kinds));
    }

    [Fact]
    public void A_box_holds_three_neighbouring_rows_and_columns() => Assert.Equal(
        [33, 34, 35, 42, 43, 44, 51, 52, 53],
        Enumerable.Range(0, 9).Select(slot => SudokuGraph.Cell(18 + 5, slot)));

    [Fact]
    public void Both_ends_of_an_edge_see_one_cell_and_no_edge_is_there_twice()
    {
        Assert.All(
            SudokuGraph.Joints,
            joint => Assert.Equal(
                SudokuGraph.Cell(joint.U, joint.SlotU), SudokuGraph.Cell(joint.V, joint.SlotV)));
        Assert.Equal(3 * SudokuGraph.Cells, SudokuGraph.Joints.Distinct().Count());
    }

    [Fact]
    public void The_graph_is_that_of_the_reference()
    {
        var file = SafetensorsFile.Read(SharedData.Require("cases/sudokuL.safetensors"));
        var joints = SudokuGraph.Joints;
        Assert.Equal(file.Longs("graph/edges"), joints.SelectMany(j => new long[] { j.U, j.V }));
        Assert.Equal(file.Longs("graph/slot_u"), joints.Select(j => (long)j.SlotU));
        Assert.Equal(file.Longs("graph/slot_v"), joints.Select(j => (long)j.SlotV));
        Assert.Equal(
            file.Longs("graph/view"),
            from agent in Enumerable.Range(0, SudokuGraph.Agents)
            from slot in Enumerable.Range(0, SudokuGraph.Side)
            select (long)SudokuGraph.Cell(agent, slot));
    }

    [Theory]
    [InlineData(27, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 9)]
    public void Agents_and_slots_that_do_not_exist_are_refused(int agent, int slot) =>
        Assert.Throws<ArgumentException>(() => SudokuGraph.Cell(agent, slot));
}
