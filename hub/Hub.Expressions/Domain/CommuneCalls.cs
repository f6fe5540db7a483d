using System.Text.Json;

namespace Hub.Expressions.Domain;

/// <summary>What expressions ask of the table of communes. Without the table they are errors: neither yes nor no would be true.</summary>
internal static class CommuneCalls
{
    public static JsonElement? Find(CommuneTable? table, string code) => Describe(There(table).Find(code));

    public static JsonElement? FindAt(CommuneTable? table, string code, DateOnly day) => Describe(There(table).FindAt(code, day));

    public static bool IsPostcodeOf(CommuneTable? table, string postcode, string code) => There(table).IsPostcodeOf(postcode, code);

    private static CommuneTable There(CommuneTable? table) => table ?? throw new DomainError(
        "The table of communes is not beside this program: it was built without it. Build it with Node.js and npm, or leave this function out.",
        "La table des communes n'accompagne pas ce programme : il a été construit sans elle. Construisez-le avec Node.js et npm, ou n'employez pas cette fonction.");

    private static JsonElement? Describe(Commune? commune) => commune is null ? null : JsonSerializer.SerializeToElement(new
    {
        code = commune.Code,
        name = commune.Name,
        kind = commune.Kind switch
        {
            CommuneKind.Commune => "commune",
            CommuneKind.Delegated => "delegated",
            CommuneKind.Associated => "associated",
            CommuneKind.MunicipalDistrict => "municipal-district",
            _ => "former",
        },
        department = commune.Department,
        region = commune.Region,
        within = commune.Within,
        from = commune.From,
        until = commune.Until,
        exact = commune.IsKnownByYear ? "year" : "day",
        successor = commune.Successor,
        postcodes = commune.Postcodes,
    });
}
