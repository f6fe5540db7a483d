using Hub.Connectors.FranceConnect;

namespace Hub.Connectors.Tests.FranceConnect;

public class FranceConnectOptionsTests
{
    [Fact]
    public void Mistakes_NothingConfigured_None() => Assert.Empty(new FranceConnectOptions().Mistakes());

    [Fact]
    public void Mistakes_RealProvider_NeedsItsOwnSecret()
    {
        var options = new FranceConnectOptions { Issuer = "https://oidc.example.gouv.fr/api/v2", PublicUrl = "https://identite.ville.example" };

        Assert.Contains("FRANCECONNECT__CLIENTSECRET", Assert.Single(options.Mistakes()), StringComparison.Ordinal);
        options.ClientSecret = "a secret of its own";
        Assert.Empty(options.Mistakes());
    }

    [Fact]
    public void Mistakes_ManyWrong_AllAreNamedAtOnceWithoutTheSecret()
    {
        var options = new FranceConnectOptions
        {
            Issuer = "http://oidc.example.gouv.fr/", PublicUrl = "ftp://x", LinkDelivery = "somewhere", ClientAuthentication = "none", ClientSecret = "s3cret",
            Scopes = "email", Assurance = "high", IdTokenAlgorithms = "HS256", Tenant = "12", ClockSkew = TimeSpan.FromHours(1), LinkLifetime = TimeSpan.Zero,
        };

        var mistakes = options.Mistakes();

        Assert.Equal(10, mistakes.Count);
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("s3cret", StringComparison.Ordinal));
    }
}
