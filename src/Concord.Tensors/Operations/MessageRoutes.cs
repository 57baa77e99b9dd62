namespace Concord.Tensors.Operations;

/// <summary>Which of the messages that senders leave in their slots reach whom.</summary>
/// <param name="Sources">
/// For each receiver and each of its arrivals, row-major, the message that comes: sender row · slots + sender slot, or
/// <see cref="Neighbours.None"/>. May go on for more rows than there are. Not to be changed once in use.
/// </param>
/// <param name="Slots">How many messages a sender leaves.</param>
/// <param name="Arrivals">How many messages may reach a receiver.</param>
public sealed record MessageRoutes(int[] Sources, int Slots, int Arrivals)
{
    internal Span<int> To(int receiver) => Sources.AsSpan(receiver * Arrivals, Arrivals);
}
