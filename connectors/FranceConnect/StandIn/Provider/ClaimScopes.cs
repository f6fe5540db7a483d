using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect.StandIn.Citizens;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>Which claims a scope gives, and a citizen's values for them.</summary>
internal static class ClaimScopes
{
    private static readonly string[] Profile = ["given_name", "given_name_array", "family_name", "gender", "birthdate", "preferred_username"];
    private static readonly string[] Birth = ["birthplace", "birthcountry"];
    private static readonly string[] Alone = ["given_name", "family_name", "preferred_username", "birthdate", "gender", "birthplace", "birthcountry", "email", "idp_birthdate"];

    public static IEnumerable<string> Supported => ["openid", "profile", "birth", "identite_pivot", .. Alone];

    public static void Write(TestCitizen citizen, IReadOnlySet<string> scopes, JsonObject claims)
    {
        foreach (var name in scopes.SelectMany(ClaimsOf).Distinct(StringComparer.Ordinal))
        {
            if (ValueOf(citizen, name) is { } value)
            {
                claims[name] = value;
            }
        }
    }

    private static IEnumerable<string> ClaimsOf(string scope) => scope switch
    {
        "profile" => Profile,
        "birth" => Birth,
        "identite_pivot" => [.. Profile, .. Birth],
        "given_name" => ["given_name", "given_name_array"],
        _ when Alone.Contains(scope) => [scope],
        _ => [],
    };

    private static JsonNode? ValueOf(TestCitizen citizen, string claim) => claim switch
    {
        "given_name" => string.Join(' ', citizen.GivenNames),
        "given_name_array" => new JsonArray([.. citizen.GivenNames.Select(name => (JsonNode)name)]),
        "family_name" => citizen.FamilyName,
        "preferred_username" => citizen.UsageName,
        "birthdate" => citizen.Birthdate,
        "idp_birthdate" => citizen.IdpBirthdate,
        "gender" => citizen.Gender,
        "birthplace" => citizen.Birthplace,
        "birthcountry" => citizen.Birthcountry,
        "email" => citizen.Email,
        _ => null,
    };
}
