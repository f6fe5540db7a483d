using System.Collections.Concurrent;
using Hub.Connectors.Sdk;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Overload;

/// <summary>SIGTERM under traffic: nothing acknowledged is lost, nobody sees another error than 503, and it ends in time and in order.</summary>
public sealed class DrainTests
{
    private const int Clients = 16;

    [Fact]
    public async Task Terminate_UnderTraffic_EndsInOrderAndKeepsEveryAcknowledgedRequest()
    {
        await using var hub = await LoadedHub.StartAsync(["quick"]);
        await using var quick = await hub.AttachAsync("quick", 16, (_, _) => Task.FromResult(Outcome.Done(new { repeated = "quick" })));
        var taken = new ConcurrentBag<string>();
        var wrong = new ConcurrentBag<string>();
        var terminated = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    var answer = await hub.SubmitAsync("quick", $"drain-{client}-{i}");
                    if (answer.Status == 202)
                    {
                        taken.Add(answer.Json.GetProperty("journeyId").GetString()!); // a receipt names its journey
                        if (taken.Count >= 100)
                        {
                            enough.TrySetResult();
                        }
                    }
                    else if (answer.Status != 503 || Volatile.Read(ref terminated) == 0)
                    {
                        wrong.Add($"{answer.Status}: {answer.Body}");
                    }
                }
                catch (Exception error) when (error is HttpRequestException or IOException)
                {
                    // The door is closed: nothing was acknowledged.
                    if (Volatile.Read(ref terminated) == 0)
                    {
                        wrong.Add(error.Message);
                    }

                    return;
                }
            }
        })).ToArray();

        await enough.Task.WaitAsync(LoadedHub.Patience);
        Volatile.Write(ref terminated, 1);
        var exitCode = await hub.Process.TerminateAsync(TimeSpan.FromSeconds(90));
        await Task.WhenAll(clients).WaitAsync(LoadedHub.Patience);

        Assert.Empty(wrong);
        Assert.True(exitCode == 0, $"It ended with {exitCode}:\n{hub.Process.Output}");
        Assert.Equal(0, new FileInfo(Path.Combine(hub.Data, "hub.db-wal")) is { Exists: true } log ? log.Length : 0);
        await Deadline.UntilAsync(() => Task.FromResult(quick.Hub.IsConnected ? null : quick), LoadedHub.Patience, "the connector told that the hub left");

        await hub.Process.StartAsync();
        await Deadline.UntilAsync(() => Task.FromResult(quick.Hub.IsConnected ? quick : null), LoadedHub.Patience, "the connector attached again by itself");
        foreach (var journey in taken)
        {
            Assert.Equal("completed", (await hub.Client.UntilEndedAsync(journey)).GetProperty("state").GetString());
        }
    }

    [Fact]
    public async Task Terminate_WhileACommandIsOut_RefusesNewRequestsAndASecondSignalEndsAtOnce()
    {
        await using var hub = await LoadedHub.StartAsync(["slow"]);
        var never = new TaskCompletionSource();
        await using var slow = await hub.AttachAsync("slow", 1, async (_, cancellationToken) =>
        {
            await never.Task.WaitAsync(cancellationToken);
            return Outcome.Done(new { repeated = "never" });
        });
        Assert.Equal(202, (await hub.SubmitAsync("slow", "held")).Status);
        await hub.UntilMetricAsync("hub_outbox_inflight{connector=\"slow\"}", out1 => out1 == 1);

        // The hub waits some seconds for the command. Whether it still does when these calls arrive is the machine's affair; that
        // it takes nothing on any more is not.
        hub.Process.Signal();
        await hub.Process.UntilOutputAsync("Stopping: nothing new begins", LoadedHub.Patience);
        var (ready, submitted) = (await StatusAsync(() => hub.Client.GetAsync("/health/ready")), await StatusAsync(() => hub.SubmitAsync("slow", "late")));
        hub.Process.Signal();
        var exitCode = await hub.Process.ExitAsync(TimeSpan.FromSeconds(90));

        Assert.Contains(ready, new int?[] { 503, null });
        Assert.Contains(submitted, new int?[] { 503, null });
        Assert.True(exitCode == 143 || (exitCode == 0 && hub.Process.Output.Contains("connectors are told to dial again", StringComparison.Ordinal)), $"It ended with {exitCode}:\n{hub.Process.Output}");
    }

    private static async Task<int?> StatusAsync(Func<Task<Answer>> call)
    {
        try
        {
            return (await call()).Status;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
