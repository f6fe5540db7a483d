using System.Collections.Concurrent;
using System.Globalization;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Overload;

/// <summary>More than a small hub can do: it refuses before its memory grows, keeps what it took, and is itself again afterwards.</summary>
public sealed class FloodTests
{
    private const int Connections = 300;
    private const long HeapLimit = 192 * 1024 * 1024;

    // The heap, and beside it: the runtime, compiled code, stacks and SQLite's own caches.
    private const long MostResident = HeapLimit + (512 * 1024 * 1024);

    [Fact]
    public async Task Flood_SmallHeap_Refuses503StaysWithinItsMemoryAndRecovers()
    {
        await using var hub = await LoadedHub.StartAsync(["nowhere"], ("DOTNET_GCHeapHardLimit", "0x" + HeapLimit.ToString("X", CultureInfo.InvariantCulture)));

        // Large requests that come slowly take most of the room, so that the flood meets its end on a fast machine too.
        var held = new List<HeldRequest>();
        for (var i = 0; i < 5; i++)
        {
            held.Add(await HeldRequest.SendAsync(hub.Process.Http, "/api/requests/essai-nowhere", HubProcess.AdministratorKey));
        }

        await hub.UntilMetricAsync("hub_admission_inside{work=\"new\"}", inside => inside >= 5);
        var taken = new ConcurrentBag<string>();
        var others = new ConcurrentBag<Answer>();
        var refused = 0;
        var number = 0;
        using var patience = new CancellationTokenSource(LoadedHub.Patience);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while ((taken.Count < 200 || Volatile.Read(ref refused) < 100) && !patience.IsCancellationRequested)
            {
                var answer = await hub.SubmitAsync("nowhere", $"flood-{Interlocked.Increment(ref number)}");
                switch (answer.Status)
                {
                    case 202:
                        taken.Add(answer.Json.GetProperty("journeyId").GetString()!); // a receipt names its journey
                        break;
                    case 503 when answer.Body.Contains("urn:hub:problem:overloaded", StringComparison.Ordinal):
                        Interlocked.Increment(ref refused);
                        break;
                    default:
                        others.Add(answer);
                        break;
                }
            }
        }));

        Assert.Empty(others);
        Assert.True(taken.Count >= 200 && refused >= 100, $"{taken.Count} taken, {refused} refused. The hub wrote:\n{hub.Process.Output}");
        Assert.InRange(hub.Process.PeakMemory, 1, MostResident);
        Assert.True(await hub.MetricAsync("hub_admission_refused_total{work=\"new\",reason=\"tenant-share\"}") + await hub.MetricAsync("hub_admission_refused_total{work=\"new\",reason=\"full\"}") >= 100);

        foreach (var request in held)
        {
            await request.DisposeAsync();
        }

        await hub.UntilMetricAsync("hub_admission_held_bytes", bytes => bytes == 0);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(202, (await hub.SubmitAsync("nowhere", $"after-{i}")).Status);
        }

        foreach (var journey in taken.Take(50))
        {
            await hub.Client.JourneyAsync(journey);
        }
    }
}
