using Concord.Lab.Models;
using Xunit;

namespace Concord.Tests.Lab.Models;

public sealed class PositiveNumberTests
{
    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-8)]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(39.9)]
    [InlineData(40.1)]
    [InlineData(1000)]
    [InlineData(1e30)]
    public void The_softplus_of_its_inverse_is_the_number(double value)
    {
        double x = PositiveNumber.InverseSoftplus(value);
        Assert.True(double.IsFinite(x));
        var softplus = Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));
        // The inverse of a small number is its logarithm, which is rounded to a float.
        Assert.Equal(1, softplus / value, 1e-5);
    }
}
