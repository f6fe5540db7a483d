using Hub.Server.Schemas.Members;
using Hub.Server.Web;

namespace Hub.Server.Schemas.Impact;

/// <summary>Impact as callers see it: of another local authority's workflows only that there are some.</summary>
internal static class ImpactView
{
    public static object Of(ImpactReport report, Caller caller) => new
    {
        report.Id,
        report.Version,
        blocking = report.Blocking.Count(),
        breaks = report.Breaks.Select(reader => Of(reader, report.Version, caller)),
        mayBreak = report.MayBreak.Select(reader => Of(reader, report.Version, caller)),
    };

    public static object Of(SchemaReading reading, string? version, Caller caller) => IsSeenBy(reading, caller)
        ? new
        {
            kind = reading.Kind,
            name = (string?)reading.Name,
            title = reading.Title,
            version = reading.Version,
            place = (string?)reading.Place,
            line = reading.Line,
            column = reading.Column,
            path = (string?)MemberPath.Of(reading.Path),
            computed = reading.Extent == ReadingExtent.Computed,
            reads = version,
            reference = (string?)reading.Reference,
        }
        : new
        {
            kind = reading.Kind,
            name = (string?)null,
            title = Name(reading, caller),
            version = (int?)null,
            place = (string?)null,
            line = 0,
            column = 0,
            path = (string?)null,
            computed = false,
            reads = version,
            reference = (string?)null,
        };

    /// <summary>What a person calls it, with the place.</summary>
    public static LocalizedText Name(SchemaReading reading, Caller caller) => !IsSeenBy(reading, caller)
        ? new("Un workflow d'une autre collectivité", "A workflow of another local authority")
        : reading.Kind == SchemaReaderKind.Connector
            ? new($"Le connecteur {reading.Name} ({reading.Place})", $"The connector {reading.Name} ({reading.Place})")
            : new($"Le workflow {reading.Name} ({Where(reading, "ligne")})", $"The workflow {reading.Name} ({Where(reading, "line")})");

    private static object Of(AffectedReader reader, string version, Caller caller) => new
    {
        reader = Of(reader.Reading, null, caller),
        pinned = reader.IsPinned,
        changes = reader.Changes.Select(change => new { change.Path, change.Kind, renamedTo = change.RenamedTo, message = change.Text(version) }),
    };

    private static bool IsSeenBy(SchemaReading reading, Caller caller) => reading.Tenant == TenantIds.Shared || reading.Tenant == caller.Tenant || caller.AllTenants;

    private static string Where(SchemaReading reading, string line) => reading.Line > 1 ? $"{reading.Place}, {line} {reading.Line}" : reading.Place;
}
