using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Server.Workflows;

namespace Hub.Server.Storage.Sqlite;

/// <summary>
/// Lists of instances among a million of them. A list in the order of creation, filtered by what <c>instances_list</c> knows
/// (definition, state, time of creation), reads that index and the rows of its page, nothing else. Every other search first names
/// its candidates by an index: those of a correlation, a parent, those with incidents, or else the newest <see cref="Window"/>.
/// </summary>
internal sealed class SqliteInstances(SqliteDatabase database) : IInstanceDirectory
{
    /// <summary>So many of the newest are looked at where an index does not answer: some ten milliseconds' work.</summary>
    public const int Window = 20_000;

    /// <summary>A list counts so far and one beyond its page; a larger total says "more than this".</summary>
    public const int Counted = 100_000;

    internal const string Columns =
        "rowid, id, definition_id, version_id, version, parent_id, status, sub_status, correlation_id, name, incidents, created_at, updated_at, finished_at";

    internal const string Definitions = """
        WITH RECURSIVE found (id) AS (
          SELECT MIN(definition_id) FROM instances WHERE tenant = $1
          UNION ALL
          SELECT (SELECT MIN(definition_id) FROM instances WHERE tenant = $1 AND definition_id > found.id) FROM found WHERE id IS NOT NULL)
        SELECT id FROM found WHERE id IS NOT NULL
        """;

    internal const string Newest = """
        SELECT created_at, rowid FROM instances INDEXED BY instances_list
        WHERE tenant = $1 AND definition_id = $2 AND sub_status = $3 AND created_at >= $4 AND created_at <= $5 AND (created_at, rowid) < ($5, $6)
        ORDER BY created_at DESC, rowid DESC LIMIT $7
        """;

    internal const string Oldest = """
        SELECT created_at, rowid FROM instances INDEXED BY instances_list
        WHERE tenant = $1 AND definition_id = $2 AND sub_status = $3 AND created_at >= $4 AND created_at <= $5 AND (created_at, rowid) > ($4, $6)
        ORDER BY created_at, rowid LIMIT $7
        """;

    internal const string CountOfGroup = """
        SELECT COUNT(*) FROM (
          SELECT 1 FROM instances INDEXED BY instances_list
          WHERE tenant = $1 AND definition_id = $2 AND sub_status = $3 AND created_at >= $4 AND created_at <= $5 LIMIT $6)
        """;

    internal const string OfCorrelation = """
        SELECT rowid FROM instances WHERE correlation_id = $2 AND correlation_id IS NOT NULL AND correlation_id IS NOT journey_id AND tenant = $1
        UNION ALL SELECT rowid FROM instances WHERE journey_id = $2 AND correlation_id = $2 AND tenant = $1
        LIMIT $3
        """;

    internal const string OfParent = "SELECT rowid FROM instances WHERE parent_id = $2 AND tenant = $1 LIMIT $3";

    internal const string WithIncidents = "SELECT rowid FROM instances WHERE tenant = $1 AND incidents > 0 ORDER BY id DESC LIMIT $2";

    internal const string ChildrenOf = "SELECT id FROM instances WHERE parent_id = $2 AND tenant = $1 AND status = 'Running' AND id > $3 ORDER BY id LIMIT $4";

    public InstancePage List(InstanceSearch search) => database.Read(session =>
        search is { Sort: InstanceSort.Created, SearchTerm: null, Ids: null, ParentId: null, Version: null, CorrelationId: null, Name: null, HasIncidents: null }
        && search.Times.All(bound => bound is { Time: InstanceTime.Created, IsOutside: false })
            ? ListByIndex(session, search)
            : ListCandidates(session, search));

    public ListedInstance? Find(TenantId tenant, string id) => database.Read(session => session.First(
        $"SELECT {Columns} FROM instances WHERE id = $1 AND tenant = $2", Map, id, tenant.Value));

    public IReadOnlyList<InstancePlace> Places(TenantId tenant, IReadOnlyCollection<string>? definitionIds, IReadOnlyCollection<string> subStatuses, InstancePlace? after, int limit) =>
        database.Read(session =>
        {
            var walk = new InstanceWalk(session, tenant, GroupsOf(session, tenant, definitionIds, subStatuses), isAscending: true)
            {
                From = after?.CreatedAt ?? long.MinValue,
                Behind = after?.Row,
            };
            return Rows(session, walk.Take(limit).Select(place => place.Row), row => new InstancePlace(row.GetString(1), row.GetString(3), row.GetInt64(11), row.GetInt64(0)))
                .OrderBy(place => (place.CreatedAt, place.Row)).ToList();
        });

    public IReadOnlyList<string> RunningChildren(TenantId tenant, string parentId, string after, int limit) => database.Read(session => session.Query(
        ChildrenOf, row => row.GetString(0), tenant.Value, parentId, after, limit));

    public IReadOnlyList<StoredBurst> Bursts(TenantId tenant, string instanceId, int afterRevision, int limit) => database.Read(session => session.Query(
        "SELECT revision, at, records FROM bursts WHERE instance_id = $1 AND revision > $2 AND tenant = $3 ORDER BY revision LIMIT $4",
        row => new StoredBurst(row.GetInt32(0), row.Time(1), row.Bytes(2)),
        instanceId,
        afterRevision,
        tenant.Value,
        limit));

    public static void Register(ChangeWriters writers) => writers.On<RemoveInstance>((session, change) =>
    {
        session.Execute("DELETE FROM bookmarks WHERE instance_id = $1", change.InstanceId);
        session.Execute("DELETE FROM bursts WHERE instance_id = $1", change.InstanceId);
        session.Execute("DELETE FROM instances WHERE id = $1", change.InstanceId);
        SqliteWorkflows.ForgetSignals(session, change.Partition);
    });

    private static InstancePage ListByIndex(SqliteSession session, InstanceSearch search)
    {
        var groups = GroupsOf(session, search.Tenant, search.DefinitionIds, search.SubStatuses);
        var (from, to) = Created(search);
        var walk = new InstanceWalk(session, search.Tenant, groups, search.IsAscending) { From = from, To = to };
        var page = walk.Skip(search.Skip).Take(search.Take).ToList();
        var rows = Rows(session, page.Select(place => place.Row), row => (Row: row.GetInt64(0), Instance: Map(row))).ToDictionary(found => found.Row, found => found.Instance);

        // An instance that went between the two looks is left out.
        var items = page.Select(place => rows.GetValueOrDefault(place.Row)).OfType<ListedInstance>().ToList();
        var counted = 0;
        var most = Math.Max(Counted, search.Skip + search.Take + 1);
        foreach (var (definitionId, subStatus) in groups)
        {
            if (counted < most)
            {
                counted += session.First(CountOfGroup, row => row.GetInt32(0), search.Tenant.Value, definitionId, subStatus, from, to, most - counted);
            }
        }

        return new InstancePage(items, counted);
    }

    private static InstancePage ListCandidates(SqliteSession session, InstanceSearch search)
    {
        var (candidates, isWindow) = Candidates(session, search);
        var conditions = new List<string> { "tenant = $1", "rowid IN (SELECT value FROM json_each($2))" };
        var arguments = new List<SqliteArgument> { search.Tenant.Value, Json(candidates) };
        void Where(string condition, SqliteArgument value)
        {
            if (value.Kind != SqliteArgumentKind.Null)
            {
                arguments.Add(value);
                conditions.Add(condition.Replace("?", $"${arguments.Count}", StringComparison.Ordinal));
            }
        }

        Where("definition_id IN (SELECT value FROM json_each(?))", Json(search.DefinitionIds));
        Where("sub_status IN (SELECT value FROM json_each(?))", Json(search.SubStatuses));
        Where("id IN (SELECT value FROM json_each(?))", Json(search.Ids));
        Where("parent_id = ?", search.ParentId);
        Where("version = ?", (long?)search.Version);
        Where("correlation_id = ?", search.CorrelationId);
        Where("instr(lower(name), lower(?)) > 0", search.Name);
        Where("(incidents > 0) = ?", search.HasIncidents is { } has ? (has ? 1L : 0L) : (long?)null);
        Where("(instr(lower(name), lower(?)) > 0 OR instr(id, ?) > 0 OR instr(correlation_id, ?) > 0 OR instr(definition_id, ?) > 0 OR instr(version_id, ?) > 0)", search.SearchTerm);
        foreach (var bound in search.Times)
        {
            var column = bound.Time switch { InstanceTime.Created => "created_at", InstanceTime.Updated => "updated_at", _ => "finished_at" };
            arguments.Add(bound.From.Stamp() ?? long.MinValue);
            arguments.Add(bound.Before.Stamp() ?? long.MaxValue);
            var inside = $"{column} >= ${arguments.Count - 1} AND {column} < ${arguments.Count}";
            conditions.Add(bound.IsOutside ? $"NOT ({inside})" : inside);
        }

        var where = string.Join(" AND ", conditions);
        var total = session.First($"SELECT COUNT(*) FROM instances WHERE {where}", row => row.GetInt32(0), CollectionsMarshal.AsSpan(arguments));
        var key = search.Sort switch { InstanceSort.Updated => "updated_at", InstanceSort.Finished => "finished_at", InstanceSort.Name => "name", _ => "created_at" };
        var direction = search.IsAscending ? "ASC" : "DESC";
        arguments.Add(search.Take);
        arguments.Add(search.Skip);
        var items = session.Query(
            $"SELECT {Columns} FROM instances WHERE {where} ORDER BY {key} {direction}, created_at {direction}, rowid {direction} LIMIT ${arguments.Count - 1} OFFSET ${arguments.Count}",
            Map,
            CollectionsMarshal.AsSpan(arguments));
        return new InstancePage(items, total, isWindow);
    }

    // The narrowest index first: each of them gives all that can match, or the window.
    private static (IReadOnlyCollection<long> Rows, bool IsWindow) Candidates(SqliteSession session, InstanceSearch search)
    {
        var tenant = search.Tenant.Value;
        if (search.Ids is { } ids)
        {
            return (session.Query("SELECT rowid FROM instances WHERE id IN (SELECT value FROM json_each($2)) AND tenant = $1", Number, tenant, Json(ids)), false);
        }

        if (search.CorrelationId is { } correlation)
        {
            return Bounded(session.Query(OfCorrelation, Number, tenant, correlation, Window));
        }

        if (search.ParentId is { } parent)
        {
            return Bounded(session.Query(OfParent, Number, tenant, parent, Window));
        }

        if (search.HasIncidents == true)
        {
            return Bounded(session.Query(WithIncidents, Number, tenant, Window));
        }

        var (from, to) = Created(search);
        var groups = GroupsOf(session, search.Tenant, search.DefinitionIds, search.SubStatuses);
        var newest = new InstanceWalk(session, search.Tenant, groups, isAscending: false) { From = from, To = to }.Take(Window).Select(place => place.Row).ToHashSet();
        var isWindow = newest.Count == Window;
        if (isWindow && search.SearchTerm is { } term)
        {
            // Whoever pastes a whole id finds it, however old it is.
            newest.UnionWith(session.Query("SELECT rowid FROM instances WHERE id = $2 AND tenant = $1", Number, tenant, term));
            newest.UnionWith(session.Query(OfCorrelation, Number, tenant, term, Window));
        }

        return (newest, isWindow);
    }

    private static (IReadOnlyCollection<long> Rows, bool IsWindow) Bounded(List<long> rows) => (rows, rows.Count == Window);

    private static long Number(SqliteRow row) => row.GetInt64(0);

    // Both ends belong to it.
    private static (long From, long To) Created(InstanceSearch search)
    {
        var (from, to) = (long.MinValue, long.MaxValue);
        foreach (var bound in search.Times.Where(bound => bound is { Time: InstanceTime.Created, IsOutside: false }))
        {
            from = Math.Max(from, bound.From.Stamp() ?? long.MinValue);
            to = Math.Min(to, bound.Before.Stamp() - 1 ?? long.MaxValue);
        }

        return (from, to);
    }

    private static List<(string DefinitionId, string SubStatus)> GroupsOf(SqliteSession session, TenantId tenant, IReadOnlyCollection<string>? definitionIds, IReadOnlyCollection<string>? subStatuses)
    {
        var present = definitionIds?.Distinct(StringComparer.Ordinal) ?? session.Query(Definitions, row => row.GetString(0), tenant.Value);
        return [.. from definitionId in present from subStatus in subStatuses ?? InstanceStates.All select (definitionId, subStatus)];
    }

    private static List<T> Rows<T>(SqliteSession session, IEnumerable<long> rows, Func<SqliteRow, T> map) =>
        session.Query($"SELECT {Columns} FROM instances WHERE rowid IN (SELECT value FROM json_each($1))", map, Json(rows));

    private static SqliteArgument Json<T>(IEnumerable<T>? values) => values is null ? default : JsonSerializer.Serialize(values);

    private static ListedInstance Map(SqliteRow row) => new()
    {
        Id = row.GetString(1),
        DefinitionId = row.GetString(2),
        VersionId = row.GetString(3),
        Version = row.GetInt32(4),
        ParentId = row.TextOrNull(5),
        Status = row.GetString(6),
        SubStatus = row.GetString(7),
        CorrelationId = row.TextOrNull(8),
        Name = row.TextOrNull(9),
        Incidents = row.GetInt32(10),
        CreatedAt = row.Time(11),
        UpdatedAt = row.Time(12),
        FinishedAt = row.TimeOrNull(13),
    };
}
