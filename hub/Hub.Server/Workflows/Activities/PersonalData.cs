namespace Hub.Server.Workflows.Activities;

/// <summary>What people call the categories of personal data that schemas mark with <c>x-personal-data</c> and manifests declare in <c>dataCategories</c>.</summary>
internal static class PersonalData
{
    private static readonly Dictionary<string, LocalizedText> Names = new(StringComparer.Ordinal)
    {
        ["address"] = new("adresse", "address"),
        ["birth"] = new("naissance", "birth"),
        ["case-details"] = new("contenu du dossier", "case details"),
        ["contact"] = new("coordonnées", "contact"),
        ["document"] = new("documents", "documents"),
        ["family"] = new("famille", "family"),
        ["financial"] = new("situation financière", "finances"),
        ["health"] = new("santé", "health"),
        ["identifier"] = new("identifiants", "identifiers"),
        ["identity"] = new("identité", "identity"),
        ["schooling"] = new("scolarité", "schooling"),
    };

    /// <summary>The category in words; as it is written where it is nobody's in particular.</summary>
    public static LocalizedText Name(string category) => Names.GetValueOrDefault(category) ?? new LocalizedText(category, category);
}
