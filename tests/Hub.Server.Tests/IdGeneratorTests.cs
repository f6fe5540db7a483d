using Hub.Server.Tests.Security;

namespace Hub.Server.Tests;

public sealed class IdGeneratorTests
{
    [Fact]
    public void NewId_ManyInOneMillisecond_SortInTheOrderTheyWereMade()
    {
        var ids = new IdGenerator(new ManualClock());

        var made = Enumerable.Range(0, 20_000).Select(_ => ids.NewId()).ToArray();

        Assert.Equal(made, made.Order(StringComparer.Ordinal));
        Assert.Equal(made.Length, made.Distinct().Count());
    }

    [Fact]
    public void NewId_Any_IsAUuidOfVersion7WithItsTime()
    {
        var clock = new ManualClock();

        var id = Guid.ParseExact(new IdGenerator(clock).NewId(), "N");

        Assert.Equal((7, 0x8), (id.Version, id.Variant & 0xc));
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToInt64(id.ToString("N")[..12], 16));
    }

    [Fact]
    public void NewId_ClockSetBack_StillGrows()
    {
        var clock = new ManualClock();
        var ids = new IdGenerator(clock);
        var before = ids.NewId();

        clock.Advance(TimeSpan.FromMinutes(-5));

        Assert.True(string.CompareOrdinal(ids.NewId(), before) > 0);
    }

    [Fact]
    public void ContinueAfter_IdOfARunWhoseClockWasAhead_StillGrows()
    {
        var clock = new ManualClock();
        var earlier = new IdGenerator(clock).NewId();
        clock.Jump(TimeSpan.FromDays(-3));
        var ids = new IdGenerator(clock);

        ids.ContinueAfter(earlier);

        Assert.True(string.CompareOrdinal(ids.NewId(), earlier) > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("order-7")]
    [InlineData("ffffffffffff7fff8fffffffffffffff")]
    public void ContinueAfter_SomethingElse_DoesNotMoveTheTime(string strange)
    {
        var clock = new ManualClock();
        var ids = new IdGenerator(clock);

        ids.ContinueAfter(strange);

        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToInt64(ids.NewId()[..12], 16));
    }
}
