using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Tests.Exchange.Outbox;

public sealed class PlacesTests
{
    [Fact]
    public void TryTake_AllTaken_IsFalseUntilOneIsLeft()
    {
        var places = new Places(2);
        Assert.True(places.TryTake());
        Assert.True(places.TryTake());
        Assert.False(places.TryTake());
        Assert.Equal(0, places.Free);

        places.Leave();

        Assert.Equal(1, places.Free);
        Assert.True(places.TryTake());
    }

    [Fact]
    public async Task TryTake_ManyAtOnce_GivesNoMoreThanThereAre()
    {
        var places = new Places(8);

        var taken = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(places.TryTake)));

        Assert.Equal(8, taken.Count(got => got));
    }
}
