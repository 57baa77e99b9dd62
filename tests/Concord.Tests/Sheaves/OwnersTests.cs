using Concord.Sheaves;
using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Sheaves;

public sealed class OwnersTests
{
    [Fact]
    public void Owners_are_refused_where_vertices_are_not_alike()
    {
        // Map sizes 1·4 and 2·2 are equal, so only the sizes themselves tell the vertices apart.
        var layout = new SheafLayout([4, 2], [[1], [2]], []);
        Assert.False(layout.IsUniform);
        using var tape = new Tape();
        var refusal = Assert.Throws<ArgumentException>(
            () => BoundSheaf.Bind(layout, tape.Zeros([2, 4]), [0, 1], samples: 1));
        Assert.Contains("must have vertices that are all alike", refusal.Message, StringComparison.Ordinal);
    }
}
