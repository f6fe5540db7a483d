using System.Buffers.Text;
using System.Text;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Tokens;

namespace Hub.Server.Tests.Security;

public sealed class HubTokensTests : IDisposable
{
    private readonly KeyStoreScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public async Task Check_TokenForAnotherUse_IsRefused()
    {
        var key = await HeldKeyAsync();
        foreach (var made in Enum.GetValues<TokenUse>())
        {
            var token = scope.Tokens.Issue(key, made).Text;
            foreach (var used in Enum.GetValues<TokenUse>())
            {
                Assert.Equal(made == used, scope.Tokens.Check(token, used) is not null);
            }
        }
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","jku":"https://elsewhere.example/keys"}""")]
    public async Task Check_AnotherHeader_IsRefused(string header)
    {
        var parts = scope.Tokens.Issue(await HeldKeyAsync(), TokenUse.Access).Text.Split('.');
        var swapped = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));

        Assert.Null(scope.Tokens.Check($"{swapped}.{parts[1]}.{parts[2]}", TokenUse.Access));
        Assert.Null(scope.Tokens.Check($"{swapped}.{parts[1]}.", TokenUse.Access));
    }

    [Fact]
    public async Task Check_EveryChangedCharacter_IsRefused()
    {
        var token = scope.Tokens.Issue(await HeldKeyAsync(), TokenUse.Access).Text;

        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(scope.Tokens.Check(changed, TokenUse.Access));
        }
    }

    [Fact]
    public async Task Check_AfterItsTime_IsRefused()
    {
        var token = scope.Tokens.Issue(await HeldKeyAsync(), TokenUse.Session);
        scope.Clock.Advance(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1));
        Assert.NotNull(scope.Tokens.Check(token.Text, TokenUse.Session));

        scope.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(scope.Tokens.Check(token.Text, TokenUse.Session));
    }

    [Fact]
    public async Task Issue_Refreshed_NeverOutlivesTheSession()
    {
        var key = await HeldKeyAsync();
        var first = scope.Tokens.Issue(key, TokenUse.Refresh);
        scope.Clock.Advance(TimeSpan.FromHours(7));

        var next = scope.Tokens.Issue(key, TokenUse.Refresh, first.SessionId, first.ExpiresAt);

        Assert.Equal(first.ExpiresAt, next.ExpiresAt);
        Assert.Equal(first.SessionId, next.SessionId);
    }

    [Fact]
    public async Task Check_KeyRevoked_EndsItsTokens()
    {
        var key = await HeldKeyAsync();
        var token = scope.Tokens.Issue(key, TokenUse.Access).Text;

        await scope.Issuer.RevokeAsync(key.Key.Id, "test", CancellationToken.None);

        Assert.Null(scope.Tokens.Check(token, TokenUse.Access));
    }

    [Fact]
    public async Task Check_SessionEnded_IsRefusedAlsoAfterARestart()
    {
        var token = scope.Tokens.Issue(await HeldKeyAsync(), TokenUse.Session);
        await scope.Writer.CommitAsync([new EndSession(token.SessionId, token.ExpiresAt)], CancellationToken.None);

        scope.Ring.ReloadIfChanged();

        Assert.Null(scope.Tokens.Check(token.Text, TokenUse.Session));
    }

    [Fact]
    public async Task Check_TokenOfAnotherServer_IsRefused()
    {
        using var other = new KeyStoreScope();
        var issued = await other.IssueAsync();
        var foreign = other.Tokens.Issue(other.Ring.FindLive(issued.Key.Id) ?? throw new InvalidOperationException("not live"), TokenUse.Access);

        Assert.Null(scope.Tokens.Check(foreign.Text, TokenUse.Access));
    }

    private async Task<HeldKey> HeldKeyAsync()
    {
        var issued = await scope.IssueAsync();
        return scope.Ring.FindLive(issued.Key.Id) ?? throw new InvalidOperationException("The key just issued is not live.");
    }
}
