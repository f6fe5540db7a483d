using Hub.Server.Workflows;
using Hub.Server.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteWorkflows(SqliteDatabase database) : IWorkflowStore
{
    private const string InstanceColumns =
        "id, tenant, partition, journey_id, parent_id, definition_id, version_id, version, correlation_id, name, status, sub_status, incidents, revision, created_at, updated_at, finished_at, state";

    private const string ClaimColumns = "effect_id, tenant, instance_id, partition, bookmark_id, request, at";

    private const string BookmarkColumns = "id, tenant, instance_id, partition, correlation_id, name, hash, due_at";

    /// <summary>What <see cref="StoredInstance.CanGoOn"/> says of a row.</summary>
    private const string CanGoOn = $"(status = '{nameof(WorkflowStatus.Running)}' OR sub_status = '{nameof(WorkflowSubStatus.Faulted)}')";

    // The name stands in the statement and is no parameter: only so does SQLite know that its own small index holds all of these.
    internal const string InstancesWaitingForConnectors = $"""
        SELECT {InstanceColumns} FROM instances
        WHERE id IN (SELECT instance_id FROM bookmarks WHERE tenant = $1 AND name = '{StimulusNames.ConnectorEvent}')
          AND updated_at <= $2 AND ($3 IS NULL OR id < $3)
        ORDER BY id DESC LIMIT $4
        """;

    /// <summary>Waits for one stimulus, of which there may be a million; each filter leads to its few without reading the others.</summary>
    /// <remarks>$1 the hash, $2 the tenant, $3 the journey, $4 the correlation, $5 the instance.</remarks>
    internal static string BookmarksWaiting(bool ofJourney, bool ofCorrelation, bool ofInstance)
    {
        // What one instance or one journey waits for is little, whatever the others wait for. The plus tells SQLite not to go by the
        // stimulus there: it takes two equal columns for a better lead than one.
        var lead = ofInstance ? "instance_id = $5 AND +hash = $1 AND +tenant = $2"
            : ofJourney ? "instance_id IN (SELECT id FROM instances WHERE journey_id = $3) AND +hash = $1 AND +tenant = $2"
            : ofCorrelation ? "hash = $1 AND tenant = $2 AND correlation_id = $4"
            : "hash = $1 AND tenant = $2";
        return $"""
            SELECT {BookmarkColumns} FROM bookmarks
            WHERE {lead} AND ($3 IS NULL OR partition = $3) AND ($4 IS NULL OR correlation_id = $4) AND ($5 IS NULL OR instance_id = $5)
            ORDER BY id
            """;
    }

    public StoredInstance? FindInstance(string id) => database.Read(session => session.First(
        $"SELECT {InstanceColumns} FROM instances WHERE id = $1", MapInstance, id));

    public string? FindSubStatus(string id) => database.Read(session => FindSubStatus(session, id));

    public bool AnyRunning(RunningInstances which) => database.Read(session => AnyRunning(session, which));

    public IReadOnlyList<StoredInstance> InstancesOf(TenantId tenant, JourneyId journeyId) => database.Read(session => session.Query(
        $"SELECT {InstanceColumns} FROM instances WHERE journey_id = $1 AND tenant = $2 ORDER BY id", MapInstance, journeyId.Value, tenant.Value));

    public StoredBookmark? FindBookmark(string id) => database.Read(session => session.First(
        $"SELECT {BookmarkColumns} FROM bookmarks WHERE id = $1", MapBookmark, id));

    public IReadOnlyList<StoredBookmark> FindBookmarks(TenantId tenant, string hash, JourneyId? journeyId, string? correlationId, string? instanceId) =>
        database.Read(session => session.Query(
            BookmarksWaiting(journeyId is not null, correlationId is not null, instanceId is not null),
            MapBookmark,
            hash,
            tenant.Value,
            journeyId?.Value,
            correlationId,
            instanceId));

    public IReadOnlyList<StoredBookmark> BookmarksOf(string instanceId) => database.Read(session => session.Query(
        $"SELECT {BookmarkColumns} FROM bookmarks WHERE instance_id = $1 ORDER BY id", MapBookmark, instanceId));

    public IReadOnlyList<StoredBookmark> DueTimers(DateTimeOffset now, int limit) => database.Read(session => session.Query(
        $"SELECT {BookmarkColumns} FROM bookmarks WHERE due_at <= $1 ORDER BY due_at LIMIT $2", MapBookmark, now.Stamp(), limit));

    public DateTimeOffset? NextTimer(DateTimeOffset after = default) => database.Read(session => session.First(
        "SELECT MIN(due_at) FROM bookmarks WHERE due_at > $1", row => row.TimeOrNull(0), after.Stamp()));

    public IReadOnlyList<EarlyStimulus> EarlyStimuli(string partition) => database.Read(session => session.Query(
        "SELECT id, tenant, partition, hash, name, payload, at FROM stimuli WHERE partition = $1 ORDER BY id",
        row => new EarlyStimulus(row.GetString(0), new(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4), row.Bytes(5), row.Time(6)),
        partition));

    public IReadOnlyList<ClaimedEffect> Claims(string after, int limit) => database.Read(session => session.Query(
        $"SELECT {ClaimColumns} FROM claims WHERE effect_id > $1 ORDER BY effect_id LIMIT $2", MapClaim, after, limit));

    public ClaimedEffect? FindClaim(string effectId) => database.Read(session => session.First(
        $"SELECT {ClaimColumns} FROM claims WHERE effect_id = $1", MapClaim, effectId));

    public IReadOnlyList<StoredInstance> WaitingForConnectorsSince(TenantId tenant, DateTimeOffset moment, string? before, int limit) => database.Read(session => session.Query(
        InstancesWaitingForConnectors,
        MapInstance,
        tenant.Value,
        moment.Stamp(),
        before,
        limit));

    /// <summary>Every journey in which something waits for a connector's event.</summary>
    public IReadOnlyList<(TenantId Tenant, JourneyId Id)> JourneysWaitingForConnectors() => database.Read(session => session.Query(
        $"""
        SELECT DISTINCT tenant, journey_id FROM instances
        WHERE journey_id IS NOT NULL AND id IN (SELECT instance_id FROM bookmarks WHERE name = '{StimulusNames.ConnectorEvent}')
        """,
        row => (new TenantId(row.GetString(0)), new JourneyId(row.GetString(1)))));

    public IReadOnlyList<StoredInstance> WithIncidents(TenantId tenant, string? before, int limit) => database.Read(session => session.Query(
        $"SELECT {InstanceColumns} FROM instances WHERE tenant = $1 AND incidents > 0 AND ($2 IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        MapInstance,
        tenant.Value,
        before,
        limit));

    public static void Register(ChangeWriters writers)
    {
        writers.On<SaveInstance>((session, change) => Save(session, change.Instance, change.StandsAsBefore));
        writers.On<AddBookmark>((session, change) =>
        {
            FailPoint.Hit("bookmark.before-insert");
            session.Execute(
                $"INSERT INTO bookmarks ({BookmarkColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                change.Bookmark.Id,
                change.Bookmark.Tenant.Value,
                change.Bookmark.InstanceId,
                change.Bookmark.Partition,
                change.Bookmark.CorrelationId,
                change.Bookmark.Name,
                change.Bookmark.Hash,
                change.Bookmark.DueAt.Stamp());
            FailPoint.Hit("bookmark.after-insert");
        });
        writers.On<RemoveBookmark>((session, change) =>
        {
            var removed = session.Execute("DELETE FROM bookmarks WHERE id = $1", change.BookmarkId) == 1;
            FailPoint.Hit("bookmark.after-remove");
            return removed ? ChangeResult.Written : ChangeResult.Stale;
        });
        writers.On<ForgetWaits>((session, change) =>
        {
            session.Execute("DELETE FROM bookmarks WHERE instance_id = $1", change.InstanceId);
            ForgetSignals(session, change.Partition);
        });
        writers.On<RequireNoneRunning>((session, change) => AnyRunning(session, change.Which) ? ChangeResult.Stale : ChangeResult.Written);
        writers.On<RequireNotCancelled>((session, change) =>
            FindSubStatus(session, change.InstanceId) is null or nameof(WorkflowSubStatus.Cancelled) ? ChangeResult.Stale : ChangeResult.Written);
        writers.On<KeepStimulus>((session, change) =>
        {
            session.Execute(
                "INSERT INTO stimuli (id, tenant, partition, hash, name, payload, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                change.Stimulus.Id,
                change.Stimulus.Tenant.Value,
                change.Stimulus.Partition,
                change.Stimulus.Hash,
                change.Stimulus.Name,
                change.Stimulus.Payload,
                change.Stimulus.At.Stamp());
            FailPoint.Hit("stimulus.after-insert");
        });
        writers.On<RemoveStimulus>((session, change) =>
        {
            session.Execute("DELETE FROM stimuli WHERE id = $1", change.StimulusId);
            FailPoint.Hit("stimulus.after-remove");
        });
        writers.On<AppendBurst>((session, change) =>
        {
            FailPoint.Hit("journal.before-append");
            session.Execute(
                "INSERT INTO bursts (instance_id, revision, tenant, at, records) VALUES ($1, $2, $3, $4, $5)",
                change.InstanceId,
                change.Revision,
                change.Tenant.Value,
                change.At.Stamp(),
                change.Records);
            FailPoint.Hit("journal.after-append");
        });
        writers.On<ClaimEffect>((session, change) =>
        {
            session.Execute(
                "INSERT INTO claims (effect_id, tenant, instance_id, partition, bookmark_id, request, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                change.Claim.EffectId,
                change.Claim.Tenant.Value,
                change.Claim.InstanceId,
                change.Claim.Partition,
                change.Claim.BookmarkId,
                change.Claim.Request,
                change.Claim.At.Stamp());
            FailPoint.Hit("claim.after-insert");
        });
        writers.On<ReleaseClaim>((session, change) =>
        {
            session.Execute("DELETE FROM claims WHERE effect_id = $1", change.EffectId);
            FailPoint.Hit("claim.after-release");
        });
    }

    /// <summary>Forgets the signals kept in a partition, unless somebody is left there, or about to start, who could ask for them.</summary>
    public static void ForgetSignals(SqliteSession session, string partition) => session.Execute(
        $"""
        DELETE FROM stimuli WHERE partition = $1
          AND NOT EXISTS (SELECT 1 FROM instances WHERE (id = stimuli.partition OR journey_id = stimuli.partition) AND {CanGoOn})
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE connector = '{ChildOrders.Lane}' AND partition = stimuli.partition AND operation = '{ChildOrders.Start}')
        """,
        partition);

    private static string? FindSubStatus(SqliteSession session, string id) =>
        session.First("SELECT sub_status FROM instances WHERE id = $1", row => row.GetString(0), id);

    // The states are named, and a correlation is looked for where it is kept – with the journey whose id it is, or by itself –, so
    // that each look goes through one index.
    private static bool AnyRunning(SqliteSession session, RunningInstances which)
    {
        const string Running = "sub_status IN ('Pending', 'Executing', 'Suspended', 'Interrupted')";
        var found = which.CorrelationId is { } correlationId
            ? session.First<bool?>(
                $"""
                SELECT 1 FROM instances WHERE tenant = $1 AND journey_id = $2 AND correlation_id = $2 AND {Running} AND ($3 IS NULL OR definition_id = $3)
                UNION ALL
                SELECT 1 FROM instances WHERE tenant = $1 AND correlation_id = $2 AND correlation_id IS NOT journey_id AND {Running} AND ($3 IS NULL OR definition_id = $3)
                LIMIT 1
                """,
                _ => true,
                which.Tenant.Value,
                correlationId,
                which.DefinitionId)
            : session.First<bool?>($"SELECT 1 FROM instances WHERE tenant = $1 AND definition_id = $2 AND {Running} LIMIT 1", _ => true, which.Tenant.Value, which.DefinitionId);
        return found is true;
    }

    private static ChangeResult Save(SqliteSession session, StoredInstance instance, bool standsAsBefore)
    {
        if (instance.Revision == 1)
        {
            session.Execute(
                $"INSERT INTO instances ({InstanceColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
                instance.Id,
                instance.Tenant.Value,
                instance.Partition,
                instance.JourneyId?.Value,
                instance.ParentId,
                instance.DefinitionId,
                instance.VersionId,
                instance.Version,
                instance.CorrelationId,
                instance.Name,
                instance.Status,
                instance.SubStatus,
                instance.Incidents,
                instance.Revision,
                instance.CreatedAt.Stamp(),
                instance.UpdatedAt.Stamp(),
                instance.FinishedAt.Stamp(),
                instance.State);
            return ChangeResult.Written;
        }

        ReadOnlySpan<SqliteArgument> values =
        [
            instance.Id,
            instance.Revision,
            instance.VersionId,
            instance.Version,
            instance.Name,
            instance.Incidents,
            instance.UpdatedAt.Stamp(),
            instance.FinishedAt.Stamp(),
            instance.State,
            instance.CorrelationId,
            instance.Status,
            instance.SubStatus,
        ];

        // SQLite writes the pages of an index anew whenever a statement sets its column: the second one does, the first only looks
        // whether they stand as it was told.
        const string Columns = "version_id = $3, version = $4, name = $5, incidents = $6, revision = $2, updated_at = $7, finished_at = $8, state = $9";
        const string Row = "id = $1 AND revision = $2 - 1";
        var saved = standsAsBefore
            ? session.Execute($"UPDATE instances SET {Columns} WHERE {Row} AND correlation_id IS $10 AND status = $11 AND sub_status = $12", values)
            : session.Execute($"UPDATE instances SET {Columns}, correlation_id = $10, status = $11, sub_status = $12 WHERE {Row}", values);
        return saved == 1 ? ChangeResult.Written : ChangeResult.Stale;
    }

    private static StoredInstance MapInstance(SqliteRow row) => new()
    {
        Id = row.GetString(0),
        Tenant = new(row.GetString(1)),
        Partition = row.GetString(2),
        JourneyId = row.TextOrNull(3) is { } journeyId ? new JourneyId(journeyId) : null,
        ParentId = row.TextOrNull(4),
        DefinitionId = row.GetString(5),
        VersionId = row.GetString(6),
        Version = row.GetInt32(7),
        CorrelationId = row.TextOrNull(8),
        Name = row.TextOrNull(9),
        Status = row.GetString(10),
        SubStatus = row.GetString(11),
        Incidents = row.GetInt32(12),
        Revision = row.GetInt32(13),
        CreatedAt = row.Time(14),
        UpdatedAt = row.Time(15),
        FinishedAt = row.TimeOrNull(16),
        State = row.Bytes(17),
    };

    private static ClaimedEffect MapClaim(SqliteRow row) => new(
        row.GetString(0),
        new(row.GetString(1)),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.Bytes(5),
        row.Time(6));

    private static StoredBookmark MapBookmark(SqliteRow row) => new(
        row.GetString(0),
        new(row.GetString(1)),
        row.GetString(2),
        row.GetString(3),
        row.TextOrNull(4),
        row.GetString(5),
        row.GetString(6),
        row.TimeOrNull(7));
}
