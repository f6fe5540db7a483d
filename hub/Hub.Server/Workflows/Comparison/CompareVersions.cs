using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Server.Web;
using Hub.Workflows;
using Hub.Workflows.Comparison;

namespace Hub.Server.Workflows.Comparison;

/// <summary>
/// <c>GET /api/workflow-definitions/{definitionId}/comparison?from=1&amp;to=2</c>: what differs between two versions of a definition, for
/// whoever runs or reads it. Moves on the canvas are counted apart.
/// </summary>
/// <remarks>
/// <c>from</c> and <c>to</c> are version numbers, or <c>Published</c>, <c>Latest</c>, <c>Draft</c>. Without <c>to</c> the latest version is
/// meant, without <c>from</c> the one before <c>to</c>. 404 where the caller's local authority sees no such version; 400 for any other text.
/// The answer:
/// <code>
/// {
///   "definitionId": "inscription-periscolaire",
///   "from": { "version": 1, "versionId": "…", "name": "…", "createdAt": "2026-01-01T00:00:00+00:00", "isPublished": true, "isLatest": false },
///   "to":   { "version": 2, … },
///   "isSame": false,
///   "summary": { "fr": "Ajouts : 1, retraits : 0, modifications : 1. Déplacements sur le dessin : 2.", "en": "…" },
///   "counts": { "added": 1, "removed": 0, "changed": 1 },
///   "layoutChanges": 2,
///   "changes": [{
///     "kind": "added" | "removed" | "changed",
///     "subject": "definition" | "option" | "property" | "variable" | "input" | "output" | "outcome" | "activity" | "activityName"
///              | "activityType" | "activityPlace" | "activitySetting" | "activityInput" | "activityOutput" | "connection" | "start" | "order",
///     "activityId": "…", "activityName": "…", "activityType": "…",   // absent where no step is concerned; as in "to", or in "from" when the step is gone
///     "activityIdBefore": "…",                                       // only where the step had another id in "from"
///     "name": "payload",                                             // of the input, outcome, variable, option …; absent where the subject says it all
///     "before": …, "after": …,                                       // JSON values; absent where there is none
///     "lines": [{ "kind": "same" | "added" | "removed", "before": 3, "after": 3, "text": "…" }],   // line numbers; only lines near a difference
///     "text": { "fr": "…", "en": "…" }                               // the change as a sentence
///   }]
/// }
/// </code>
/// <c>activityName</c> is what people know the step by: its title in the designer, else its name, else its id.
/// </remarks>
internal static class CompareVersions
{
    private static readonly JsonWriterOptions Writing = new() { MaxDepth = JsonValues.MaxDepth + 16, SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Problem UnknownVersion = new(
        404,
        "unknown-version",
        new("Version inconnue", "Unknown version"),
        new(
            "Votre collectivité n'a pas de workflow de cet identifiant, ou il n'a pas ces deux versions. GET /elsa/api/workflow-definitions/{definitionId}/versions en donne la liste.",
            "Your local authority has no workflow of this id, or it does not have these two versions. GET /elsa/api/workflow-definitions/{definitionId}/versions lists them."));

    private static readonly Problem WrongVersion = new(
        400,
        "wrong-version",
        new("Version illisible", "Unreadable version"),
        new(
            "from et to valent un numéro de version, ou Published, Latest ou Draft.",
            "from and to are a version number, or Published, Latest or Draft."));

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/workflow-definitions/{definitionId}/comparison", Handle)
        .WithName("compareWorkflowVersions").WithSummary("What differs between two versions / Ce qui diffère entre deux versions").WithTags("Workflows")
        .RequirePermission(Permissions.WorkflowsRead);

    private static IResult Handle(string definitionId, string? from, string? to, HttpContext context, IDefinitionStore definitions)
    {
        if (VersionOptions.Parse(to, VersionOptions.Latest) is not { } later || VersionOptions.Parse(from, VersionOptions.All) is not { } earlier)
        {
            return WrongVersion.ToResult();
        }

        var tenant = context.Caller().Tenant;
        if (definitions.Find(tenant, definitionId, later) is not { } after
            || (earlier == VersionOptions.All
                ? definitions.Versions(tenant, definitionId).FirstOrDefault(version => version.Version < after.Version)
                : definitions.Find(tenant, definitionId, earlier)) is not { } before)
        {
            return UnknownVersion.ToResult();
        }

        return Results.Bytes(Answer(definitionId, before, after), "application/json; charset=utf-8");
    }

    private static byte[] Answer(string definitionId, StoredDefinition before, StoredDefinition after)
    {
        var comparison = DefinitionComparison.Of(TenantDefinitions.Read(before), TenantDefinitions.Read(after));
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        writer.WriteString("definitionId", definitionId);
        WriteVersion("from", before, writer);
        WriteVersion("to", after, writer);
        ComparisonWriter.WriteMembers(comparison, writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteVersion(string name, StoredDefinition version, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("version", version.Version);
        writer.WriteString("versionId", version.VersionId);
        writer.WriteString("name", version.Name);
        writer.WriteString("createdAt", version.CreatedAt);
        writer.WriteBoolean("isPublished", version.IsPublished);
        writer.WriteBoolean("isLatest", version.IsLatest);
        writer.WriteEndObject();
    }
}
