using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.Identity;

/// <summary>
/// FranceConnect's claims → the canonical pivot identity, under the rules of FranceConnect's own validation: names of 1 to 256 characters,
/// a COG country, and a COG commune only for a birth in France. A broken rule refuses the proof and names the claim, never its value.
/// </summary>
internal static partial class PivotMapping
{
    private const string France = "99100";
    private const int LongestName = 256;
    private const int MostGivenNames = 20;

    public static PivotIdentity Map(JsonElement claims)
    {
        var country = Text(claims, "birthcountry");
        if (country is null || !CountryCog().IsMatch(country))
        {
            throw Wrong("birthcountry", "a COG code of a country, 99 and three digits");
        }

        var gender = Text(claims, "gender");
        if (gender is not ("male" or "female" or "unspecified"))
        {
            throw Wrong("gender", "male, female or unspecified");
        }

        return new PivotIdentity
        {
            Sub = Text(claims, "sub") is { Length: > 0 and <= 255 } sub ? sub : throw Wrong("sub", "1 to 255 characters"),
            GivenNames = GivenNames(claims),
            FamilyName = Name(claims, "family_name") ?? throw Wrong("family_name", "1 to 256 characters"),
            UsageName = Name(claims, "preferred_username"),
            BirthDate = BirthDate.From(Text(claims, "birthdate"), Text(claims, "idp_birthdate"))
                ?? throw Wrong("birthdate", "YYYY-MM-DD, with 00 for what is unknown in idp_birthdate only or in both alike"),
            Gender = gender,
            BirthPlace = BirthPlace(claims, country),
            BirthCountry = country,
            // Nobody vouches for the e-mail: one that is none is left out and does not cost the citizen the sign-in.
            Email = Text(claims, "email") is { Length: >= 6 and <= 254 } email && EmailForm().IsMatch(email) ? email : null,
        };
    }

    // given_name_array keeps "Marie Claire" apart from "Marie, Claire"; given_name alone cannot.
    private static List<string> GivenNames(JsonElement claims)
    {
        List<string> names = claims.TryGetProperty("given_name_array", out var array) && array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString() ?? "" : "")]
            : [.. (Name(claims, "given_name") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        names = [.. names.Select(name => name.Trim())];
        return names.Count is > 0 and <= MostGivenNames && names.TrueForAll(name => name.Length is > 0 and <= LongestName)
            ? names
            : throw Wrong("given_name", "1 to 20 first names of 1 to 256 characters");
    }

    private static string? BirthPlace(JsonElement claims, string country)
    {
        var place = Text(claims, "birthplace");
        if (country != France)
        {
            // Abroad the claim is empty, missing, or free text from an identity provider: none of them is a commune.
            return null;
        }

        return place is not null && Cog().IsMatch(place) ? place : throw Wrong("birthplace", "a COG code of five characters, for a birth in France");
    }

    private static string? Name(JsonElement claims, string claim)
    {
        var name = Text(claims, claim)?.Trim();
        return string.IsNullOrEmpty(name) ? null : name.Length <= LongestName ? name : throw Wrong(claim, "1 to 256 characters");
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ProofRefusedException Wrong(string claim, string expected) => new(ProofFault.IdentityInvalid, $"claim {claim}: expected {expected}.");

    [GeneratedRegex("^(?:2[AB]|[0-9]{2})[0-9]{3}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Cog();

    [GeneratedRegex("^99[0-9]{3}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex CountryCog();

    [GeneratedRegex("^[^@\\s]+@[^@\\s]+\\.[^@\\s.]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex EmailForm();
}
