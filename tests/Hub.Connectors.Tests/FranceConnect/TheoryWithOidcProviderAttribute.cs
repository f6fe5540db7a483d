namespace Hub.Connectors.Tests.FranceConnect;

/// <summary>A test against npm's <c>oidc-provider</c>, which says so loudly where Node.js or the package is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryWithOidcProviderAttribute : TheoryAttribute
{
    public TheoryWithOidcProviderAttribute()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")))
        {
            Skip = "OIDC-PROVIDER ABSENT: run npm ci in tests/Hub.Connectors.Tests/FranceConnect/interop (Node.js 20 or later); the connector was NOT tried against a provider of other hands.";
        }
    }

    internal static string Folder { get; } =
        Path.GetFullPath(Path.Combine(Repository.ConnectorFolder, "..", "..", "tests", "Hub.Connectors.Tests", "FranceConnect", "interop"));
}
