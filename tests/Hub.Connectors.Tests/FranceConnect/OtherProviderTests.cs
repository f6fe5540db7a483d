using System.Net;
using System.Net.Sockets;

namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>The connector against an OpenID Connect provider written by others: what both our sides might misunderstand alike shows here.</summary>
public class OtherProviderTests
{
    [TheoryWithOidcProvider]
    [InlineData("RSA-OAEP-256", "client_secret_post")]
    [InlineData("ECDH-ES", "private_key_jwt")]
    public async Task SignIn_AtOidcProvider_ProvesThePivotIdentity(string encryption, string authentication)
    {
        var issuer = $"http://127.0.0.1:{FreePort()}";
        await using var sandbox = await Sandbox.StartAsync(options =>
        {
            options.Issuer = issuer;
            options.LinkDelivery = "";
            options.ClientAuthentication = authentication;
            options.Assurance = "eidas2";
        });
        await using var provider = await ConnectorProcess.StartAsync(
            "node",
            ["provider.mjs", new Uri(issuer).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), sandbox.Origin, encryption, authentication],
            TheoryWithOidcProviderAttribute.Folder,
            "provider ready",
            new Dictionary<string, string>());
        var (answer, _) = await sandbox.ReadIdentityAsync(new { });
        using var browser = new Browser();

        var landing = await browser.VisitAsync(answer!.SignInUrl!);

        Assert.True(landing.Status == HttpStatusCode.OK, $"{landing.Status} at {landing.At}\n{landing.Body}\n{string.Join('\n', provider.Output)}");
        var told = await sandbox.Events.NextAsync("identity.proved at oidc-provider");
        Assert.Null(told.Reason);
        Assert.Equal("eidas2", told.Proved?.Assurance);
        Assert.Equal("D'Aubigné", told.Proved?.Identity.FamilyName);
        Assert.Equal("1992-11", told.Proved?.Identity.BirthDate.Value);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
