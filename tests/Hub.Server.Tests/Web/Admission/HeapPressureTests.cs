using Hub.Server.Tests.Exchange;
using Hub.Server.Web.Admission;

namespace Hub.Server.Tests.Web.Admission;

public sealed class HeapPressureTests : IDisposable
{
    private readonly SteppingClock clock = new();
    private (long Used, long Limit) figures = (50, 100);
    private int collections;

    public void Dispose() => clock.Dispose();

    [Fact]
    public void IsHigh_HeapNearItsLimit_AsksForACollectionNowAndThen()
    {
        var heap = new HeapPressure(LoadLimits.For(0, 1), clock, () => figures, () => collections++);
        Assert.False(heap.IsHigh);

        figures = (86, 100);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(heap.IsHigh);
        Assert.True(heap.IsHigh);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(heap.IsHigh);
        Assert.Equal(1, collections);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(heap.IsHigh);
        Assert.Equal(2, collections);
    }

    [Fact]
    public void IsHigh_AfterTheCollectionFreedEnough_IsFalseAgain()
    {
        var heap = new HeapPressure(LoadLimits.For(0, 1), clock, () => figures, () => figures = (20, 100));
        figures = (99, 100);
        Assert.True(heap.IsHigh);

        clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.False(heap.IsHigh);
    }

    [Fact]
    public void IsHigh_NoLimitKnown_IsFalse() =>
        Assert.False(new HeapPressure(LoadLimits.For(0, 1), clock, () => (99, 0), () => { }).IsHigh);
}
