using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;

namespace Hub.Server.Tests.Security;

/// <summary>Who sees which entries: one of the hub as a whole, one of each of two authorities.</summary>
public sealed class AuditEndpointsTests : IAsyncLifetime
{
    private const string Other = "732829320";
    private const string Actor = "somebody";
    private SecuredHub hub = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync()
    {
        hub = await SecuredHub.StartAsync();
        foreach (var tenant in new[] { ApiKey.EveryTenant, Siren.Fictitious, Other })
        {
            await hub.Scope.Writer.CommitAsync(
                [new AuditEntry { At = hub.Scope.Clock.GetUtcNow(), Tenant = tenant, Actor = Actor, Action = AuditCatalog.BackupMade, Subject = "s" }], CancellationToken.None);
        }
    }

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Theory]
    [InlineData(Roles.Administrator, ApiKey.EveryTenant, null, Siren.Fictitious + " *")]
    [InlineData(Roles.Administrator, ApiKey.EveryTenant, Other, Other + " *")]
    [InlineData(Roles.Administrator, Siren.Fictitious, null, Siren.Fictitious)]
    [InlineData(Roles.Administrator, Other, Other, Other)]
    [InlineData(Roles.Director, ApiKey.EveryTenant, null, Siren.Fictitious)]
    [InlineData(Roles.Director, Other, null, Other)]
    public async Task List_EntriesOfTheHubAsAWhole_AreForWhoAdministersAllOfIt(string role, string keyTenant, string? header, string expected)
    {
        using var client = hub.Client(await hub.KeyAsync(role, keyTenant));
        if (header is not null)
        {
            client.DefaultRequestHeaders.Add(TenantChoice.Header, header);
        }

        var items = JsonElement.Parse(await client.GetStringAsync($"/api/audit?actor={Actor}")).GetProperty("items").EnumerateArray();

        Assert.Equal(expected, string.Join(' ', items.Select(item => item.GetProperty("tenant").GetString())));
    }

    [Fact]
    public async Task List_PageByPage_GivesEachEntryOnce()
    {
        using var client = hub.Client(await hub.KeyAsync(Roles.Administrator));
        var first = JsonElement.Parse(await client.GetStringAsync($"/api/audit?actor={Actor}&limit=1"));
        var second = JsonElement.Parse(await client.GetStringAsync($"/api/audit?actor={Actor}&limit=1&cursor={first.GetProperty("next").GetInt64()}"));

        Assert.Equal(Siren.Fictitious, Assert.Single(first.GetProperty("items").EnumerateArray()).GetProperty("tenant").GetString());
        Assert.Equal(ApiKey.EveryTenant, Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("tenant").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }
}
