using Hub.JsonSchema;
using Hub.JsonSchema.Compatibility;
using Hub.Server.Schemas.Impact;
using Hub.Server.Web;

namespace Hub.Server.Schemas;

/// <summary>Why something about a schema was refused, as problem documents.</summary>
internal static class SchemaProblems
{
    public static Problem Unknown { get; } = new(
        404,
        "unknown-schema",
        new("Schéma inconnu", "Unknown schema"),
        new("Aucun schéma ne porte cet identifiant et cette version. GET /api/schemas donne la liste.", "No schema has this identifier and version. GET /api/schemas lists them."));

    public static Problem NothingBefore { get; } = new(
        404,
        "no-earlier-version",
        new("Aucune version antérieure", "No earlier version"),
        new(
            "Ce schéma n'a pas d'autre version à laquelle comparer. Nommez-en une par « with », ou envoyez une proposition par POST.",
            "This schema has no other version to compare with. Name one by 'with', or send a proposal by POST."));

    public static Problem ReasonMissing { get; } = new(
        422,
        "reason-missing",
        new("Motif manquant", "Reason missing"),
        new(
            "Forcer la publication demande un motif, qui est inscrit au journal d'audit : ajoutez &reason=… à l'adresse.",
            "Forcing a publication asks for a reason, which is written to the audit log: add &reason=… to the address."));

    public static Problem Unreadable(LocalizedText reason) => new(400, "unreadable-schema", new("Schéma illisible", "Unreadable schema"), reason)
    {
        Errors = [new PayloadError("", "", reason)],
    };

    public static Problem Invalid(string pointer, LocalizedText reason) => Invalid([new PayloadError(pointer, "", reason)]);

    public static Problem Invalid(IReadOnlyList<PayloadError> errors) => new(422, "invalid-schema", new("Schéma invalide", "Invalid schema"), errors[0].Message) { Errors = errors };

    public static Problem Invalid(SchemaException error) => Invalid(error.Pointer, new(error.Reason.Fr, error.Reason.En));

    public static Problem Published(IReadOnlyList<SchemaVersion> taken) => new(
        409,
        "schema-version-published",
        new("Version déjà publiée", "Version already published"),
        new(
            $"Cette version existe avec un autre contenu, et une version publiée ne change pas ({Names(taken)}). Donnez un numéro de version supérieur dans $id.",
            $"This version exists with other content, and a published version does not change ({Names(taken)}). Give a higher version number in $id."));

    public static Problem WrongNumber(IReadOnlyList<(SchemaVersion Older, SchemaVersion Newer, CompatibilityReport Report)> wrong)
    {
        var (older, newer, report) = wrong[0];
        var needed = Needed(older, report.Backward == Verdict.Incompatible ? VersionStep.Major : VersionStep.Minor);
        return new(
            409,
            "schema-version-does-not-fit",
            new("Le numéro de version ne convient pas au changement", "The version number does not fit the change"),
            new(
                $"{newer.Id} {newer.Version} n'accepte pas les mêmes documents que {older.Version} : chaque erreur donne le membre et un document témoin. Publiez-la sous le numéro {needed}, ou défaites le changement.",
                $"{newer.Id} {newer.Version} does not accept the same documents as {older.Version}: each error gives the member and a document that shows it. Publish it as {needed}, or undo the change."))
        {
            Errors =
            [
                .. wrong.SelectMany(pair => pair.Report.Changes
                    .Where(change => change.Verdict == Verdict.Incompatible && (pair.Report.Backward != Verdict.Incompatible || change.Direction == Direction.Backward))
                    .Select(change => new PayloadError(change.InstancePath, change.NewKeywordLocation.Length > 0 ? change.NewKeywordLocation : change.OldKeywordLocation, new(change.Message.Fr, change.Message.En))
                    {
                        Witness = change.Witness ?? default,
                    })),
            ],
        };
    }

    public static Problem BreaksReaders(IReadOnlyList<ImpactReport> reports, Caller caller) => new(
        409,
        "schema-breaks-readers",
        new("Cette version casserait ce qui est en service", "This version would break what is running"),
        new(
            "Des workflows publiés ou des connecteurs lisent ce que cette version n'a plus : chaque erreur en nomme un. Corrigez-les d'abord, ou publiez quand même par ?force=true&reason=… ; le motif est inscrit au journal d'audit.",
            "Published workflows or connectors read what this version no longer has: each error names one. Correct them first, or publish all the same by ?force=true&reason=…; the reason is written to the audit log."))
    {
        Errors =
        [
            .. from report in reports
               from reader in report.Blocking
               let shown = ImpactView.Name(reader.Reading, caller)
               from change in reader.Changes
               let text = change.Text(report.Version)
               select new PayloadError(change.Path, "", new($"{shown.Fr} : {text.Fr}", $"{shown.En}: {text.En}")),
        ],
    };

    /// <summary>The number that the next version needs.</summary>
    public static string Needed(SchemaVersion older, VersionStep step)
    {
        var version = SemanticVersion.Parse(older.Version);
        return (step switch
        {
            VersionStep.Major => new SemanticVersion(version.Major + 1, 0, 0),
            VersionStep.Minor => new SemanticVersion(version.Major, version.Minor + 1, 0),
            _ => new SemanticVersion(version.Major, version.Minor, version.Patch + 1),
        }).ToString();
    }

    private static string Names(IReadOnlyList<SchemaVersion> schemas) => string.Join(", ", schemas.Select(schema => $"{schema.Id} {schema.Version}"));
}
