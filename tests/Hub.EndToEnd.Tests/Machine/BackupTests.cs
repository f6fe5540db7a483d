using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>A backup made in the middle of traffic holds everything acknowledged before it began, and going back to it does nothing twice.</summary>
public sealed class BackupTests
{
    private const int Journeys = 8;

    [Fact]
    public async Task Backup_UnderTrafficThenRestore_HoldsWhatWasAcknowledgedAndRepeatsNoEffect()
    {
        var beside = Directory.CreateTempSubdirectory("hub-backup-");
        var town = new Town();
        try
        {
            await town.InitializeAsync();
            var before = new List<string> { await StartSlowOneAsync(town) };
            for (var i = 0; i < Journeys; i++)
            {
                before.Add(await town.Client.StartAsync(await town.Client.ExampleAsync(700 + i), $"before-{i}"));
            }

            // The backup finds them at different steps, the first ones with a case and a payment asked for; more keep coming meanwhile.
            await town.Client.UntilEventAsync(before[0], "identity.awaited");
            await town.Client.UntilEventAsync(before[1], "payment.awaited");
            var backup = Path.Combine(beside.FullName, "backup");
            using (var enough = new CancellationTokenSource())
            {
                var traffic = KeepSubmittingAsync(town, enough.Token);
                var (made, said) = await town.Hub.RunVerbAsync("backup", backup, "--with-secret");
                await enough.CancelAsync();
                var meanwhile = await traffic;
                Assert.True(made == 0, said);
                Assert.True(meanwhile > 0, "Nothing was submitted while the backup was made.");
            }

            await AssertRefusedWhileRunningAsync(town, backup);
            await AssertHeldElsewhereAsync(backup, before);

            // What comes after the backup happens for real: cases are opened, payments debited.
            foreach (var id in before.Skip(1))
            {
                await town.Client.UntilEndedAsync(id);
            }

            await town.Hub.KillAsync();
            var (restored, output) = await town.Hub.RunVerbAsync("restore", backup, "--force");
            Assert.True(restored == 0, output);
            await town.Hub.StartAsync();

            await AssertWaitsAreIncidentsAsync(town, before);

            // The hub has forgotten what the outside systems did since, and asks again with the same keys.
            foreach (var id in before)
            {
                await UntilNothingMoreIsAskedAsync(town, id);
            }

            Assert.All(town.Ledgers.Read("payfip", "payment.debited").CountBy(ReferenceOf), entry => Assert.Equal(1, entry.Value));
            Assert.All(town.Ledgers.Read("citizen-relations", "case.opened").CountBy(ReferenceOf), entry => Assert.Equal(1, entry.Value));
            var ended = 0;
            foreach (var id in before)
            {
                // One that was waiting for an event when the backup was made waits still: its connector has been told that the hub
                // has it, and the hub has forgotten.
                var journey = await town.Client.JourneyAsync(id);
                var isOver = journey.GetProperty("state").GetString() == "completed";
                ended += isOver ? 1 : 0;
                Assert.True(town.Ledgers.Count("citizen-relations", "case.opened", journey) is var cases && (cases == 1 || (cases == 0 && !isOver)), journey.GetRawText());
                Assert.True(town.Ledgers.Count("payfip", "payment.debited", journey) <= 1, journey.GetRawText());
            }

            System.Console.WriteLine($"[{nameof(BackupTests)}] of {before.Count} journeys acknowledged before the backup {before.Count} are there after the restore; {ended} ended again, the others wait for an event; no case and no debit twice");
            var (verified, verdict) = await town.Hub.RunVerbAsync("audit", "verify");
            Assert.True(verified == 0, verdict);
        }
        finally
        {
            await town.DisposeAsync();
            beside.Delete(recursive: true);
        }
    }

    // Its citizen takes their time: the backup finds it waiting, and it waits still after the restore.
    private static async Task<string> StartSlowOneAsync(Town town)
    {
        await town.TellAsync("france-connect", new { citizenDelayMs = 600_000 });
        var slow = await town.Client.StartAsync(await town.Client.ExampleAsync(690), "slow");
        await town.Client.UntilEventAsync(slow, "identity.awaited");
        await town.TellAsync("france-connect", new { });
        return slow;
    }

    // Their connector has been told that the hub has the event, and the hub has forgotten: somebody must know of each.
    private static async Task AssertWaitsAreIncidentsAsync(Town town, IReadOnlyList<string> before)
    {
        var named = 0;
        var incidents = (await town.Client.GetAsync("/api/incidents?limit=200")).Json.GetProperty("items").EnumerateArray()
            .Where(incident => incident.GetProperty("message").GetString()!.Contains("put back to its backup", StringComparison.Ordinal))
            .Select(incident => incident.GetProperty("journeyId").GetString()).ToHashSet();
        foreach (var id in before)
        {
            // Those that the backup found waiting were told by the restore; each is an incident until something comes for it.
            var journey = await town.Client.JourneyAsync(id);
            var types = HubClient.EventTypes(journey);
            if (types[^1] == "hub.restored" && types[^2].EndsWith(".awaited", StringComparison.Ordinal))
            {
                Assert.Contains(id, incidents);
                named++;
            }
        }

        Assert.True(named > 0, "The journey whose citizen takes their time does not wait.");
    }

    private static async Task<int> KeepSubmittingAsync(Town town, CancellationToken enough)
    {
        var submitted = 0;
        var body = await town.Client.ExampleAsync(790);
        while (!enough.IsCancellationRequested)
        {
            await town.Client.StartAsync(body, $"meanwhile-{submitted++}");
        }

        return submitted;
    }

    private static async Task AssertRefusedWhileRunningAsync(Town town, string backup)
    {
        var (exitCode, output) = await town.Hub.RunVerbAsync("restore", backup, "--force");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Stop it first", output, StringComparison.Ordinal);
        Assert.Equal(200, (await town.Client.GetAsync("/health/ready")).Status);
    }

    private static async Task AssertHeldElsewhereAsync(string backup, IReadOnlyList<string> before)
    {
        await using var elsewhere = new LoneHub();
        var (restored, output) = await elsewhere.Process.RunVerbAsync("restore", backup);
        Assert.True(restored == 0, output);
        await elsewhere.Process.StartAsync();
        elsewhere.Acknowledged.AddRange(before);
        await elsewhere.AssertNothingLostAsync();
    }

    // Ended, or waiting for something that only the world outside can bring.
    private static async Task UntilNothingMoreIsAskedAsync(Town town, string id) => await Deadline.UntilAsync(
        async () =>
        {
            var journey = await town.Client.JourneyAsync(id);
            var isOver = journey.GetProperty("state").GetString() is not ("running" or "waiting");
            return isOver || HubClient.EventTypes(journey).Last(type => type != "hub.restored").EndsWith(".awaited", StringComparison.Ordinal) ? id : null;
        },
        HubClient.JourneyTime,
        $"journey {id} at rest after the restore");

    private static string ReferenceOf(JsonElement line) => line.GetProperty("reference").GetString() ?? "";
}
