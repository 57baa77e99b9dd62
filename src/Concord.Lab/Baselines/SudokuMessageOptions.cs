using Concord.Lab.Models;
using Concord.Lab.Tasks.Sudoku;
using Concord.Tensors;

namespace Concord.Lab.Baselines;

/// <summary>Sizes of <see cref="SudokuMessageModel"/>; the defaults are the release's largest.</summary>
public sealed record SudokuMessageOptions : MessageOptions<SudokuViews>
{
    /// <summary>States of 504 and messages of 32, the largest of them; 20 rounds to train and 50 to evaluate.</summary>
    public SudokuMessageOptions()
    {
        (State, Message, Aggregation) = (504, 32, Aggregation.Max);
        (Rounds, RoundsToEvaluate) = (20, 50);
    }

    /// <summary>
    /// Numbers an agent holds, as many of each of its nine cells: 225 or 504 for about as many parameters as Sheaf-ADMM
    /// with fixed maps or with maps that views change, 288 for as much memory.
    /// </summary>
    public override int State
    {
        get => base.State;
        init
        {
            Require.That(
                value % SudokuGraph.Side == 0, nameof(State), $"must be a multiple of {SudokuGraph.Side}", value);
            base.State = value;
        }
    }

    /// <summary>Numbers by which the encoder describes a cell.</summary>
    public int Channels { get; init => field = Require.Within(value, 1, 4096); } = 128;

    /// <summary>Mixer blocks of the encoder.</summary>
    public int Blocks { get; init => field = Require.Within(value, 0, 64); } = 2;

    /// <inheritdoc/>
    public override IAgentModel<SudokuViews> Build() => new SudokuMessageModel(this);

    internal override SudokuMessageOptions WithChannels(int channels) => this with { Channels = channels };
}
