using System.Text.Json;
using Hub.Server.Schemas.Members;

namespace Hub.Server.Schemas.Impact;

/// <summary>
/// Tells which workflows, mappings and connectors a version of a schema would break, from the paths that their expressions and manifests
/// read. Each is judged by the version that it reads now.
/// </summary>
internal sealed class SchemaImpact(SchemaCatalog catalog, IEnumerable<ISchemaReaders> readers)
{
    /// <summary>Every reading of a schema's documents, whatever its version.</summary>
    public IReadOnlyList<SchemaReading> ReadersOf(string id) =>
    [
        .. readers.SelectMany(reader => reader.Readings())
            .Where(reading => catalog.FindUrn(reading.Urn)?.Id == id)
            .OrderBy(reading => reading.Kind)
            .ThenBy(reading => reading.Name, StringComparer.Ordinal)
            .ThenBy(reading => reading.Place, StringComparer.Ordinal)
            .ThenBy(reading => MemberPath.Of(reading.Path), StringComparer.Ordinal),
    ];

    /// <summary>What a version would do, be it published or only proposed.</summary>
    public ImpactReport Of(SchemaVersion proposed)
    {
        var newer = SchemaMember.Of(proposed.Urn, JsonElement.Parse(proposed.Json.Span), catalog.Document);
        var breaks = new List<AffectedReader>();
        var mayBreak = new List<AffectedReader>();
        var version = SemanticVersion.Parse(proposed.Version);
        foreach (var place in ReadersOf(proposed.Id)
            .Where(reading => SemanticVersion.Parse(catalog.FindUrn(reading.Urn)!.Version) < version) // ReadersOf has found it
            .GroupBy(reading => (reading.Kind, reading.Tenant, reading.Name, reading.Version, reading.Place)))
        {
            var certain = new List<(SchemaReading Reading, MemberChange Change)>();
            var possible = new List<(SchemaReading Reading, MemberChange Change)>();
            foreach (var reading in place)
            {
                foreach (var (change, isCertain) in Judge(reading, catalog.Member(reading.Urn), newer))
                {
                    (isCertain ? certain : possible).Add((reading, change));
                }
            }

            Add(breaks, certain, proposed);
            Add(mayBreak, certain.Count == 0 ? possible : [], proposed);
        }

        return new ImpactReport(proposed.Id, proposed.Version, breaks, mayBreak);
    }

    private static void Add(List<AffectedReader> readers, List<(SchemaReading Reading, MemberChange Change)> found, SchemaVersion proposed)
    {
        if (found.Count > 0)
        {
            var isPinned = found.All(pair => !SchemaCatalog.Follows(pair.Reading.Reference, proposed.Id, proposed.Version));
            readers.Add(new AffectedReader(found[0].Reading, isPinned, [.. found.Select(pair => pair.Change).Distinct()]));
        }
    }

    private static IEnumerable<(MemberChange Change, bool IsCertain)> Judge(SchemaReading reading, SchemaMember older, SchemaMember newer)
    {
        if (reading.Extent == ReadingExtent.Document)
        {
            return MemberComparison.Between(older, newer)
                .Where(change => change.SurprisesReaders || (reading.Produces && change.RefusesDocuments))
                .Select(change => (change, IsCertainFor(change, reading.Produces)));
        }

        // Down the path, as far as both declare it.
        var judged = new List<(MemberChange, bool)>();
        var path = new List<string>();
        foreach (var segment in reading.Path)
        {
            if (older.Find(segment) is not { } before)
            {
                return judged; // it reads what its own version does not promise either
            }

            if (newer.Find(segment) is not { } after)
            {
                judged.Add((new MemberChange(MemberPath.Of([.. path, segment]), MemberChangeKind.Removed, MemberComparison.RenamedTo(older, newer, segment, path)), true));
                return judged;
            }

            path.Add(segment);
            judged.AddRange(MemberComparison.At(before, after, path, isRoot: segment == "[]")
                .Where(change => change.SurprisesReaders)
                .Select(change => (change, change.Kind == MemberChangeKind.OtherType)));
            (older, newer) = (before, after);
        }

        // What lies below is read by whoever gets the value, or by names that only the run knows.
        judged.AddRange(MemberComparison.Between(older, newer, path)
            .Where(change => change.SurprisesReaders && change.Path != MemberPath.Of(path))
            .Select(change => (change, false)));
        return judged;
    }

    private static bool IsCertainFor(MemberChange change, bool produces) =>
        change.Kind is MemberChangeKind.Removed or MemberChangeKind.OtherType || (produces && change.RefusesDocuments);
}
