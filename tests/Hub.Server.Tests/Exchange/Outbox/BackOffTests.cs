using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Tests.Exchange.Outbox;

public sealed class BackOffTests
{
    private static readonly DeliveryPolicy Policy = new(TimeSpan.FromSeconds(30), 10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void After_ManyTimes_StaysBetweenHalfAndTheWholeOfTheStep(int attempts, int seconds)
    {
        var waits = Enumerable.Range(0, 200).Select(_ => BackOff.After(attempts, Policy, null).TotalSeconds).ToArray();

        Assert.All(waits, wait => Assert.InRange(wait, seconds / 2.0, seconds));
        Assert.True(waits.Distinct().Count() > 1, "Without jitter, what failed together comes back together.");
    }

    [Fact]
    public void After_ReceiverAskedForMore_WaitsAsLongAsAsked() =>
        Assert.Equal(TimeSpan.FromMinutes(10), BackOff.After(1, Policy, TimeSpan.FromMinutes(10)));

    [Fact]
    public void After_ReceiverAskedForLess_KeepsItsOwnStep() =>
        Assert.InRange(BackOff.After(7, Policy, TimeSpan.FromSeconds(1)).TotalSeconds, 30, 60);
}
