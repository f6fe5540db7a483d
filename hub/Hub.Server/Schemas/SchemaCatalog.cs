using System.Collections.Concurrent;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.JsonSchema.Compatibility;
using Hub.Server.ReferenceData;
using Hub.Server.Schemas.Members;
using Hub.Server.Web;

namespace Hub.Server.Schemas;

/// <summary>
/// The shared schemas: loaded from their folder, or put over HTTP; immutable once there. Found by identifier
/// (<c>domain.name</c>, with or without version) or by URN; each compiled once, when first needed.
/// </summary>
public sealed partial class SchemaCatalog(ISchemaStore store, TimeProvider clock, ILogger<SchemaCatalog> logger) : IDisposable
{
    // Formats are asserted: a birth date that is no date is wrong here, whatever the annotation-only default says.
    private static readonly SchemaOptions Options = ReferenceFormats.Options;
    private static readonly ComparisonLimits Comparing = new() { Options = Options };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = SchemaRegistry.MaxSchemaDepth };

    private readonly SchemaRegistry registry = new();
    private readonly ConcurrentDictionary<string, SchemaVersion> byUrn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<JsonSchemaValidator>> validators = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonElement> documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SchemaMember> members = new(StringComparer.Ordinal);
    private readonly Lock adding = new();

    // Two puts of one version at the same time: the second sees what the first has made of it.
    private readonly SemaphoreSlim putting = new(1, 1);

    /// <summary>Every version, by identifier.</summary>
    public IEnumerable<SchemaVersion> All => byUrn.Values.OrderBy(schema => schema.Id, StringComparer.Ordinal).ThenBy(schema => SemanticVersion.Parse(schema.Version));

    public void Dispose() => putting.Dispose();

    /// <summary>Reads what the store holds, then every <c>schema.json</c> of a folder. A file that cannot be used is told and left out.</summary>
    public void Load(string? folder)
    {
        foreach (var schema in store.List())
        {
            Add(schema);
        }

        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return;
        }

        // Schemas refer to one another, so all are known before the first is compiled.
        foreach (var file in Directory.EnumerateFiles(folder, "schema.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                Add(SchemaVersion.Read(File.ReadAllBytes(file)));
            }
            catch (Exception error) when (error is SchemaException or JsonException or FormatException)
            {
                Log.Refused(logger, file, error.Message);
            }
        }
    }

    public bool Contains(string reference) => Resolve(reference) is not null;

    /// <summary>
    /// The URN that a reference means: a URN itself, <c>domain.name</c> (the latest version), <c>domain.name/v1</c> (the latest of
    /// that major), <c>domain.name@1.2.0</c>; null when unknown.
    /// </summary>
    public string? Resolve(string reference)
    {
        if (reference.StartsWith("urn:", StringComparison.Ordinal))
        {
            return registry.Contains(reference) ? reference : null;
        }

        if (reference.Split("/v") is [var family, var major])
        {
            return byUrn.Values
                .Where(schema => schema.Id == family && schema.Version.StartsWith($"{major}.", StringComparison.Ordinal))
                .MaxBy(schema => SemanticVersion.Parse(schema.Version))?.Urn;
        }

        var (id, version) = reference.Split('@') is [var name, var number] ? (name, number) : (reference, "");
        return version.Length > 0
            ? byUrn.ContainsKey(SchemaVersion.UrnOf(id, version)) ? SchemaVersion.UrnOf(id, version) : null
            : latest.GetValueOrDefault(id);
    }

    /// <summary>
    /// Every version that a reference could mean, newest first: all of an identifier, all of a major, or the one that is named; empty when unknown.
    /// </summary>
    public IReadOnlyList<SchemaVersion> Candidates(string reference)
    {
        if (reference.StartsWith("urn:", StringComparison.Ordinal) || reference.Contains('@', StringComparison.Ordinal))
        {
            return Resolve(reference) is { } urn && byUrn.TryGetValue(urn, out var one) ? [one] : [];
        }

        var (id, major) = reference.Split("/v") is [var family, var number] ? (family, number + ".") : (reference, "");
        return [.. Versions(id).Where(schema => schema.Version.StartsWith(major, StringComparison.Ordinal)).Reverse()];
    }

    /// <summary>The versions of one schema, oldest first.</summary>
    public IReadOnlyList<SchemaVersion> Versions(string id) =>
        [.. byUrn.Values.Where(schema => schema.Id == id).OrderBy(schema => SemanticVersion.Parse(schema.Version))];

    /// <summary>A shared schema by its URN; null for any other.</summary>
    public SchemaVersion? FindUrn(string urn) => byUrn.GetValueOrDefault(urn);

    /// <summary>Whether a reference as it is written takes a version without anybody changing it, now or when what holds it is published again.</summary>
    public static bool Follows(string reference, string id, string version)
    {
        var bare = reference.Split('#')[0];
        return bare == id || bare == $"{id}/v{SemanticVersion.Parse(version).Major}";
    }

    /// <summary>The text of a shared schema, or of one that belongs to something else, by URN; null where there is none.</summary>
    internal JsonElement? Document(string urn) => documents.TryGetValue(urn, out var document) ? document : null;

    /// <summary>What a schema declares.</summary>
    /// <exception cref="InvalidOperationException">The catalogue has no such schema.</exception>
    internal SchemaMember Member(string urn) => members.GetOrAdd(urn, key => SchemaMember.Of(
        key,
        Document(key) ?? throw new InvalidOperationException($"The schema '{key}' is not in the catalogue; GET /api/schemas lists what is."),
        Document));

    /// <summary>What two versions mean for one another; the newer one need not be published.</summary>
    /// <param name="beside">What is published with the newer one, itself included, and what it may refer to; empty where it refers to what is there.</param>
    /// <exception cref="SchemaException">The newer one is not a valid schema.</exception>
    public CompatibilityReport Compare(SchemaVersion older, SchemaVersion newer, params IReadOnlyList<SchemaVersion> beside) =>
        byUrn.ContainsKey(newer.Urn) ? SchemaComparison.Compare(registry, older.Urn, newer.Urn, Comparing)
        : beside.Count > 1 ? SchemaComparison.Compare(With([.. beside.Where(schema => !byUrn.ContainsKey(schema.Urn))]), older.Urn, newer.Urn, Comparing)
        : SchemaComparison.Compare(registry, older.Urn, JsonElement.Parse(newer.Json.Span, Deep), Comparing);

    /// <summary>One version, or the latest when <paramref name="version"/> is empty; null when unknown.</summary>
    public SchemaVersion? Find(string id, string? version = null) =>
        Resolve(string.IsNullOrEmpty(version) ? id : $"{id}@{version}") is { } urn ? byUrn.GetValueOrDefault(urn) : null;

    /// <summary>Every mistake of a document, in both languages; empty when it is valid.</summary>
    /// <exception cref="InvalidOperationException">The catalogue has no such schema.</exception>
    public IReadOnlyList<PayloadError> Validate(string reference, ReadOnlyMemory<byte> document)
    {
        var urn = Resolve(reference)
            ?? throw new InvalidOperationException($"The schema '{reference}' is not in the catalogue; put it in the folder of HUB__SCHEMAS or PUT it to /api/schemas.");
        var validator = validators.GetOrAdd(urn, key => new Lazy<JsonSchemaValidator>(() => registry.Compile(key, Options))).Value;
        if (validator.IsValid(document.Span))
        {
            return [];
        }

        return
        [
            .. validator.Validate(document).Errors.Select(error => new PayloadError(
                error.InstanceLocation,
                error.KeywordLocation,
                new LocalizedText(error.Message.Fr, error.Message.En))),
        ];
    }

    /// <summary>Adds a schema that belongs to something else, such as a connector's operation. Adding it again replaces nothing.</summary>
    /// <remarks>Its <c>$ref</c>s may name shared schemas as <see cref="Resolve"/> takes them.</remarks>
    /// <exception cref="SchemaException">It is not a valid schema, or refers to one that is not there.</exception>
    public void AddInline(string urn, JsonElement schema)
    {
        lock (adding)
        {
            if (!registry.Contains(urn))
            {
                // Compiled first: what the registry holds once stays, and would be taken for good the next time.
                var known = SharedReferences.Resolved(schema, Resolve);
                _ = registry.Compile(known, Options);
                registry.Add(urn, known);
                documents[urn] = known;
            }
        }
    }

    /// <summary>Publishes a version. A version that is there already must be the same: published schemas do not change.</summary>
    /// <exception cref="SchemaException">It is not a valid schema.</exception>
    public async Task<SchemaPut> PutAsync(SchemaVersion schema, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
        (await PutAllAsync([schema], alongside, cancellationToken))[0];

    /// <summary>Publishes versions that may refer to one another, in one commit: all, or none where one is a conflict.</summary>
    /// <returns>What became of each, in their order. Where there is a conflict, the others say what would have become of them.</returns>
    /// <exception cref="SchemaException">One of them is not a valid schema.</exception>
    public async Task<IReadOnlyList<SchemaPut>> PutAllAsync(IReadOnlyList<SchemaVersion> schemas, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        await putting.WaitAsync(cancellationToken);
        try
        {
            var puts = Examine(schemas);
            SchemaVersion[] created = [.. schemas.Where((_, i) => puts[i] == SchemaPut.Created)];
            if (created.Length > 0 && !puts.Contains(SchemaPut.Conflict))
            {
                // In force once it is durable: a store that cannot write must not leave a schema that the next start does not know.
                await store.SaveAsync(created, clock.GetUtcNow(), alongside, cancellationToken);
                foreach (var schema in created)
                {
                    Add(schema);
                }
            }

            return puts;
        }
        finally
        {
            putting.Release();
        }
    }

    /// <summary>What putting these versions would come to. Puts nothing.</summary>
    /// <exception cref="SchemaException">One of them is not a valid schema, or refers to one that is neither here nor among them.</exception>
    public IReadOnlyList<SchemaPut> Examine(IReadOnlyList<SchemaVersion> schemas)
    {
        lock (adding)
        {
            var puts = schemas.Select(schema => !byUrn.TryGetValue(schema.Urn, out var existing) ? SchemaPut.Created
                : JsonElement.DeepEquals(JsonElement.Parse(existing.Json.Span, Deep), JsonElement.Parse(schema.Json.Span, Deep)) ? SchemaPut.Unchanged
                : SchemaPut.Conflict).ToArray();
            SchemaVersion[] created = [.. schemas.Where((_, i) => puts[i] == SchemaPut.Created)];
            if (created.Length > 0)
            {
                var together = With(created);
                foreach (var schema in created)
                {
                    _ = together.Compile(schema.Urn, Options);
                }
            }

            return puts;
        }
    }

    // A registry of its own: new versions may need one another, and an identifier inside one of them may be another's.
    private SchemaRegistry With(IReadOnlyList<SchemaVersion> created)
    {
        var together = new SchemaRegistry();
        foreach (var schema in byUrn.Values.Concat(created))
        {
            together.Add(schema.Urn, schema.Json);
        }

        return together;
    }

    private void Add(SchemaVersion schema)
    {
        lock (adding)
        {
            if (byUrn.ContainsKey(schema.Urn))
            {
                return;
            }

            registry.Add(schema.Urn, schema.Json);
            documents[schema.Urn] = JsonElement.Parse(schema.Json.Span, Deep);
            byUrn[schema.Urn] = schema;
            var current = latest.GetValueOrDefault(schema.Id) is { } urn ? byUrn[urn].Version : null;
            if (current is null || SemanticVersion.Parse(schema.Version).CompareTo(SemanticVersion.Parse(current)) > 0)
            {
                latest[schema.Id] = schema.Urn;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "The schema {File} is not used: {Reason}")]
        public static partial void Refused(ILogger logger, string file, string reason);
    }
}
