using Hub.Server.Workflows;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteDefinitions(SqliteDatabase database) : IDefinitionStore
{
    private const string Columns = "version_id, tenant, definition_id, version, name, is_latest, is_published, json, created_at";

    // A local authority's own definition goes before the shared one of the same id.
    private const string Visible = "tenant IN ($1, '*')";

    // Named one by one, so that an index on the sub-status can be used.
    private const string Running = "sub_status IN ('Pending', 'Executing', 'Suspended', 'Interrupted')";

    public StoredDefinition? FindVersion(string versionId) => database.Read(session => session.First(
        $"SELECT {Columns} FROM definitions WHERE version_id = $1", Map, versionId));

    public StoredDefinition? FindLatest(TenantId tenant, string definitionId) => database.Read(session => session.First(
        $"SELECT {Columns} FROM definitions WHERE {Visible} AND definition_id = $2 AND is_latest = 1 ORDER BY tenant DESC LIMIT 1", Map, tenant.Value, definitionId));

    public StoredDefinition? FindPublished(TenantId tenant, string definitionId) => database.Read(session => session.First(
        $"SELECT {Columns} FROM definitions WHERE {Visible} AND definition_id = $2 AND is_published = 1 ORDER BY tenant DESC LIMIT 1", Map, tenant.Value, definitionId));

    public IReadOnlyList<StoredDefinition> Versions(TenantId tenant, string definitionId)
    {
        var all = database.Read(session => session.Query(
            $"SELECT {Columns} FROM definitions WHERE {Visible} AND definition_id = $2 ORDER BY tenant DESC, version DESC", Map, tenant.Value, definitionId));
        return [.. all.Where(version => version.Tenant == all[0].Tenant)];
    }

    public IReadOnlyList<StoredDefinition> List(TenantId tenant, VersionOptions versions)
    {
        // A shared definition is hidden by the tenant's own one of its id, where that one is among those asked for.
        var sql = $"""
            SELECT {Columns} FROM definitions AS d WHERE {Visible} AND {Condition(versions.Choice, "d")}
              AND NOT (d.tenant = '*' AND $1 <> '*'
                AND EXISTS (SELECT 1 FROM definitions AS own WHERE own.tenant = $1 AND own.definition_id = d.definition_id AND {Condition(versions.Choice, "own")}))
            ORDER BY name, definition_id, version DESC
            """;
        return versions.Choice == VersionChoice.Number
            ? database.Read(session => session.Query(sql, Map, tenant.Value, versions.Number))
            : database.Read(session => session.Query(sql, Map, tenant.Value));
    }

    private static string Condition(VersionChoice versions, string row) => versions switch
    {
        VersionChoice.Draft => $"{row}.is_published = 0",
        VersionChoice.Latest => $"{row}.is_latest = 1",
        VersionChoice.Published => $"{row}.is_published = 1",
        VersionChoice.LatestOrPublished => $"({row}.is_latest = 1 OR {row}.is_published = 1)",
        VersionChoice.LatestAndPublished => $"({row}.is_latest = 1 AND {row}.is_published = 1)",
        VersionChoice.Number => $"{row}.version = $2",
        _ => "1",
    };

    public bool HasOpenJourneys(TenantId tenant, string definitionId, string? versionId) => database.Read(session => session.First<bool?>(
        $"""
        SELECT 1 FROM instances WHERE tenant = $1 AND definition_id = $2 AND journey_id IS NOT NULL AND ($3 IS NULL OR version_id = $3)
          AND ({Running} OR (sub_status = 'Faulted' AND EXISTS (SELECT 1 FROM journeys WHERE id = instances.journey_id AND {SqliteJourneys.NotEnded})))
        LIMIT 1
        """,
        _ => true,
        tenant.Value,
        definitionId,
        versionId)) is true;

    public IReadOnlyList<StoredTrigger> FindTriggers(TenantId tenant, string hash) => database.Read(session => session.Query(
        "SELECT tenant, hash, version_id, activity_id, name, payload FROM triggers WHERE tenant IN ($1, '*') AND hash = $2 ORDER BY tenant DESC, version_id",
        MapTrigger,
        tenant.Value,
        hash));

    public IReadOnlyList<StoredTrigger> TriggersNamed(string name) => database.Read(session => session.Query(
        "SELECT tenant, hash, version_id, activity_id, name, payload FROM triggers WHERE name = $1", MapTrigger, name));

    public IReadOnlyList<StoredDefinition> Published() => database.Read(session => session.Query(
        $"SELECT {Columns} FROM definitions WHERE is_published = 1 ORDER BY tenant, name, definition_id", Map));

    public IReadOnlyDictionary<string, string> Pins(string versionId) => database.Read(session => session.Query(
        "SELECT reference, urn FROM schema_pins WHERE version_id = $1", row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), versionId)).ToDictionary(StringComparer.Ordinal);

    public static void Register(ChangeWriters writers)
    {
        writers.On<SaveDefinition>((session, change) =>
        {
            var definition = change.Definition;
            if (definition.IsLatest)
            {
                session.Execute(
                    "UPDATE definitions SET is_latest = 0 WHERE tenant = $1 AND definition_id = $2 AND version_id <> $3",
                    definition.Tenant.Value,
                    definition.DefinitionId,
                    definition.VersionId);
            }

            session.Execute(
                $"""
                INSERT INTO definitions ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (version_id) DO UPDATE SET name = $5, is_latest = $6, json = $8 WHERE is_published = 0
                """,
                definition.VersionId,
                definition.Tenant.Value,
                definition.DefinitionId,
                definition.Version,
                definition.Name,
                definition.IsLatest ? 1 : 0,
                definition.IsPublished ? 1 : 0,
                definition.Json,
                definition.CreatedAt.Stamp());
        });
        writers.On<PublishDefinition>((session, change) =>
        {
            RemoveTriggers(session, change.Tenant, change.DefinitionId);
            session.Execute(
                "UPDATE definitions SET is_published = (version_id = $3), is_latest = (version_id = $3) WHERE tenant = $1 AND definition_id = $2",
                change.Tenant.Value,
                change.DefinitionId,
                change.VersionId);
            foreach (var (reference, urn) in change.Pins)
            {
                session.Execute(
                    "INSERT INTO schema_pins (version_id, reference, tenant, urn) VALUES ($1, $2, $3, $4) ON CONFLICT (version_id, reference) DO UPDATE SET urn = $4",
                    change.VersionId,
                    reference,
                    change.Tenant.Value,
                    urn);
            }

            foreach (var trigger in change.Triggers)
            {
                session.Execute(
                    "INSERT INTO triggers (tenant, hash, version_id, activity_id, name, payload) VALUES ($1, $2, $3, $4, $5, $6)",
                    trigger.Tenant.Value,
                    trigger.Hash,
                    trigger.VersionId,
                    trigger.ActivityId,
                    trigger.Name,
                    trigger.Payload);
            }
        });
        writers.On<RetractDefinition>((session, change) =>
        {
            RemoveTriggers(session, change.Tenant, change.DefinitionId);
            session.Execute("UPDATE definitions SET is_published = 0 WHERE tenant = $1 AND definition_id = $2", change.Tenant.Value, change.DefinitionId);
        });
        writers.On<DeleteDefinition>((session, change) =>
        {
            RemoveTriggers(session, change.Tenant, change.DefinitionId);
            session.Execute(
                $"DELETE FROM bookmarks WHERE instance_id IN (SELECT id FROM instances WHERE tenant = $1 AND definition_id = $2 AND {Running})",
                change.Tenant.Value,
                change.DefinitionId);
            session.Execute(
                "DELETE FROM schema_pins WHERE version_id IN (SELECT version_id FROM definitions WHERE tenant = $1 AND definition_id = $2)",
                change.Tenant.Value,
                change.DefinitionId);
            session.Execute("DELETE FROM definitions WHERE tenant = $1 AND definition_id = $2", change.Tenant.Value, change.DefinitionId);
        });
        writers.On<DeleteDefinitionVersion>((session, change) =>
        {
            session.Execute(
                $"""
                DELETE FROM bookmarks WHERE instance_id = $3
                  OR instance_id IN (SELECT id FROM instances WHERE tenant = $1 AND definition_id = $2 AND version_id = $3 AND {Running})
                """,
                change.Tenant.Value,
                change.DefinitionId,
                change.VersionId);
            session.Execute("DELETE FROM triggers WHERE version_id = $1", change.VersionId);
            session.Execute("DELETE FROM schema_pins WHERE version_id = $1", change.VersionId);
            session.Execute("DELETE FROM definitions WHERE tenant = $1 AND version_id = $2", change.Tenant.Value, change.VersionId);
            session.Execute(
                """
                UPDATE definitions SET is_latest = 1 WHERE tenant = $1 AND definition_id = $2
                  AND version = (SELECT MAX(version) FROM definitions WHERE tenant = $1 AND definition_id = $2)
                """,
                change.Tenant.Value,
                change.DefinitionId);
        });
    }

    // With the times at which they were to start the workflow, whose rows name the version where others name an instance.
    private static void RemoveTriggers(SqliteSession session, TenantId tenant, string definitionId)
    {
        session.Execute(
            "DELETE FROM bookmarks WHERE instance_id IN (SELECT version_id FROM definitions WHERE tenant = $1 AND definition_id = $2)",
            tenant.Value,
            definitionId);
        session.Execute(
            "DELETE FROM triggers WHERE version_id IN (SELECT version_id FROM definitions WHERE tenant = $1 AND definition_id = $2)",
            tenant.Value,
            definitionId);
    }

    private static StoredDefinition Map(SqliteRow row) => new(
        row.GetString(0),
        new(row.GetString(1)),
        row.GetString(2),
        row.GetInt32(3),
        row.GetString(4),
        row.GetBoolean(5),
        row.GetBoolean(6),
        row.Bytes(7),
        row.Time(8));

    private static StoredTrigger MapTrigger(SqliteRow row) =>
        new(new(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Bytes(5));
}
