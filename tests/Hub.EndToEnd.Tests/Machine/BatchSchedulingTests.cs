namespace Hub.EndToEnd.Tests.Machine;

/// <summary>How the hub's threads take their turns on a busy processor.</summary>
public sealed class BatchSchedulingTests
{
    // sched(7): SCHED_BATCH
    private const int Batch = 3;

    [Fact]
    public async Task Serve_UnderRequests_EveryThreadIsBatchWork()
    {
        await using var hub = new LoneHub();
        await hub.Process.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => hub.SubmitAsync($"batch-{i}")));

        var threads = hub.Process.Threads;
        Assert.Contains(threads, thread => thread.Name == ".NET Sockets");
        Assert.Contains(threads, thread => thread.Name == "store-writer");
        Assert.All(threads, thread => Assert.Equal((thread.Name, Batch), thread));
    }
}
