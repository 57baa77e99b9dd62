using Concord.Examples;
using Xunit;

namespace Concord.Tests.Examples;

public sealed class RendezvousTests
{
    [Fact]
    public void All_vehicles_see_the_weighted_mean_of_their_wishes_each_in_its_own_frame()
    {
        // In the frame of the world: minimise ½ Σ effort ‖c − (position − place)‖², whose answer is a weighted mean.
        var fleet = Rendezvous.Fleet;
        var total = fleet.Sum(vehicle => (double)vehicle.Effort);
        var x = fleet.Sum(vehicle => vehicle.Effort * ((double)vehicle.X - vehicle.PlaceX)) / total;
        var y = fleet.Sum(vehicle => vehicle.Effort * ((double)vehicle.Y - vehicle.PlaceY)) / total;

        var seen = Rendezvous.Run();

        for (var v = 0; v < fleet.Length; v++)
        {
            var (sin, cos) = Math.SinCos(fleet[v].Heading);
            Assert.Equal((cos * x) + (sin * y), seen[2 * v], 1e-4);
            Assert.Equal((cos * y) - (sin * x), seen[(2 * v) + 1], 1e-4);
        }
    }
}
