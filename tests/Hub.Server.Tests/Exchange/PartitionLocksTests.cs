using Hub.Server.Exchange;

namespace Hub.Server.Tests.Exchange;

public sealed class PartitionLocksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PartitionLocks locks = new();

    [Fact]
    public async Task EnterAsync_SeveralForOnePartition_EnterOneByOneInOrder()
    {
        var order = new List<int>();
        var first = await locks.EnterAsync("p", CancellationToken.None);
        var others = Enumerable.Range(0, 5).Select(EnterAndLeaveAsync).ToArray();

        Assert.Empty(order);
        first!.Dispose();
        await Task.WhenAll(others).WaitAsync(Patience);

        Assert.Equal([0, 1, 2, 3, 4], order);

        async Task EnterAndLeaveAsync(int number)
        {
            using var turn = await locks.EnterAsync("p", CancellationToken.None);
            order.Add(number);
        }
    }

    [Fact]
    public async Task EnterAsync_AnotherPartitionOrNone_DoesNotWait()
    {
        using var turn = await locks.EnterAsync("p", CancellationToken.None);

        using var other = await locks.EnterAsync("q", CancellationToken.None).AsTask().WaitAsync(Patience);
        using var none = await locks.EnterAsync(null, CancellationToken.None).AsTask().WaitAsync(Patience);

        Assert.Null(none);
    }

    [Fact]
    public async Task EnterAsync_CancelledWhileWaiting_LeavesThePlaceToTheNext()
    {
        using var leaving = new CancellationTokenSource();
        var first = await locks.EnterAsync("p", CancellationToken.None);
        var cancelled = locks.EnterAsync("p", leaving.Token).AsTask();
        var next = locks.EnterAsync("p", CancellationToken.None).AsTask();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(next.IsCompleted);
        first!.Dispose();

        (await next.WaitAsync(Patience))!.Dispose();
        Assert.Equal(0, locks.Count);
    }

    [Fact]
    public async Task Count_AfterManyPartitions_IsZero()
    {
        await Parallel.ForAsync(0, 2000, async (i, cancellationToken) =>
        {
            using var turn = await locks.EnterAsync($"p{i % 50}", cancellationToken);
        });

        Assert.Equal(0, locks.Count);
    }

    [Fact]
    public async Task EnterAsync_TooManyInLine_IsRefusedAndTheOthersGetTheirTurn()
    {
        var line = new PartitionLocks();
        var first = await line.EnterAsync("p", CancellationToken.None);
        var waiting = Enumerable.Range(0, PartitionLocks.MostInLine).Select(_ => line.EnterAsync("p", CancellationToken.None).AsTask()).ToArray();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => line.EnterAsync("p", CancellationToken.None).AsTask());

        Assert.Equal(StoreTrouble.Overloaded, refused.Trouble);
        using (await line.EnterAsync("another", CancellationToken.None))
        {
            first!.Dispose(); // a named partition gives a turn
        }

        foreach (var turn in waiting)
        {
            (await turn.WaitAsync(TimeSpan.FromSeconds(60)))!.Dispose(); // likewise
        }

        Assert.Equal(0, line.Count);
    }
}
