using System.Net;
using System.Text.Json;

namespace Hub.Server.Tests.Packaging;

/// <summary>What an image or a service runs: the published folder and nothing of the repository.</summary>
public sealed class PublishedHubTests(PublishedHub hub) : IClassFixture<PublishedHub>
{
    [Fact]
    public async Task Serve_FromThePublishedFolderAlone_OffersEverythingAndTellsTheServiceManager()
    {
        var published = PublishedHub.Snapshot(hub.App);
        using var manager = new ServiceManager(hub.NotifySocket);
        using var process = hub.Start();
        try
        {
            await manager.UntilToldAsync("READY=1");

            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{hub.Ports[0]}"), Timeout = TimeSpan.FromMinutes(1) };
            client.DefaultRequestHeaders.Authorization = new("ApiKey", PublishedHub.Key);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
            Assert.Contains("<html", await client.GetStringAsync("/console/"), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("inscription-periscolaire", await client.GetStringAsync("/api/procedures"), StringComparison.Ordinal);
            Assert.Contains("\"example\"", await client.GetStringAsync("/api/procedures/inscription-periscolaire"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/schemas/identity.pivot")).StatusCode);
            var connectors = await client.GetStringAsync("/api/connectors");
            Assert.All(["citizen-relations", "france-connect", "payfip"], name => Assert.Contains(name, connectors, StringComparison.Ordinal));
            Assert.Contains("\"openapi\"", await client.GetStringAsync("/openapi/v1.json"), StringComparison.Ordinal);

            await manager.UntilToldAsync("WATCHDOG=1", times: 3);

            // The doctor beside it sees a hub where it would otherwise see taken ports.
            var (exit, examined, _) = await hub.RunAsync("doctor", "--json");
            using var findings = JsonDocument.Parse(examined);
            var doors = findings.RootElement.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("check").GetString() is "doors" or "hub").ToArray();
            Assert.True(exit < 2, examined);
            Assert.Equal(4, doors.Length);
            Assert.All(doors, finding => Assert.Equal("ok", finding.GetProperty("verdict").GetString()));
            Assert.Contains("a hub answers", doors[0].GetProperty("what").GetProperty("en").GetString(), StringComparison.Ordinal);
            Assert.Equal(0, (await hub.RunAsync("doctor", "--health")).ExitCode);
            Assert.True((await hub.RunAsync("backup", hub.Data + "-backup")).ExitCode == 0);
        }
        finally
        {
            await Tool.RunAsync("/bin/sh", ["-c", $"kill -TERM {process.Id}"]);
        }

        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        await manager.UntilToldAsync("STOPPING=1");
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(1, (await hub.RunAsync("doctor", "--health")).ExitCode);

        // A root file system that is read-only: nothing was written where the program lies.
        Assert.Equal(published, PublishedHub.Snapshot(hub.App));
        Assert.True(File.Exists(Path.Combine(hub.Data, "hub.db")));
    }

    [Fact]
    public async Task ConfigCheck_FromThePublishedFolder_FindsWhatShipsBesideTheProgram()
    {
        var (exit, output, error) = await hub.RunAsync("config", "check", "--strict");

        Assert.True(exit == 0, output + error);
        Assert.Contains(Path.Combine(hub.App, "designer", "procedures"), output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(hub.App, "schemas"), output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(hub.App, "connectors"), output, StringComparison.Ordinal);
        Assert.Contains("environment (HUB__DATA)", output, StringComparison.Ordinal);
        Assert.DoesNotContain(PublishedHub.Key, output + error, StringComparison.Ordinal);
    }
}
