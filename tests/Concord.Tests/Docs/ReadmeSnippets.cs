using Concord.Coordination;
using Concord.Sheaves;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Docs;

/// <summary>The code that the README quotes.</summary>
public sealed class ReadmeSnippets
{
    [Fact]
    public void Three_agents_agree_on_a_temperature()
    {
        using var tape = new Tape(recording: false);
        float[,] same = { { 1 } };
        var sheaf = new SheafBuilder(1, 1, 1).Join(0, same, 1, same).Join(1, same, 2, same).Build();

        var wishes = tape.Input([20f, 22f, 27f], [1, 3]);            // what each of three agents would like
        var agents = DiagonalAgents.Wishing(wishes, strength: 1);    // and how much it minds anything else
        var admm = new SheafAdmm(agents, ExactConsensus.Hard(sheaf.On(tape)));

        var outcome = Solve.Until(admm, AdmmState.From(wishes, Penalty.Same(tape, 1)));
        var agreed = outcome.OrThrow().Z.Values[0];                  // 23

        Assert.Equal(23, agreed, 1e-3f);
    }
}
