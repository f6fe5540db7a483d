using System.Text.Json.Serialization;

namespace Hub.Connectors.FranceConnect.Identity;

/// <summary>The canonical pivot identity (<c>identity.pivot</c>): what the State vouches for about a citizen.</summary>
internal sealed record PivotIdentity
{
    /// <summary>The citizen's identifier at FranceConnect, for this service provider only.</summary>
    public required string Sub { get; init; }

    /// <summary>All first names, in the order of the civil registry; at least one.</summary>
    public required IReadOnlyList<string> GivenNames { get; init; }

    /// <summary>Birth name.</summary>
    public required string FamilyName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UsageName { get; init; }

    public required BirthDate BirthDate { get; init; }

    /// <summary><c>male</c>, <c>female</c> or <c>unspecified</c>.</summary>
    public required string Gender { get; init; }

    /// <summary>COG code of the commune; absent for a birth abroad.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BirthPlace { get; init; }

    /// <summary>COG code of the country, <c>99100</c> for France.</summary>
    public required string BirthCountry { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }
}
