using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Hub.Connectors.FranceConnect.StandIn.Citizens;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>Connector and stand-in as they run in a town hall: two processes, configured by the environment only.</summary>
public sealed class RealProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fc-process-").FullName;

    [Fact]
    public async Task Connector_KilledWhileTheCitizenIsAway_TakesTheCallbackAfterwardsAndLogsNobody()
    {
        var origin = $"http://127.0.0.1:{FreePort()}";
        await using var standIn = await StartStandInAsync(origin, "http://127.0.0.1:0");
        var issuer = Address(standIn) + "/api/v2";
        using var browser = new Browser { StopAt = "/callback" };

        var first = await StartConnectorAsync(origin, issuer);
        var callback = await browser.VisitAsync($"{origin}/sign-in?tenant=219900011&return={Uri.EscapeDataString("http://127.0.0.1:9/portail")}", "citoyen-10");
        await first.KillAsync();
        await using var second = await StartConnectorAsync(origin, issuer);
        browser.StopAt = "/portail";
        var landing = await browser.VisitAsync(callback.At.AbsoluteUri);

        Assert.Equal(43, QueryHelpers.ParseQuery(landing.At.Query)["result"].ToString().Length);
        var citizen = new CitizenRegister(seed: 1).Get(10);
        var secrets = new[]
        {
            citizen.FamilyName, citizen.GivenNames[0], citizen.Birthdate, citizen.Email ?? "@",
            QueryHelpers.ParseQuery(callback.At.Query)["code"].ToString(), QueryHelpers.ParseQuery(landing.At.Query)["result"].ToString(),
        };
        Assert.DoesNotContain(first.Output.Concat(second.Output), line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task StandIn_KilledWithLinksOnThePhone_FollowsThemAfterwards()
    {
        using var service = new HttpListener();
        var link = $"http://127.0.0.1:{FreePort()}/";
        service.Prefixes.Add(link);
        var address = $"http://127.0.0.1:{FreePort()}";
        using var http = new HttpClient();

        var first = await StartStandInAsync("http://127.0.0.1:9", address);
        (await http.PostAsJsonAsync(address + "/stand-in/behaviour", new { citizenDelayMs = 600_000 })).Dispose();
        using var taken = await http.PostAsJsonAsync(address + "/citizen/links", new { url = link, loginHint = "citoyen-1" });
        await first.KillAsync();
        service.Start();
        var visit = service.GetContextAsync();
        await using var second = await StartStandInAsync("http://127.0.0.1:9", address);

        var context = await visit.WaitAsync(TimeSpan.FromSeconds(60));
        context.Response.Close();
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.Equal("GET", context.Request.HttpMethod);
        await first.DisposeAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<ConnectorProcess> StartStandInAsync(string clientUrl, string url) => ConnectorProcess.StartAsync(
        Repository.Binary("StandIn", "Hub.Connectors.FranceConnect.StandIn"),
        _folder,
        "stand-in ready: ",
        new Dictionary<string, string> { ["STANDIN_URLS"] = url, ["STANDIN_CLIENTURL"] = clientUrl, ["HUB__LEDGERS"] = Path.Combine(_folder, "ledgers") });

    private Task<ConnectorProcess> StartConnectorAsync(string url, string issuer) => ConnectorProcess.StartAsync(
        Repository.Binary("", "Hub.Connectors.FranceConnect"),
        _folder,
        "Application started",
        new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = url,
            ["FRANCECONNECT__ISSUER"] = issuer,
            ["FRANCECONNECT__ATTEMPTLIFETIME"] = "PT5M",
            ["HUB_CONNECTOR_HUB"] = "http://127.0.0.1:9",
            ["HUB_CONNECTOR_DATA"] = Path.Combine(_folder, "connector"),
        });

    private static string Address(ConnectorProcess standIn)
    {
        var line = standIn.Output.First(text => text.Contains("stand-in ready: ", StringComparison.Ordinal));
        return line[line.IndexOf("http:", StringComparison.Ordinal)..].Trim();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
