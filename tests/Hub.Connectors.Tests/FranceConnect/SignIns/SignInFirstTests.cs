using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.Tests.FranceConnect.SignIns;

/// <summary>The citizen signs in first and brings a one-time result.</summary>
public class SignInFirstTests
{
    private const string Portal = "http://127.0.0.1:9/portail";

    [Theory]
    [InlineData("ES256", "RSA-OAEP-256", "client_secret_post")]
    [InlineData("RS256", "ECDH-ES", "private_key_jwt")]
    public async Task SignIn_WholeFlow_GivesAResultThatIsRedeemedOnce(string idTokenAlg, string userinfoAlg, string authentication)
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.ClientAuthentication = authentication, idTokenAlg, userinfoAlg);

        var result = await SignInAsync(sandbox, "citoyen-1");
        var first = await sandbox.ReadIdentityAsync(new { result }, key: "A");
        var repeated = await sandbox.ReadIdentityAsync(new { result }, key: "A");
        var other = await sandbox.ReadIdentityAsync(new { result }, key: "B");

        Assert.Equal("identified", first.Answer?.Status);
        Assert.Equal("2A115", first.Answer?.Identity?.BirthPlace);
        Assert.Equal("eidas1", first.Answer?.Assurance);
        Assert.Equal(JsonSerializer.Serialize(first.Answer), JsonSerializer.Serialize(repeated.Answer));
        Assert.Equal("resultUsed", other.Failure?.Code);
        Assert.Contains($"\"reference\":\"{first.Answer?.Reference}\"", Assert.Single(sandbox.LedgerLines()), StringComparison.Ordinal);
        Assert.Contains($"\"tenant\":\"{Sandbox.Tenant}\"", sandbox.LedgerLines()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redeem_ByAnotherLocalAuthority_LooksUnknownAndUsesNothingUp()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var result = await SignInAsync(sandbox, "citoyen-2");

        var stranger = await sandbox.ReadIdentityAsync(new { result }, tenant: "213300001");
        var owner = await sandbox.ReadIdentityAsync(new { result });

        Assert.Equal("resultUnknown", stranger.Failure?.Code);
        Assert.Equal("identified", owner.Answer?.Status);
        Assert.Equal("month", owner.Answer?.Identity?.BirthDate.Precision);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a result")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Redeem_NeverIssued_IsRefused(string result)
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.LinkDelivery = "");

        var (answer, failure) = await sandbox.ReadIdentityAsync(new { result }, journey: "");

        Assert.Null(answer);
        Assert.Equal(result.Length == 0 ? "invalid" : "resultUnknown", failure?.Code);
        Assert.False(failure?.Retryable);
    }

    [Fact]
    public async Task Redeem_HigherAssuranceAsked_IsRefused()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var result = await SignInAsync(sandbox, "citoyen-3");

        var (_, failure) = await sandbox.ReadIdentityAsync(new { result, assurance = "eidas2" });

        Assert.Equal("assuranceTooLow", failure?.Code);
    }

    [Fact]
    public async Task SignIn_CitizenRefuses_GoesBackWithTheReason()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var browser = new Browser { StopAt = "/portail" };

        var landing = await browser.VisitAsync(Url(sandbox, Portal), decision: "refuse");

        Assert.Equal("error=refusedByCitizen", landing.At.Query.TrimStart('?'));
        Assert.Empty(sandbox.LedgerLines());
    }

    [Fact]
    public async Task SignIn_WithoutReturnAddress_ShowsTheResult()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var browser = new Browser();

        var landing = await browser.VisitAsync(sandbox.Origin + $"/sign-in?tenant={Sandbox.Tenant}");

        Assert.Equal(HttpStatusCode.OK, landing.Status);
        Assert.Contains("<code>", landing.Body, StringComparison.Ordinal);
        Assert.Contains("/api/v2/session/end?", landing.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/collect")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example")]
    [InlineData("http://portail.example/")]
    [InlineData("https://portail.example.evil.example/")]
    [InlineData("https://portail.example@evil.example/")]
    public async Task SignIn_ReturnAddressElsewhere_IsRefused(string address)
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.ReturnOrigins = "https://portail.example");
        using var browser = new Browser();

        var landing = await browser.VisitAsync(Url(sandbox, address));

        Assert.Equal(HttpStatusCode.BadRequest, landing.Status);
    }

    [Fact]
    public async Task SignIn_WithoutLocalAuthority_IsRefusedWithHowToMend()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var browser = new Browser();

        var landing = await browser.VisitAsync(sandbox.Origin + "/sign-in");

        Assert.Equal(HttpStatusCode.BadRequest, landing.Status);
        Assert.Contains("tenant=", landing.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_TooManyOnTheirWay_NextIsAskedToComeBack()
    {
        await using var sandbox = await Sandbox.StartAsync(options => options.MostOpenAttempts = 1);
        using var first = new Browser { StopAt = "/callback" };
        using var second = new Browser();
        var callback = await first.VisitAsync(Url(sandbox, Portal));

        var turnedAway = await second.VisitAsync(Url(sandbox, Portal));
        (first.StopAt, second.StopAt) = ("/portail", "/portail");
        await first.VisitAsync(callback.At.AbsoluteUri);
        var welcome = await second.VisitAsync(Url(sandbox, Portal));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, turnedAway.Status);
        Assert.StartsWith("?result=", welcome.At.Query, StringComparison.Ordinal);
    }

    internal static async Task<string> SignInAsync(Sandbox sandbox, string citizen)
    {
        using var browser = new Browser { StopAt = "/portail" };
        var landing = await browser.VisitAsync(Url(sandbox, Portal), citizen);
        return QueryHelpers.ParseQuery(landing.At.Query)["result"].ToString() is { Length: > 0 } result
            ? result
            : throw new InvalidOperationException($"No result came back: {landing.Status} {landing.Body}");
    }

    private static string Url(Sandbox sandbox, string returnTo) =>
        sandbox.Origin + $"/sign-in?tenant={Sandbox.Tenant}&return={Uri.EscapeDataString(returnTo)}";
}
