using Hub.Server.Workflows.Http;

namespace Hub.Server.Tests.Workflows;

public sealed class HttpExchangesTests
{
    private const string Instance = "instance-1";
    private readonly HttpExchanges exchanges = new(LoadLimits.For(0, 1) with { HttpWaits = 3 });

    [Fact]
    public void TryOpen_AsManyAsMayWait_ThenNobodyUntilOneLeaves()
    {
        var first = exchanges.TryOpen("a");
        Assert.NotNull(first);
        Assert.NotNull(exchanges.TryOpen("a"));
        Assert.NotNull(exchanges.TryOpen("b"));

        Assert.Null(exchanges.TryOpen("c"));
        first.Dispose();

        Assert.Equal(2, exchanges.Count);
        Assert.NotNull(exchanges.TryOpen("c"));
    }

    [Fact]
    public void Close_OfTheOneThatCameFirst_LeavesTheLaterOneToBeAnswered()
    {
        var first = exchanges.TryOpen(Instance)!; // there is room
        var second = exchanges.TryOpen(Instance)!; // likewise

        first.Dispose();

        Assert.Same(second, exchanges.Find(Instance));
        second.Dispose();
        Assert.Null(exchanges.Find(Instance));
    }

    [Fact]
    public void Close_InTheMiddle_LeavesTheOthersInTheirOrder()
    {
        var all = Enumerable.Range(0, 3).Select(_ => exchanges.TryOpen(Instance)!).ToArray(); // there is room

        all[1].Dispose();

        Assert.Equal([all[2], all[0]], all[2].WithEarlier());
        all[2].Dispose();
        Assert.Same(all[0], exchanges.Find(Instance));
    }

    [Fact]
    public void Find_LastOneIsAnswered_GivesTheOneThatStillWaits()
    {
        var first = exchanges.TryOpen(Instance)!; // there is room
        var second = exchanges.TryOpen(Instance)!; // likewise
        Assert.Same(second, exchanges.Find(Instance));

        second.GiveUp();

        Assert.Same(first, exchanges.Find(Instance));
    }

    [Fact]
    public void CloseAll_Several_TellsEachOfThem()
    {
        var all = new[] { Instance, Instance, "other" }.Select(id => exchanges.TryOpen(id)!).ToArray(); // there is room

        exchanges.CloseAll();

        Assert.All(all, exchange => Assert.False(exchange.CanRespond));
    }
}
