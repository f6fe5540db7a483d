using Hub.Connectors.Sdk;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Overload;

/// <summary>Nobody pays for a neighbour: neither one local authority for another's flood, nor one connector for another's slowness.</summary>
public sealed class FairnessTests
{
    private const string Loud = "200000008";
    private const string Quiet = "213105554";

    [Fact]
    public async Task TwoAuthorities_OneFloods_TheOtherIsServed()
    {
        await using var hub = await LoadedHub.StartAsync(["nowhere"], ("DOTNET_GCHeapHardLimit", "0x18000000"));
        var loud = await hub.ClientOfAsync(Loud);
        var quiet = await hub.ClientOfAsync(Quiet);
        const int flood = 30;

        var held = new List<HeldRequest>();
        for (var i = 0; i < flood; i++)
        {
            held.Add(await HeldRequest.SendAsync(hub.Process.Http, "/api/requests/essai-nowhere", hub.Keys[loud]));
        }

        await hub.UntilMetricAsync("hub_admission_refused_total{work=\"new\",reason=\"tenant-share\"}", refused => refused >= 1);
        await Deadline.UntilAsync(
            async () => await hub.MetricAsync("hub_admission_inside{work=\"new\"}") + held.Count(request => request.Answer.IsCompleted) == flood ? held : null,
            LoadedHub.Patience,
            "each of the flood's requests held or refused");
        Assert.All(held.Where(request => request.Answer.IsCompleted), request =>
        {
            Assert.StartsWith("HTTP/1.1 503", request.Answer.Result, StringComparison.Ordinal); // it is completed
            Assert.Contains("Retry-After:", request.Answer.Result, StringComparison.OrdinalIgnoreCase);
        });

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(202, (await hub.SubmitAsync("nowhere", $"quiet-{i}", quiet)).Status);
        }

        var still = await hub.SubmitAsync("nowhere", "loud", loud);
        Assert.Equal(503, still.Status);
        Assert.Contains("urn:hub:problem:overloaded-share", still.Body, StringComparison.Ordinal);
        foreach (var request in held)
        {
            await request.DisposeAsync();
        }

        await hub.UntilMetricAsync("hub_admission_held_bytes", bytes => bytes == 0);
        Assert.Equal(202, (await hub.SubmitAsync("nowhere", "loud", loud)).Status);
    }

    [Fact]
    public async Task TwoConnectors_OneHoldsItsCommands_TheOtherDoesAllOfItsOwn()
    {
        const int credits = 4;
        await using var hub = await LoadedHub.StartAsync(["slow", "quick"]);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int at = 0, most = 0, slowDone = 0, quickDone = 0;
        await using var slow = await hub.AttachAsync("slow", credits, async (command, cancellationToken) =>
        {
            var now = Interlocked.Increment(ref at);
            for (var before = Volatile.Read(ref most); now > before && Interlocked.CompareExchange(ref most, now, before) != before; before = Volatile.Read(ref most))
            {
            }

            await gate.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref at);
            Interlocked.Increment(ref slowDone);
            return Outcome.Done(new { repeated = "slow" });
        });
        await using var quick = await hub.AttachAsync("quick", 16, (_, _) =>
        {
            Interlocked.Increment(ref quickDone);
            return Task.FromResult(Outcome.Done(new { repeated = "quick" }));
        });

        await SubmitAllAsync(hub, "slow", 30);
        await hub.UntilMetricAsync("hub_outbox_inflight{connector=\"slow\"}", out1 => out1 == credits);
        var quickJourneys = await SubmitAllAsync(hub, "quick", 60);
        foreach (var journey in quickJourneys)
        {
            Assert.Equal("completed", (await hub.Client.UntilEndedAsync(journey)).GetProperty("state").GetString());
        }

        Assert.Equal((60, 0), (Volatile.Read(ref quickDone), Volatile.Read(ref slowDone)));
        Assert.Equal(30, await hub.MetricAsync("hub_outbox_backlog{connector=\"slow\"}"));

        gate.SetResult();
        await hub.UntilMetricAsync("hub_outbox_backlog{connector=\"slow\"}", backlog => backlog == 0);
        Assert.Equal(30, Volatile.Read(ref slowDone));
        Assert.Equal(credits, Volatile.Read(ref most));
    }

    private static Task<string[]> SubmitAllAsync(LoadedHub hub, string connector, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
    {
        var answer = await hub.SubmitAsync(connector, $"{connector}-{i}");
        Assert.True(answer.Status == 202, $"{answer.Status}: {answer.Body}");
        return answer.Json.GetProperty("journeyId").GetString()!; // a receipt names its journey
    }));
}
