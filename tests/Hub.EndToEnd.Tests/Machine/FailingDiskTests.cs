using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>
/// A disk whose syncs fail. After a failed sync nobody knows what the disk holds, and a second sync of the same file may report success
/// for pages that are lost: the hub must refuse from then on, say so, and not try again.
/// </summary>
public sealed class FailingDiskTests
{
    private const int MostRequests = 400;

    [FactIfTool("strace")]
    public async Task Commit_SyncFails_RefusesFromThenOnAndLosesNothing()
    {
        // Counted for each thread: the store's writer syncs once a commit and has some behind it after the start.
        await using var hub = new LoneHub(under: lone => Failing(lone, "when=30+", path: null));
        await hub.Process.StartAsync();

        await AssertFailsForGoodAsync(hub, "hub.db-wal");
    }

    // SQLite keeps a failed sync of its own checkpoint to itself and would try again with the next commit.
    [FactIfTool("strace")]
    public async Task Checkpoint_SyncFails_RefusesFromThenOnAndLosesNothing()
    {
        string data;
        await using (var first = new LoneHub())
        {
            data = Path.Combine(first.Beside + "-kept");
            await first.Process.StartAsync();
            await first.Process.StopAsync();
            Directory.Move(first.Data, data);
        }

        try
        {
            await using var hub = new LoneHub(under: lone => Failing(lone, "when=1+", Path.Combine(data, "hub.db")), data: data);
            await hub.Process.StartAsync();

            await AssertFailsForGoodAsync(hub, "hub.db");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static IReadOnlyList<string> Failing(LoneHub hub, string when, string? path) =>
    [
        "strace", "-f", "--seccomp-bpf", "-y", "-o", Path.Combine(hub.Beside, "syncs"), "-e", "trace=fsync,fdatasync", "-e", "signal=none",
        .. path is null ? Array.Empty<string>() : ["-P", path],
        "-e", "inject=fsync,fdatasync:error=EIO:" + when,
    ];

    private static async Task AssertFailsForGoodAsync(LoneHub hub, string file)
    {
        Answer refused;
        var sent = 0;
        do
        {
            refused = await hub.SubmitAsync($"failing-{sent++}");
        }
        while (refused.Status == 202 && sent < MostRequests);

        AssertRefused(refused);
        Assert.NotEmpty(hub.Acknowledged);
        for (var i = 0; i < 20; i++)
        {
            AssertRefused(await hub.SubmitAsync($"failing-later-{i}"));
        }

        Assert.False(await hub.IsReadyAsync());
        await hub.Process.KillAsync();
        var syncs = File.ReadAllLines(Path.Combine(hub.Beside, "syncs")).Where(line => line.Contains($"/{file}>", StringComparison.Ordinal)).ToArray();
        Assert.Equal(1, syncs.Count(line => line.Contains("EIO", StringComparison.Ordinal)));
        Assert.Contains("EIO", syncs[^1], StringComparison.Ordinal);

        // The same data on a disk that works: what the failed commit held may be there or not, what was acknowledged must.
        await using var mended = new LoneHub(data: hub.Data);
        mended.Acknowledged.AddRange(hub.Acknowledged);
        await mended.Process.StartAsync();
        await mended.AssertNothingLostAsync();
        Assert.Equal(202, (await mended.SubmitAsync("after-the-repair")).Status);
        var (exitCode, output) = await mended.Process.RunVerbAsync("doctor");
        Assert.Contains("no damage found", output, StringComparison.Ordinal);
    }

    private static void AssertRefused(Answer answer)
    {
        Assert.Equal(503, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.EndsWith("store-unavailable", answer.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotNull(answer.RetryAfter);
    }
}
