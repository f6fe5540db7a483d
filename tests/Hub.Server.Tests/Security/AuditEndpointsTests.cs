using System.Net;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.Audit;

namespace Hub.Server.Tests.Security;

public sealed class AuditEndpointsTests : IAsyncLifetime
{
    private const string Ours = "732829320";
    private SecuredHub hub = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => hub = await SecuredHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Get_PagesByCursor_ShowEachOwnEntryOnce()
    {
        using var client = hub.Client(await hub.KeyAsync(Roles.Director, Ours));
        await WriteAsync(Ours, 7);
        await WriteAsync(Siren.Fictitious, 5);
        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            using var page = JsonDocument.Parse(await client.GetStringAsync($"/api/audit?action=document.stored&limit=3{(cursor is null ? "" : "&cursor=" + cursor)}"));
            seen.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("subject").GetString()));
            cursor = page.RootElement.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 7).Reverse().Select(n => $"{Ours}-{n}"), seen);
    }

    [Fact]
    public async Task Get_KeyOfEveryAuthority_AlsoSeesWhatConcernsTheHub()
    {
        using var own = hub.Client(await hub.KeyAsync(Roles.Director, Ours));
        using var every = hub.Client(await hub.KeyAsync(Roles.Administrator));
        await WriteAsync("*", 1);

        Assert.DoesNotContain("*-1", await own.GetStringAsync("/api/audit"), StringComparison.Ordinal);
        Assert.Contains("*-1", await every.GetStringAsync("/api/audit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action=nonsense")]
    [InlineData("cursor=nonsense")]
    [InlineData("limit=nonsense")]
    public async Task Get_UnreadableFilter_Is400(string query)
    {
        using var client = hub.Client(await hub.KeyAsync(Roles.Director));

        using var response = await client.GetAsync($"/api/audit?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private Task WriteAsync(string tenant, int count) => hub.Scope.Writer.CommitAsync(
        [.. Enumerable.Range(1, count).Select(n => new AuditEntry { At = hub.Scope.Clock.GetUtcNow(), Tenant = tenant, Actor = "key", Action = AuditCatalog.DocumentStored, Subject = $"{tenant}-{n}" })],
        CancellationToken.None);
}
