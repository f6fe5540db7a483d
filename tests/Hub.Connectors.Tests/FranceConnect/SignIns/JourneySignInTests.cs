using System.Net;

namespace Hub.Connectors.Tests.FranceConnect.SignIns;

/// <summary>A journey asks for an identity and waits for the event.</summary>
public class JourneySignInTests
{
    [Fact]
    public async Task ReadIdentity_RobotReceivesTheLink_JourneyIsTold()
    {
        await using var sandbox = await Sandbox.StartAsync();

        var (answer, _) = await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-7" });
        var told = await sandbox.Events.NextAsync("identity.proved of citoyen-7");

        Assert.Equal("signInRequired", answer?.Status);
        Assert.Equal(answer?.Reference, told.SignIn.Id);
        Assert.Equal("J-1", told.SignIn.JourneyId);
        Assert.Equal(3, told.Proved?.Identity.GivenNames.Count);
        Assert.Contains($"\"idempotencyKey\":\"{answer?.Reference}\"", Assert.Single(sandbox.LedgerLines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadIdentity_SameCommandAgain_AnswersAlikeAndReadsOnce()
    {
        await using var sandbox = await Sandbox.StartAsync();

        var first = await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-8" });
        await sandbox.Events.NextAsync("identity.proved of citoyen-8");
        await sandbox.RestartConnectorAsync();
        var again = await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-8" });

        Assert.Equal(first.Answer, again.Answer);
        Assert.Single(sandbox.LedgerLines());
        Assert.True(sandbox.Events.IsEmpty);
    }

    [Fact]
    public async Task ReadIdentity_CitizenRefuses_JourneyIsToldWhy()
    {
        await using var sandbox = await Sandbox.StartAsync();

        await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-9-refuse" });
        var told = await sandbox.Events.NextAsync("identity.refused of citoyen-9");

        Assert.Equal("refusedByCitizen", told.Reason);
        Assert.Empty(sandbox.LedgerLines());
    }

    [Theory]
    [InlineData("WrongNonce", "proofInvalid")]
    [InlineData("WrongSignature", "proofInvalid")]
    [InlineData("ForeignKey", "proofInvalid")]
    [InlineData("AlgNone", "proofInvalid")]
    [InlineData("HmacWithPublicKey", "proofInvalid")]
    [InlineData("EmbeddedKey", "proofInvalid")]
    [InlineData("Expired", "proofInvalid")]
    [InlineData("NotYetValid", "proofInvalid")]
    [InlineData("WrongIssuer", "proofInvalid")]
    [InlineData("WrongAudience", "proofInvalid")]
    [InlineData("LowAcr", "assuranceTooLow")]
    [InlineData("OtherSubject", "proofInvalid")]
    [InlineData("PlainUserinfo", "proofInvalid")]
    [InlineData("UserinfoWrongSignature", "proofInvalid")]
    [InlineData("UserinfoOtherAlgorithm", "proofInvalid")]
    [InlineData("UserinfoTampered", "proofInvalid")]
    [InlineData("MissingName", "identityInvalid")]
    public async Task Callback_ProofThatMustNotBeBelieved_IsRefused(string misbehave, string reason)
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.BehaveAsync(new { loginHint = "citoyen-4", misbehave });

        await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-4" });
        var told = await sandbox.Events.NextAsync("identity.refused of citoyen-4");

        Assert.Null(told.Proved);
        Assert.Equal(reason, told.Reason);
    }

    [Fact]
    public async Task Callback_WrongState_ChangesNothingAndTheLinkStillWorks()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");
        await sandbox.BehaveAsync(new { misbehave = "WrongState" });
        var (answer, _) = await sandbox.ReadIdentityAsync(new { });
        using var browser = new Browser();

        var wrong = await browser.VisitAsync(answer!.SignInUrl!);
        await sandbox.BehaveAsync(new { });
        var right = await browser.VisitAsync(answer.SignInUrl!);

        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(HttpStatusCode.OK, right.Status);
        Assert.NotNull((await sandbox.Events.NextAsync("identity.proved after a wrong state")).Proved);
    }

    [Fact]
    public async Task Callback_InAnotherBrowser_IsRefused()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");
        var (answer, _) = await sandbox.ReadIdentityAsync(new { });
        using var citizen = new Browser { StopAt = "/callback" };
        using var thief = new Browser();

        var callback = await citizen.VisitAsync(answer!.SignInUrl!);
        var stolen = await thief.VisitAsync(callback.At.AbsoluteUri);
        citizen.StopAt = null;
        var own = await citizen.VisitAsync(callback.At.AbsoluteUri);
        var twice = await citizen.VisitAsync(callback.At.AbsoluteUri);

        Assert.Equal(HttpStatusCode.BadRequest, stolen.Status);
        Assert.Equal(HttpStatusCode.OK, own.Status);
        Assert.Equal(HttpStatusCode.BadRequest, twice.Status);
        await sandbox.Events.NextAsync("identity.proved in the citizen's own browser");
        Assert.True(sandbox.Events.IsEmpty);
    }

    [Fact]
    public async Task Callback_ConnectorRestartedWhileTheCitizenWasAway_GoesOn()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");
        var (answer, _) = await sandbox.ReadIdentityAsync(new { });
        using var browser = new Browser { StopAt = "/callback" };
        var callback = await browser.VisitAsync(answer!.SignInUrl!);

        await sandbox.RestartConnectorAsync();
        browser.StopAt = null;
        var landing = await browser.VisitAsync(callback.At.AbsoluteUri);

        Assert.Equal(HttpStatusCode.OK, landing.Status);
        Assert.NotNull((await sandbox.Events.NextAsync("identity.proved after a restart")).Proved);
    }

    [Fact]
    public async Task Callback_EventCannotBeKept_SignInStaysOpen()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");
        var (answer, _) = await sandbox.ReadIdentityAsync(new { });
        using var browser = new Browser();

        sandbox.Events.Fails = true;
        var failed = await browser.VisitAsync(answer!.SignInUrl!);
        sandbox.Events.Fails = false;
        await browser.VisitAsync(answer.SignInUrl!);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.NotNull((await sandbox.Events.NextAsync("identity.proved at the second try")).Proved);
        Assert.Single(sandbox.LedgerLines());
    }

    [Theory]
    [InlineData("authorize", 503, 1)]
    [InlineData("token", 503, 1)]
    [InlineData("token", 500, 1)]
    [InlineData("token", 0, 1)]
    [InlineData("userinfo", 503, 3)]
    [InlineData("userinfo", 0, 3)]
    [InlineData("discovery", 502, 3)]
    [InlineData("jwks", 500, 3)]
    public async Task SignIn_ProviderFails_CitizenTriesAgainLater(string on, int status, int failNext)
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.BehaveAsync(new { on, status, failNext });

        await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-5" });
        var told = await sandbox.Events.NextAsync("identity.proved once the provider works again");

        Assert.Null(told.Reason);
        Assert.Single(sandbox.LedgerLines());
    }

    [Fact]
    public async Task SignIn_ProviderTooSlow_IsNotHeldAgainstTheCitizen()
    {
        await using var sandbox = await Sandbox.StartAsync(options =>
        {
            options.LinkDelivery = "";
            options.Timeout = TimeSpan.FromMilliseconds(300);
        });
        var (answer, _) = await sandbox.ReadIdentityAsync(new { });
        await sandbox.BehaveAsync(new { on = "token", latencyMs = 2000 });
        using var browser = new Browser();

        var slow = await browser.VisitAsync(answer!.SignInUrl!);
        await sandbox.BehaveAsync(new { });
        var again = await browser.VisitAsync(answer.SignInUrl!);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, slow.Status);
        Assert.Equal(HttpStatusCode.OK, again.Status);
    }

    [Fact]
    public async Task SignIn_ProviderChangesItsKey_NewKeyIsFetched()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");
        using var browser = new Browser();
        var (first, _) = await sandbox.ReadIdentityAsync(new { }, key: "before");
        await browser.VisitAsync(first!.SignInUrl!);
        await sandbox.Events.NextAsync("identity.proved before the change");

        await sandbox.PostToStandInAsync("/api/v2/jwks/rotate");
        var (second, _) = await sandbox.ReadIdentityAsync(new { }, key: "after");
        // Keys are looked up at most once in five seconds; a provider announces a new one long before it uses it.
        sandbox.Time.Advance(TimeSpan.FromSeconds(6));
        var landing = await browser.VisitAsync(second!.SignInUrl!);

        Assert.Equal(HttpStatusCode.OK, landing.Status);
        var told = await sandbox.Events.NextAsync("identity.proved after the change");
        Assert.NotNull(told.Proved);
    }

    [Fact]
    public async Task SignIn_ProviderChangesItsKeyTwiceAtOnce_IsTriedAgainAndNotRefused()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");
        using var browser = new Browser();
        foreach (var key in new[] { "before", "changed once" })
        {
            var (answer, _) = await sandbox.ReadIdentityAsync(new { }, key: key);
            await browser.VisitAsync(answer!.SignInUrl!);
            Assert.NotNull((await sandbox.Events.NextAsync($"identity.proved, {key}")).Proved);
            await sandbox.PostToStandInAsync("/api/v2/jwks/rotate");
        }

        var (last, _) = await sandbox.ReadIdentityAsync(new { }, key: "changed twice");
        var tooSoon = await browser.VisitAsync(last!.SignInUrl!);
        sandbox.Time.Advance(TimeSpan.FromSeconds(6));
        var again = await browser.VisitAsync(last.SignInUrl!);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, tooSoon.Status);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.NotNull((await sandbox.Events.NextAsync("identity.proved at last")).Proved);
    }

    [Fact]
    public async Task ReadIdentity_LinkDeliveryDown_IsRetryableAndTheRetryDelivers()
    {
        var isDown = true;
        await using var sandbox = await Sandbox.StartAsync(options =>
        {
            if (isDown)
            {
                options.LinkDelivery = "http://127.0.0.1:1/citizen/links";
            }
        });

        var (_, failure) = await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-6" });
        isDown = false;
        await sandbox.RestartConnectorAsync();
        var (answer, _) = await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-6" });

        Assert.Equal("linkNotDelivered", failure?.Code);
        Assert.True(failure?.Retryable);
        Assert.Equal("signInRequired", answer?.Status);
        Assert.NotNull((await sandbox.Events.NextAsync("identity.proved after the retry")).Proved);
    }

    [Fact]
    public async Task FollowLink_ForgedOrCut_IsNotFound()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");
        var (answer, _) = await sandbox.ReadIdentityAsync(new { });
        using var browser = new Browser();

        var cut = await browser.VisitAsync(answer!.SignInUrl![..^3]);
        var forged = await browser.VisitAsync(sandbox.Origin + $"/sign-in/{answer.Reference}.AAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(HttpStatusCode.NotFound, cut.Status);
        Assert.Equal(HttpStatusCode.NotFound, forged.Status);
    }
}
