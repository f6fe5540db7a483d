namespace Hub.Connectors.FranceConnect.StandIn.Citizens;

/// <summary>A made-up citizen as an identity provider knows one, in FranceConnect's own terms.</summary>
/// <param name="LoginHint"><c>citoyen-N</c>.</param>
/// <param name="FamilyName">Birth name.</param>
/// <param name="UsageName"><c>preferred_username</c>; null: no such claim.</param>
/// <param name="IdpBirthdate">As the civil registry has it: an unknown day or month is <c>00</c>.</param>
/// <param name="Birthdate">The same with unknown parts rounded to <c>01</c>.</param>
/// <param name="Birthplace">COG code; an empty string is sent as such, null is not sent: both happen for births abroad.</param>
/// <param name="Email">Null when the citizen's identity provider gives none.</param>
internal sealed record TestCitizen(
    int Number,
    string LoginHint,
    IReadOnlyList<string> GivenNames,
    string FamilyName,
    string? UsageName,
    string IdpBirthdate,
    string Birthdate,
    string Gender,
    string? Birthplace,
    string Birthcountry,
    string? Email);
