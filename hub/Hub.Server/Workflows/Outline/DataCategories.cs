namespace Hub.Server.Workflows.Outline;

/// <summary>The categories of personal data that schemas and manifests name, in words, in the order of a record of processing activities.</summary>
internal static class DataCategories
{
    private static readonly (string Code, LocalizedText Name)[] All =
    [
        ("identity", new("identité", "identity")),
        ("civil-status", new("état civil", "civil status")),
        ("birth", new("naissance", "birth")),
        ("identifier", new("identifiants", "identifiers")),
        ("contact", new("coordonnées", "contact details")),
        ("email", new("adresse électronique", "e-mail address")),
        ("address", new("adresse", "address")),
        ("family", new("famille", "family")),
        ("children", new("enfants", "children")),
        ("schooling", new("scolarité", "schooling")),
        ("health", new("santé (donnée sensible)", "health (special category)")),
        ("financial", new("situation financière", "financial situation")),
        ("document", new("pièces justificatives", "supporting documents")),
        ("case-details", new("contenu du dossier", "case details")),
    ];

    /// <summary>Every code that has a name.</summary>
    public static IEnumerable<string> Codes => All.Select(category => category.Code);

    /// <summary>The name of a category; one that nobody named here is called by its code.</summary>
    public static LocalizedText Name(string code) => Array.Find(All, category => category.Code == code).Name ?? new LocalizedText(code, code);

    public static int Order(string code) => Array.FindIndex(All, category => category.Code == code) is >= 0 and var found ? found : All.Length;
}
