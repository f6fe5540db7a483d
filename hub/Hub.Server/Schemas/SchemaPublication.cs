using System.Text.Json;
using Hub.JsonSchema;
using Hub.JsonSchema.Compatibility;
using Hub.Server.Schemas.Impact;
using Hub.Server.Web;

namespace Hub.Server.Schemas;

/// <summary>
/// Puts schema versions into force, all of an order or none, after what must hold: each is a valid schema, a published version does not
/// change, its number fits what changed, and nobody who reads its documents breaks, unless the caller says why that is meant.
/// </summary>
internal sealed class SchemaPublication(SchemaCatalog catalog, SchemaImpact impact, TimeProvider clock) : IDisposable
{
    // Two versions of one schema at the same time would each be compared with the one before both.
    private readonly SemaphoreSlim turn = new(1, 1);

    public void Dispose() => turn.Dispose();

    /// <returns>What became of each schema, or why nothing was put.</returns>
    /// <exception cref="SchemaException">One of them is not a valid schema.</exception>
    public async Task<PublishedSchemas> PublishAsync(SchemaOrder order, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            // 1. Valid, and not something else under a number that is taken.
            var puts = catalog.Examine(order.Schemas);
            if (puts.Contains(SchemaPut.Conflict))
            {
                return new PublishedSchemas([], SchemaProblems.Published([.. order.Schemas.Where((_, i) => puts[i] == SchemaPut.Conflict)]));
            }

            // 2. The number fits the change.
            var outcomes = new List<PublishedSchema>();
            var wrong = new List<(SchemaVersion Older, SchemaVersion Newer, CompatibilityReport Report)>();
            for (var i = 0; i < order.Schemas.Count; i++)
            {
                var schema = order.Schemas[i];
                var older = puts[i] == SchemaPut.Created ? Predecessor(schema) : null;
                var report = older is null ? null : catalog.Compare(older, schema, order.Schemas);
                outcomes.Add(new PublishedSchema(schema, puts[i], older, report));
                if (report is not null && !Fits(older!, schema, report)) // there is a report where there is an older one
                {
                    wrong.Add((older!, schema, report)); // the same
                }
            }

            if (wrong.Count > 0)
            {
                return new PublishedSchemas(outcomes, SchemaProblems.WrongNumber(wrong));
            }

            // 3. Nobody breaks, or that is meant.
            var broken = outcomes.Where(outcome => outcome.Put == SchemaPut.Created).Select(outcome => impact.Of(outcome.Schema)).Where(report => report.Blocking.Any()).ToArray();
            if (broken.Length > 0 && order.ForcedBecause is null)
            {
                return new PublishedSchemas(outcomes, SchemaProblems.BreaksReaders(broken, order.Caller));
            }

            if (!order.IsTrial)
            {
                // The commit does not follow the caller's cancellation: an abandoned connection must not leave it unknown what is in force.
                await catalog.PutAllAsync(order.Schemas, [.. outcomes.Where(outcome => outcome.Put == SchemaPut.Created).Select(outcome => Audit(outcome.Schema, order, broken))], CancellationToken.None);
            }

            return new PublishedSchemas(outcomes, null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The newest version before this one; null when it is the first.</summary>
    public SchemaVersion? Predecessor(SchemaVersion schema) =>
        catalog.Versions(schema.Id).LastOrDefault(version => SemanticVersion.Parse(version.Version) < SemanticVersion.Parse(schema.Version));

    // Semantic Versioning 2.0.0 §4: before 1.0.0 anything may change. Where reasoning found neither proof nor witness, the caller is told so and trusted.
    private static bool Fits(SchemaVersion older, SchemaVersion newer, CompatibilityReport report)
    {
        var (before, after) = (SemanticVersion.Parse(older.Version), SemanticVersion.Parse(newer.Version));
        return after.Major > before.Major || after.Major == 0
            || (report.Backward != Verdict.Incompatible && (after.Minor > before.Minor || report.Forward != Verdict.Incompatible));
    }

    private AuditEntry Audit(SchemaVersion schema, SchemaOrder order, IReadOnlyList<ImpactReport> broken)
    {
        var forced = broken.FirstOrDefault(report => report.Id == schema.Id);
        return new AuditEntry
        {
            At = clock.GetUtcNow(),
            Tenant = order.Caller.Tenant.Value,
            Actor = order.Caller.KeyId,
            Action = forced is null ? AuditCatalog.SchemaRegistered : AuditCatalog.SchemaForced,
            Subject = schema.Urn,
            Detail = forced is null
                ? "{}"
                : JsonSerializer.Serialize(new { reason = order.ForcedBecause, breaks = forced.Blocking.Select(reader => $"{reader.Reading.Name} {reader.Reading.Place}") }),
        };
    }
}

/// <summary>What somebody asks to put into force.</summary>
/// <param name="ForcedBecause">Why it is meant although it breaks those who read its documents; null where it must not.</param>
/// <param name="IsTrial">Tells what would become of it and puts nothing.</param>
internal sealed record SchemaOrder(IReadOnlyList<SchemaVersion> Schemas, Caller Caller, string? ForcedBecause, bool IsTrial);

/// <summary>What became of an order: of each schema, or why none was put.</summary>
internal sealed record PublishedSchemas(IReadOnlyList<PublishedSchema> Schemas, Problem? Refusal);

/// <param name="Older">The version that it was compared with; null when it is the first, or was there already.</param>
/// <param name="Report">What both mean for one another.</param>
internal sealed record PublishedSchema(SchemaVersion Schema, SchemaPut Put, SchemaVersion? Older, CompatibilityReport? Report);
