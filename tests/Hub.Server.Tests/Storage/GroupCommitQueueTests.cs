using Hub.Server.Exchange;
using Hub.Server.Storage.Sqlite;

namespace Hub.Server.Tests.Storage;

public sealed class GroupCommitQueueTests
{
    private readonly GroupCommitQueue queue = new();
    private readonly List<PendingUnit> group = [];

    [Fact]
    public void Take_MoreThanAGroupWaits_GivesThemInOrderGroupByGroup()
    {
        var units = Enumerable.Range(0, GroupCommitQueue.MaxGroup + 3).Select(_ => Added()).ToArray();

        Assert.True(queue.Take(group));
        Assert.Equal(units.Take(GroupCommitQueue.MaxGroup), group);
        group.Clear();
        Assert.True(queue.Take(group));

        Assert.Equal(units.Skip(GroupCommitQueue.MaxGroup), group);
        Assert.Equal(0, queue.Count);
    }

    // Somebody who announced a unit and never brings it holds nobody up for good.
    [Fact]
    public void Take_AnnouncedUnitDoesNotCome_GoesOnWithTheOthers()
    {
        queue.Announce();
        var unit = Added();

        Assert.True(queue.Take(group));

        Assert.Equal([unit], group);
    }

    [Fact]
    public async Task Take_WriterWaitsBeforeTheFirstUnit_IsWokenByIt()
    {
        var taking = Task.Factory.StartNew(() => queue.Take(group), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var unit = Added();

        Assert.True(await taking.WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal([unit], group);
    }

    [Fact]
    public void Close_UnitsWait_HandsThemOutAndTakesNoMore()
    {
        var unit = Added();

        queue.Close();

        Assert.Equal(StoreTrouble.Stopping, queue.Add(new PendingUnit([]))?.Trouble);
        Assert.True(queue.Take(group));
        Assert.Equal([unit], group);
        Assert.False(queue.Take([]));
    }

    [Fact]
    public void Add_TooManyWait_IsRefusedUntilSomeAreTaken()
    {
        StoreUnavailableException? refusal = null;
        for (var i = 0; i < 100_000 && refusal is null; i++)
        {
            refusal = queue.Add(new PendingUnit([]));
        }

        Assert.Equal(StoreTrouble.Overloaded, refusal?.Trouble);
        Assert.True(queue.Take(group));
        Assert.Null(queue.Add(new PendingUnit([])));
    }

    private PendingUnit Added()
    {
        var unit = new PendingUnit([]);
        Assert.Null(queue.Add(unit));
        return unit;
    }
}
