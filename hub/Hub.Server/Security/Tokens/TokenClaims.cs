using System.Text.Json.Serialization;
using Hub.Server.Web;

namespace Hub.Server.Security.Tokens;

/// <summary>What a token says. The name and permissions are there for the designer to show; the hub itself never trusts them.</summary>
internal sealed record TokenClaims
{
    [JsonPropertyName("iss")]
    public required string Issuer { get; init; }

    [JsonPropertyName("aud")]
    public required string Audience { get; init; }

    /// <summary>The API key's id.</summary>
    [JsonPropertyName("sub")]
    public required string Subject { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("permissions")]
    public required string[] Permissions { get; init; }

    [JsonPropertyName("sid")]
    public required string Session { get; init; }

    [JsonPropertyName("iat")]
    public required long IssuedAt { get; init; }

    [JsonPropertyName("exp")]
    public required long Expires { get; init; }
}
