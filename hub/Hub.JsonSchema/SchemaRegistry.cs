using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Hub.JsonSchema.Compatibility.Terms;
using Hub.JsonSchema.Compilation;

namespace Hub.JsonSchema;

/// <summary>
/// The schemas that may refer to one another. The meta-schemas of drafts 4, 6, 7, 2019-09 and 2020-12 are always in; nothing is ever
/// fetched. Safe for use from several threads.
/// </summary>
public sealed class SchemaRegistry
{
    /// <summary>Deepest nesting of arrays and objects in a schema.</summary>
    public const int MaxSchemaDepth = 256;

    private readonly Lock _adding = new();

    // Keyed by dialect; a meta-schema that the registry holds never changes.
    private readonly ConcurrentDictionary<string, JsonSchemaValidator> _metaValidators = new();

    // Swapped whole, so that compiling never waits and always sees one state.
    private volatile ImmutableDictionary<string, SchemaResource> _resources = ImmutableDictionary<string, SchemaResource>.Empty;

    /// <summary>Adds a schema document under the URI where others refer to it, and under its own <c>$id</c> if it has one.</summary>
    /// <exception cref="SchemaException">It is not a valid schema, or an identifier in it is already taken.</exception>
    public void Add(string uri, JsonElement schema, string defaultDialect = SchemaDialects.Draft202012)
    {
        ArgumentNullException.ThrowIfNull(uri);
        lock (_adding)
        {
            var scanner = new ResourceScanner(FindDialect);
            var parsed = UriReference.Parse(uri).Document;
            var root = scanner.Scan(parsed, schema.Clone(), KnownDialect(defaultDialect));
            foreach (var name in scanner.Found.Keys)
            {
                if (name.Length == 0)
                {
                    throw new SchemaException("", "", new(
                        "Le schéma n'a ni adresse ni identifiant, donc rien ne pourrait y renvoyer ; donnez-lui un « $id », ou l'adresse en argument.",
                        "The schema has neither address nor identifier, so nothing could refer to it; give it an “$id”, or the address as argument."));
                }

                if (Find(name) is not null)
                {
                    throw new SchemaException(name, "", new(
                        $"L'identifiant « {name} » est déjà au registre ; chaque schéma doit avoir le sien.",
                        $"The identifier “{name}” is already in the registry; each schema must have its own."));
                }
            }

            RefuseInvalid(root);
            _resources = _resources.AddRange(scanner.Found);
        }
    }

    /// <summary>Adds a schema document given as UTF-8 JSON.</summary>
    /// <exception cref="SchemaException">It is not JSON, not a valid schema, or an identifier in it is already taken.</exception>
    public void Add(string uri, ReadOnlyMemory<byte> utf8Schema, string defaultDialect = SchemaDialects.Draft202012) =>
        Add(uri, Parse(uri, utf8Schema), defaultDialect);

    /// <summary>Whether a schema can be referred to by this URI (without fragment).</summary>
    public bool Contains(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return Find(UriReference.Parse(uri).Document) is not null;
    }

    /// <summary>Compiles a schema that the registry holds, or a part of it when the URI has a fragment.</summary>
    /// <exception cref="SchemaException">The registry does not hold it, or something that it refers to.</exception>
    public JsonSchemaValidator Compile(string uri, SchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var used = options ?? SchemaOptions.Default;
        var compiler = new PlanCompiler(Find, used);
        var nowhere = new SchemaResource("", default, KnownDialect(used.DefaultDialect));
        var target = compiler.Resolve(nowhere, "", "$ref", uri);
        return new JsonSchemaValidator(compiler.Compile(target.Resource, target.Pointer, target.Element), used);
    }

    /// <summary>Compiles a schema that may refer to the registry's, without adding it.</summary>
    /// <exception cref="SchemaException">It is not a valid schema, or refers to something unknown.</exception>
    public JsonSchemaValidator Compile(JsonElement schema, SchemaOptions? options = null)
    {
        var used = options ?? SchemaOptions.Default;
        var scanner = new ResourceScanner(FindDialect);
        var root = scanner.Scan("", schema.Clone(), KnownDialect(used.DefaultDialect));
        RefuseInvalid(root);
        return new JsonSchemaValidator(new PlanCompiler(FindHere, used).Compile(root, "", root.Root), used);

        SchemaResource? FindHere(string uri) => scanner.Found.GetValueOrDefault(uri) ?? Find(uri);
    }

    /// <summary>Compiles a schema given as UTF-8 JSON.</summary>
    /// <exception cref="SchemaException">It is not JSON, not a valid schema, or refers to something unknown.</exception>
    public JsonSchemaValidator Compile(ReadOnlyMemory<byte> utf8Schema, SchemaOptions? options = null) => Compile(Parse("", utf8Schema), options);

    /// <summary>Where a schema of the registry lies, for those who read it without compiling it.</summary>
    internal SchemaPlace Open(string uri, SchemaOptions options)
    {
        var nowhere = new SchemaResource("", default, KnownDialect(options.DefaultDialect));
        var target = new PlanCompiler(Find, options).Resolve(nowhere, "", "$ref", uri);
        return new SchemaPlace(target.Resource, target.Pointer, target.Element, Find);
    }

    /// <summary>The same for a schema that is not in the registry.</summary>
    internal SchemaPlace Open(JsonElement schema, SchemaOptions options)
    {
        var scanner = new ResourceScanner(FindDialect);
        var root = scanner.Scan("", schema.Clone(), KnownDialect(options.DefaultDialect));
        return new SchemaPlace(root, "", root.Root, uri => scanner.Found.GetValueOrDefault(uri) ?? Find(uri));
    }

    private static JsonElement Parse(string uri, ReadOnlyMemory<byte> utf8Schema)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Schema, new JsonDocumentOptions { MaxDepth = MaxSchemaDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException failure)
        {
            var line = (failure.LineNumber ?? 0) + 1;
            throw new SchemaException(uri, "", new(
                $"Le schéma n'est pas un document JSON d'au plus {MaxSchemaDepth} niveaux ; la lecture s'arrête ligne {line}, octet {failure.BytePositionInLine}.",
                $"The schema is not a JSON document of at most {MaxSchemaDepth} levels; reading stops at line {line}, byte {failure.BytePositionInLine}."), failure);
        }
    }

    private SchemaResource? Find(string uri) => _resources.GetValueOrDefault(uri) ?? SchemaLibrary.Find(uri);

    private Dialect KnownDialect(string uri) => FindDialect(uri) ?? throw new SchemaException("", "", new(
        $"Le dialecte « {uri} » n'est pas connu ; ajoutez d'abord son méta-schéma au registre.",
        $"The dialect “{uri}” is unknown; add its meta-schema to the registry first."));

    private Dialect? FindDialect(string uri)
    {
        if (Dialect.FindBuiltIn(uri) is { } builtIn)
        {
            return builtIn;
        }

        return _resources.TryGetValue(uri.TrimEnd('#'), out var metaSchema) ? Dialect.FromMetaSchema(uri.TrimEnd('#'), metaSchema) : null;
    }

    /// <summary>Holds each resource of another dialect against its own meta-schema.</summary>
    private void RefuseInvalid(SchemaResource root)
    {
        var foreign = new List<string>();
        Visit(root, "");
        var validator = Dialect.FindBuiltIn(root.Dialect.Uri) is not null
            ? SchemaLibrary.ValidatorFor(root.Dialect.Uri)
            : _metaValidators.GetOrAdd(root.Dialect.Uri, uri => Compile(uri, new SchemaOptions { MaxDepth = MaxSchemaDepth }));
        var result = validator.Validate(root.Root);

        // The deepest place says most: what stands above it only tells that no alternative held.
        var error = result.Errors
            .Where(error => !foreign.Exists(at => error.InstanceLocation.StartsWith(at, StringComparison.Ordinal)))
            .MaxBy(error => error.InstanceLocation.Count(c => c == '/'));
        if (error is not null)
        {
            throw new SchemaException(root.BaseUri, error.InstanceLocation, new(
                $"Le schéma n'est pas valide selon « {root.Dialect.Uri} ». {error.Message.Fr}",
                $"The schema is not valid under “{root.Dialect.Uri}”. {error.Message.En}"));
        }

        void Visit(SchemaResource resource, string at)
        {
            foreach (var (pointer, inner) in resource.Embedded)
            {
                if (inner.Dialect.Uri != root.Dialect.Uri)
                {
                    foreign.Add(at + pointer);
                    RefuseInvalid(inner);
                }
                else
                {
                    Visit(inner, at + pointer);
                }
            }
        }
    }
}
