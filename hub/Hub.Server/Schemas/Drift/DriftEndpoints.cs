using System.Globalization;
using Hub.Server.Web;

namespace Hub.Server.Schemas.Drift;

/// <summary><c>/api/schemas/{id}/drift</c>: how what is sent differs from what is declared, and the next version that would fit.</summary>
internal static class DriftEndpoints
{
    private static readonly Problem NothingToPropose = new(
        404,
        "nothing-to-propose",
        new("Rien à proposer", "Nothing to propose"),
        new(
            "Ce qui a été reçu ne demande pas de nouvelle version de ce schéma.",
            "What was received does not ask for a new version of this schema."));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/schemas/{id}/drift", Report)
            .WithName("getSchemaDrift").WithSummary("What is sent beside what is declared / Ce qui est envoyé face à ce qui est déclaré").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapGet("/api/schemas/{id}/drift/proposal", Propose)
            .WithName("getSchemaProposal").WithSummary("A next version that fits what is sent / Une version suivante qui convient à ce qui est envoyé").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasRead);
        routes.MapDelete("/api/schemas/{id}/drift", ClearAsync)
            .WithName("clearSchemaDrift").WithSummary("Begin a new window / Recommencer l'observation").WithTags("Schemas")
            .RequirePermission(Permissions.SchemasWrite);
    }

    private static IResult Report(string id, string? version, SchemaCatalog schemas, DriftWatch drift) =>
        schemas.Find(id, version) is { } schema && drift.Report(schema.Urn) is { } report ? Results.Ok(DriftView.Of(report)) : SchemaProblems.Unknown.ToResult();

    /// <param name="step"><c>minor</c> (the default) or <c>major</c>, which may refuse what was accepted.</param>
    private static IResult Propose(string id, string? version, string? step, SchemaCatalog schemas, DriftWatch drift)
    {
        if (schemas.Find(id, version) is not { } schema || drift.Report(schema.Urn) is not { } report)
        {
            return SchemaProblems.Unknown.ToResult();
        }

        return NextVersion.Of(report, step == "major") is { } proposed
            ? Results.File(proposed.Json.ToArray(), "application/schema+json", $"{proposed.Id}-{proposed.Version}.schema.json")
            : NothingToPropose.ToResult();
    }

    private static async Task<IResult> ClearAsync(string id, string? version, HttpContext context, SchemaCatalog schemas, DriftWatch drift, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (schemas.Find(id, version) is not { } schema)
        {
            return SchemaProblems.Unknown.ToResult();
        }

        var caller = context.Caller();
        await drift.ClearAsync(
            schema.Urn,
            [new AuditEntry { At = clock.GetUtcNow(), Tenant = caller.Tenant.Value, Actor = caller.KeyId, Action = AuditCatalog.SchemaDriftCleared, Subject = schema.Urn }],
            cancellationToken);
        return Results.NoContent();
    }
}

/// <summary>A drift report as callers see it.</summary>
internal static class DriftView
{
    public static object Of(DriftReport report) => new
    {
        report.Schema.Id,
        report.Schema.Version,
        report.Since,
        report.Looked,
        report.Refused,
        report.Skipped,
        savedEvery = string.Create(CultureInfo.InvariantCulture, $"PT{DriftWatch.SavedEvery.TotalSeconds}S"),
        findings = report.Findings.Select(Finding),
        proposals = new { minor = Proposal(report, isMajor: false), major = Proposal(report, isMajor: true) },
    };

    /// <summary>What somebody should look at, for the list of incidents.</summary>
    public static object Alarms(DriftReport report) => new
    {
        schema = report.Schema.Id,
        report.Schema.Version,
        report.Since,
        findings = report.Findings.Where(finding => finding.IsAlarm).Select(Finding),
        proposal = Proposal(report, isMajor: false),
    };

    private static object Finding(DriftFinding finding) => new
    {
        finding.Kind,
        finding.Path,
        alarm = finding.IsAlarm,
        finding.Count,
        finding.Of,
        finding.First,
        finding.Last,
        finding.Words,
        message = finding.Text,
        declaredBy = finding.Place?.Document,
    };

    private static string? Proposal(DriftReport report, bool isMajor) => NextVersion.Of(report, isMajor) is null
        ? null
        : $"/api/schemas/{Uri.EscapeDataString(report.Schema.Id)}/drift/proposal?version={report.Schema.Version}&step={(isMajor ? "major" : "minor")}";
}
