using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.JsonSchema;
using Hub.Server.ReferenceData;
using Hub.Server.Web;

namespace Hub.Server.Schemas;

/// <summary>
/// The shared schemas: loaded from their folder, or put over HTTP; immutable once there. Found by identifier
/// (<c>domain.name</c>, with or without version) or by URN; each compiled once, when first needed.
/// </summary>
public sealed partial class SchemaCatalog(ISchemaStore store, TimeProvider clock, ILogger<SchemaCatalog> logger) : IDisposable
{
    private const string UrnPrefix = "urn:hub:schema:";

    // Formats are asserted: a birth date that is no date is wrong here, whatever the annotation-only default says.
    private static readonly SchemaOptions Options = ReferenceFormats.Options;

    private readonly SchemaRegistry registry = new();
    private readonly ConcurrentDictionary<string, SchemaVersion> byUrn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<JsonSchemaValidator>> validators = new(StringComparer.Ordinal);
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
            ? byUrn.ContainsKey(UrnOf(id, version)) ? UrnOf(id, version) : null
            : latest.GetValueOrDefault(id);
    }

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
                var known = WithUrns(schema);
                _ = registry.Compile(known, Options);
                registry.Add(urn, known);
            }
        }
    }

    private JsonElement WithUrns(JsonElement schema)
    {
        var copy = JsonNode.Parse(schema.GetRawText());
        Rewrite(copy);
        return JsonSerializer.SerializeToElement(copy);

        void Rewrite(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    if (members["$ref"] is JsonValue reference && reference.TryGetValue(out string? name) && !name.StartsWith('#') && Resolve(name) is { } found)
                    {
                        members["$ref"] = found;
                    }

                    foreach (var (_, value) in members)
                    {
                        Rewrite(value);
                    }

                    break;
                case JsonArray items:
                    foreach (var item in items)
                    {
                        Rewrite(item);
                    }

                    break;
            }
        }
    }

    /// <summary>Publishes a version. A version that is there already must be the same: published schemas do not change.</summary>
    /// <exception cref="SchemaException">It is not a valid schema.</exception>
    public async Task<SchemaPut> PutAsync(SchemaVersion schema, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        await putting.WaitAsync(cancellationToken);
        try
        {
            return await PutInTurnAsync(schema, alongside, cancellationToken);
        }
        finally
        {
            putting.Release();
        }
    }

    private async Task<SchemaPut> PutInTurnAsync(SchemaVersion schema, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        lock (adding)
        {
            if (byUrn.TryGetValue(schema.Urn, out var existing))
            {
                return JsonElement.DeepEquals(JsonElement.Parse(existing.Json.Span), JsonElement.Parse(schema.Json.Span)) ? SchemaPut.Unchanged : SchemaPut.Conflict;
            }

            _ = registry.Compile(schema.Json, Options);
        }

        // In force once it is durable: a store that cannot write must not leave a schema that the next start does not know.
        await store.SaveAsync(schema, clock.GetUtcNow(), alongside, cancellationToken);
        Add(schema);
        return SchemaPut.Created;
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
            byUrn[schema.Urn] = schema;
            var current = latest.GetValueOrDefault(schema.Id) is { } urn ? byUrn[urn].Version : null;
            if (current is null || SemanticVersion.Parse(schema.Version).CompareTo(SemanticVersion.Parse(current)) > 0)
            {
                latest[schema.Id] = schema.Urn;
            }
        }
    }

    private static string UrnOf(string id, string version) => $"{UrnPrefix}{id.Replace('.', ':')}:{version}";

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "The schema {File} is not used: {Reason}")]
        public static partial void Refused(ILogger logger, string file, string reason);
    }
}

/// <summary>What became of a schema that was put.</summary>
public enum SchemaPut
{
    Created,
    Unchanged,

    /// <summary>This version exists with other content.</summary>
    Conflict,
}
