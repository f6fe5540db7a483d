using System.Diagnostics;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>The command that a newcomer runs first, and what its README invites to: pulling the plug.</summary>
public sealed class DemoTests
{
    private const string Key = "demo-key-0123456789-0123456789-abcdefghijkl";

    [Fact]
    public async Task Demo_OnceThenAgainOnTheSameDataWithTheHubKilled_LosesNothing()
    {
        var data = Directory.CreateTempSubdirectory("hub-demo-").FullName;
        var ports = Repository.FreePorts(3);
        var environment = new Dictionary<string, string>
        {
            ["HUB__DATA"] = data,
            ["HUB__HTTP"] = $"http://127.0.0.1:{ports[0]}",
            ["HUB__GRPC"] = $"http://127.0.0.1:{ports[1]}",
            ["HUB__MANAGEMENT"] = $"http://127.0.0.1:{ports[2]}",
            ["HUB__BOOTSTRAPKEY"] = Key,
        };
        try
        {
            var first = await RunningProgram.RunAsync(Repository.Hub, ["demo", "--once"], TimeSpan.FromMinutes(3), environment);

            Assert.True(first.ExitCode == 0, first.Output);
            Assert.Contains("20 sur 20 comme attendu", first.Output, StringComparison.Ordinal);

            await using var second = RunningProgram.Start(Repository.Hub, ["demo"], environment);
            await second.UntilOutputAsync("Ctrl-C arrête tout.", TimeSpan.FromMinutes(3));
            Assert.Contains("20 sur 20 comme attendu", second.Output, StringComparison.Ordinal);
            using var http = new HttpClient();
            var hub = new HubClient(http, new Uri(environment["HUB__HTTP"]), Key);
            var journey = await hub.StartAsync(await hub.ExampleAsync(42), "before-the-kill");

            KillTheHub(data);

            await second.UntilOutputAsync("hub est de nouveau prêt", TimeSpan.FromMinutes(3));
            Assert.Equal(journey, await hub.StartAsync(await hub.ExampleAsync(42), "before-the-kill"));
            await hub.JourneyAsync(journey);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static void KillTheHub(string data)
    {
        var hub = Assert.Single(Process.GetProcessesByName("hub"), process =>
            File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0').Contains("serve")
            && File.ReadAllText($"/proc/{process.Id}/environ").Split('\0').Contains($"HUB__DATA={data}"));
        hub.Kill();
    }
}
