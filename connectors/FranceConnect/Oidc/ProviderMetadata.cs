using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>What the provider publishes about itself (OpenID Connect Discovery 1.0), as far as the connector uses it.</summary>
internal sealed record ProviderMetadata(Uri Authorization, Uri Token, Uri Userinfo, Uri Jwks, Uri? EndSession)
{
    public static ProviderMetadata Read(JsonElement document, string issuer)
    {
        if (Text(document, "issuer") != issuer)
        {
            throw new SourceUnavailableException("The provider's discovery document names another issuer than FranceConnect:Issuer: correct the setting.");
        }

        return new ProviderMetadata(
            Address(document, "authorization_endpoint"),
            Address(document, "token_endpoint"),
            Address(document, "userinfo_endpoint"),
            Address(document, "jwks_uri"),
            Text(document, "end_session_endpoint") is null ? null : Address(document, "end_session_endpoint"));
    }

    private static Uri Address(JsonElement document, string name) =>
        Text(document, name) is { } text && FranceConnectOptions.IsAddress(text)
            ? new Uri(text)
            : throw new SourceUnavailableException($"The provider's discovery document has no https address as {name}.");

    private static string? Text(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
