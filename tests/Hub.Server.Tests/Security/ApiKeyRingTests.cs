using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Tests.Exchange;
using Hub.Server.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.Security;

public sealed class ApiKeyRingTests : IDisposable
{
    private readonly KeyStoreScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public async Task Check_IssuedKey_IsAcceptedWithItsRolesPermissions()
    {
        var issued = await scope.IssueAsync(Roles.Director);

        var check = scope.Ring.Check(issued.Text);

        Assert.Equal(KeyStanding.Accepted, check.Standing);
        Assert.NotNull(check.Key);
        Assert.Equal(Roles.Catalogue[Roles.Director].Order(), check.Key.Permissions.Order());
    }

    [Fact]
    public async Task Check_ScopedKey_HasOnlyItsScopes()
    {
        var wanted = new NewApiKey("scoped", [Roles.Integrator], ApiKey.EveryTenant) { Scopes = [Permissions.RequestsSubmit] };
        var issued = await scope.Issuer.IssueAsync(wanted, "test", CancellationToken.None);

        var check = scope.Ring.Check(issued.Text);

        Assert.NotNull(check.Key);
        Assert.Equal([Permissions.RequestsSubmit], check.Key.Permissions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("hubk_aaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("a-completely-unknown-key-of-enough-length")]
    public async Task Check_NoKeyOfOurs_IsUnknown(string text)
    {
        await scope.IssueAsync();

        Assert.Equal(KeyStanding.Unknown, scope.Ring.Check(text).Standing);
    }

    [Fact]
    public async Task Check_RightIdWrongSecret_IsUnknown()
    {
        var issued = await scope.IssueAsync();
        var forged = issued.Text[..^1] + (issued.Text[^1] == 'A' ? 'B' : 'A');

        Assert.Equal(KeyStanding.Unknown, scope.Ring.Check(forged).Standing);
    }

    [Fact]
    public async Task Check_AtItsExpiry_IsExpired()
    {
        var issued = await scope.IssueAsync(expiresAt: scope.Clock.GetUtcNow().AddHours(1));
        Assert.Equal(KeyStanding.Accepted, scope.Ring.Check(issued.Text).Standing);

        scope.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(KeyStanding.Expired, scope.Ring.Check(issued.Text).Standing);
    }

    [Fact]
    public async Task Check_TwoKeysForRotation_BothLiveUntilOneIsRevoked()
    {
        var old = await scope.IssueAsync();
        var fresh = await scope.IssueAsync();
        Assert.Equal(KeyStanding.Accepted, scope.Ring.Check(old.Text).Standing);

        await scope.Issuer.RevokeAsync(old.Key.Id, "test", CancellationToken.None);

        Assert.Equal(KeyStanding.Revoked, scope.Ring.Check(old.Text).Standing);
        Assert.Equal(KeyStanding.Accepted, scope.Ring.Check(fresh.Text).Standing);
    }

    [Fact]
    public async Task Refresh_KeyRevokedByAnotherProcess_IsRefusedWithinASecond()
    {
        var issued = await scope.IssueAsync();
        using var clock = new SteppingClock();
        using var refresh = new ApiKeyRingRefresh(scope.Ring, scope.Writer, clock, NullLogger<ApiKeyRingRefresh>.Instance);
        await refresh.StartAsync(CancellationToken.None);
        Assert.Equal(KeyStanding.Accepted, scope.Ring.Check(issued.Text).Standing);

        // The change goes round the ring, as another process's would.
        await scope.Writer.CommitAsync([new RevokeApiKey(issued.Key.Id, scope.Clock.GetUtcNow())], CancellationToken.None);
        await clock.SleeperWithinAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        var revoked = await BecomesAsync(() => scope.Ring.Check(issued.Text).Standing == KeyStanding.Revoked, TimeSpan.FromSeconds(60));

        await refresh.StopAsync(CancellationToken.None);
        Assert.True(revoked, "The revoked key was still accepted after a second of its clock.");
    }

    [Fact]
    public async Task Refresh_Stopping_WritesTheLastUse()
    {
        var issued = await scope.IssueAsync();
        using var refresh = new ApiKeyRingRefresh(scope.Ring, scope.Writer, TimeProvider.System, NullLogger<ApiKeyRingRefresh>.Instance);
        await refresh.StartAsync(CancellationToken.None);
        scope.Ring.Check(issued.Text);

        await refresh.StopAsync(CancellationToken.None);

        Assert.Equal(scope.Clock.GetUtcNow(), Assert.Single(scope.Keys.List()).LastUsedAt);
    }

    private static async Task<bool> BecomesAsync(Func<bool> condition, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!condition())
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return condition();
        }
    }
}
