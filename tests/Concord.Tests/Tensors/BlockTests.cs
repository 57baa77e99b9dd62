using Concord.Tensors;
using Xunit;

namespace Concord.Tests.Tensors;

public sealed unsafe class BlockTests
{
    [Fact]
    public void A_block_starts_at_a_cache_line_and_is_zero_to_the_end_of_its_slack()
    {
        using var block = new Block(37);
        Assert.Equal(0, (nint)block.Pointer % 64);
        Assert.Equal(37, block.Span.Length);
        Assert.Equal(-1, new Span<float>(block.Pointer, 37 + Block.Slack).IndexOfAnyExcept(0f));
    }

    [Fact]
    public void A_disposed_block_is_refused_and_can_be_disposed_again()
    {
        var block = new Block(5);
        block.Dispose();
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(() => block.Span.Length);
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentException>(() => new Block(-1));

    [Fact]
    public void An_arena_gives_lines_that_do_not_overlap_and_takes_them_back()
    {
        using var arena = new Arena();
        float* first = arena.Take(5), second = arena.Take(100);
        Assert.Equal(0, (nint)first % 64);
        Assert.True(second - first >= 5 + 16);
        var mark = arena.Here;
        var third = arena.Take(7);
        arena.Rewind(mark);
        Assert.True(third == arena.Take(7));
        Assert.True(first + (1 << 20) < arena.Take(3 << 20) || arena.Reserved > sizeof(float) * (3L << 20));
    }

    [Fact]
    public void A_pass_that_is_repeated_reserves_nothing_more()
    {
        using var arena = new Arena();
        void Pass()
        {
            arena.Rewind(default);
            foreach (var count in new[] { 1000, 900_000, 300_000, 2_000_000, 5, 800_000 })
                arena.Take(count);
        }
        Pass();
        var reserved = arena.Reserved;
        Pass();
        Assert.Equal(reserved, arena.Reserved);
    }
}
