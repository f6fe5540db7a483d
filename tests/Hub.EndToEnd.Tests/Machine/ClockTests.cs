using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>Somebody sets the machine's clock while journeys wait: each timer fires once, and nothing changes its order.</summary>
public sealed class ClockTests
{
    private const int Journeys = 4;

    // A hub polls its timers; jumping there needs no patience of ours, a busy machine may.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [FactIfTool("faketime")]
    public async Task Jump_ForwardBackAndAcrossARestart_TimersFireOnceAndOrderStays()
    {
        var folder = Directory.CreateTempSubdirectory("hub-clock-");
        try
        {
            var clock = Path.Combine(folder.FullName, "clock");
            SetClock(clock, "+0d");
            await using var hub = new LoneHub(new Dictionary<string, string>
            {
                ["HUB__WORKFLOWS"] = Path.Combine(Repository.Root, "tests", "Hub.EndToEnd.Tests", "Machine", "Definitions"),
                ["LD_PRELOAD"] = FactIfToolAttribute.Find("faketime")!, // the test is skipped without it
                ["FAKETIME_TIMESTAMP_FILE"] = clock,
                ["FAKETIME_NO_CACHE"] = "1",
                ["DONT_FAKE_MONOTONIC"] = "1",
            });
            await hub.Process.StartAsync();

            // Each waits for a day and a half.
            var today = await StartAsync(hub, "today");
            SetClock(clock, "+2d");
            await UntilAllCompletedAsync(hub, today);
            var ahead = await StartAsync(hub, "ahead");
            SetClock(clock, "-3d");
            var behind = await StartAsync(hub, "behind");
            Assert.All(await StatesAsync(hub, ahead), state => Assert.Equal("waiting", state));
            await hub.Process.KillAsync();
            await hub.Process.StartAsync();
            var restarted = await StartAsync(hub, "restarted");
            Assert.All(await StatesAsync(hub, [.. ahead, .. behind]), state => Assert.Equal("waiting", state));
            SetClock(clock, "+5d");
            string[] all = [.. today, .. ahead, .. behind, .. restarted];
            await UntilAllCompletedAsync(hub, all);

            Assert.Equal(all, all.Order(StringComparer.Ordinal));
            foreach (var id in all)
            {
                var types = HubClient.EventTypes(await hub.Client.JourneyAsync(id));
                Assert.Equal("request.received", types[0]);
                Assert.Equal("journey.completed", types[^1]);
                Assert.Single(types, "journey.completed");
            }

            await hub.AssertNothingLostAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string[]> StartAsync(LoneHub hub, string key)
    {
        var body = await hub.Client.ExampleAsync(1);
        var started = new List<string>();
        for (var i = 0; i < Journeys; i++)
        {
            var answer = await hub.Client.PostAsync("/api/requests/essai-attente", body, ("Idempotency-Key", $"{key}-{i}"));
            Assert.True(answer.Status == 202, answer.Body);
            started.Add(answer.Json.GetProperty("journeyId").GetString()!);
        }

        return [.. started];
    }

    private static async Task UntilAllCompletedAsync(LoneHub hub, string[] ids) => await Deadline.UntilAsync(
        async () => (await StatesAsync(hub, ids)).All(state => state == "completed") ? ids : null, Patience, "the end of every journey whose time has come");

    private static Task<string[]> StatesAsync(LoneHub hub, string[] ids) =>
        Task.WhenAll(ids.Select(async id => (await hub.Client.JourneyAsync(id)).GetProperty("state").GetString()!));

    // In one step: the hub reads the file whenever it asks for the time.
    private static void SetClock(string file, string offset)
    {
        File.WriteAllText(file + ".new", offset);
        File.Move(file + ".new", file, overwrite: true);
    }
}
