using Concord.Tensors;

namespace Concord.Learning;

/// <summary>A model with something to learn, as the trainer sees it: batches in tiles, and a loss per tile.</summary>
public interface ILearner
{
    /// <summary>The weights' layout.</summary>
    Parameters Parameters { get; }

    /// <summary>Into how many tiles a batch is cut; the same for every step, whatever the number of threads.</summary>
    int Tiles { get; }

    /// <summary>
    /// Steps on the same samples. Between them a learner may remember what no checkpoint holds, so training pauses only
    /// after a multiple of them.
    /// </summary>
    int StepsPerBatch => 1;

    /// <summary>Chooses the batch of a step, and whatever else is random in it, from the step's number alone.</summary>
    void Draw(long step);

    /// <summary>What one thread needs to work on tiles.</summary>
    ILearnerPass OpenPass();
}

/// <summary>One thread's place of work, used for tile after tile.</summary>
public interface ILearnerPass
{
    /// <summary>
    /// The tile's share of the batch's loss, recorded on the tape; the batch's loss is the sum over tiles.
    /// </summary>
    Tensor Loss(Tape tape, int tile);
}
