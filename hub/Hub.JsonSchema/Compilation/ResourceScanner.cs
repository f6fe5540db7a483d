using System.Text.Json;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compilation;

/// <summary>
/// Finds the resources, anchors and subschemas of a document. It goes only where the dialect's keywords hold schemas: an <c>$id</c> inside
/// an <c>enum</c> or an unknown keyword is just a value.
/// </summary>
internal sealed class ResourceScanner(Func<string, Dialect?> findDialect)
{
    private readonly Dictionary<string, SchemaResource> _found = [];

    /// <summary>The resources found, by absolute URI.</summary>
    public IReadOnlyDictionary<string, SchemaResource> Found => _found;

    /// <summary>Scans a document; returns its root resource.</summary>
    public SchemaResource Scan(string retrievalUri, JsonElement root, Dialect defaultDialect)
    {
        var dialect = DialectOf(root, defaultDialect, retrievalUri, "");
        var id = IdOf(root, dialect);
        var uri = id is null ? retrievalUri : UriReference.Parse(id).ResolveAgainst(UriReference.Parse(retrievalUri)).Document;
        var resource = new SchemaResource(uri, root, dialect);
        Register(uri, resource, "");
        if (uri != retrievalUri && retrievalUri.Length > 0)
        {
            Register(retrievalUri, resource, "");
        }

        Walk(resource, "", root);
        return resource;
    }

    private void Walk(SchemaResource resource, string pointer, JsonElement schema)
    {
        resource.Subschemas[pointer] = schema;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        ReadAnchors(resource, pointer, schema);
        foreach (var member in schema.EnumerateObject())
        {
            if (resource.Dialect.Find(member.Name) is { Shape: not Shape.None } definition)
            {
                WalkKeyword(resource, JsonPointer.Join(pointer, member.Name), member.Value, definition.Shape);
            }
        }
    }

    private void WalkKeyword(SchemaResource resource, string pointer, JsonElement value, Shape shape)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array when shape.HasFlag(Shape.List):
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Descend(resource, $"{pointer}/{index++}", item);
                }

                break;
            case JsonValueKind.Object when shape.HasFlag(Shape.Map):
                foreach (var member in value.EnumerateObject())
                {
                    Descend(resource, JsonPointer.Join(pointer, member.Name), member.Value);
                }

                break;
            case JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False when shape.HasFlag(Shape.One):
                Descend(resource, pointer, value);
                break;
        }
    }

    private void Descend(SchemaResource resource, string pointer, JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Object)
        {
            var dialect = DialectOf(schema, resource.Dialect, resource.BaseUri, pointer);
            if (IdOf(schema, dialect) is { } id)
            {
                var uri = UriReference.Parse(id).ResolveAgainst(UriReference.Parse(resource.BaseUri)).Document;
                var inner = new SchemaResource(uri, schema, dialect);
                Register(uri, inner, pointer);
                resource.Embedded[pointer] = inner;
                Walk(inner, "", schema);
                return;
            }
        }

        Walk(resource, pointer, schema);
    }

    private Dialect DialectOf(JsonElement schema, Dialect inherited, string uri, string pointer)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$schema", out var declared) || declared.ValueKind != JsonValueKind.String)
        {
            return inherited;
        }

        var name = declared.GetString() ?? "";
        return findDialect(name) ?? throw new SchemaException(uri, pointer + "/$schema", new(
            $"Le dialecte « {name} » n'est pas connu ; utilisez « {SchemaDialects.Draft202012} », ou ajoutez d'abord son méta-schéma au registre.",
            $"The dialect “{name}” is unknown; use “{SchemaDialects.Draft202012}”, or add its meta-schema to the registry first."));
    }

    /// <summary>The identifier that gives a schema its own base URI, without fragment; null when it has none.</summary>
    private static string? IdOf(JsonElement schema, Dialect dialect)
    {
        if (schema.ValueKind != JsonValueKind.Object
            || (dialect.ReferenceStandsAlone && schema.TryGetProperty("$ref", out _))
            || !schema.TryGetProperty(dialect.IdKeyword, out var id)
            || id.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var document = (id.GetString() ?? "").Split('#')[0];
        return document.Length > 0 ? document : null;
    }

    private static void ReadAnchors(SchemaResource resource, string pointer, JsonElement schema)
    {
        var dialect = resource.Dialect;
        if (dialect.ReferenceStandsAlone)
        {
            // Until draft 7 an anchor is an identifier that is only, or ends with, a fragment.
            if (!schema.TryGetProperty("$ref", out _) && Text(schema, dialect.IdKeyword) is { } id && id.Split('#') is [_, { Length: > 0 } fragment] && fragment[0] != '/')
            {
                Anchor(resource, fragment, pointer, dialect.IdKeyword);
            }

            return;
        }

        if (Text(schema, "$anchor") is { } anchor)
        {
            Anchor(resource, anchor, pointer, "$anchor");
        }

        if (dialect.Draft == Draft.V202012 && Text(schema, "$dynamicAnchor") is { } dynamic)
        {
            Anchor(resource, dynamic, pointer, "$dynamicAnchor");
            resource.DynamicAnchors[dynamic] = pointer;
        }

        if (dialect.Draft == Draft.V201909 && pointer.Length == 0
            && schema.TryGetProperty("$recursiveAnchor", out var recursive) && recursive.ValueKind == JsonValueKind.True)
        {
            resource.DynamicAnchors[SchemaResource.RecursiveAnchor] = "";
        }
    }

    private static string? Text(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Anchor(SchemaResource resource, string name, string pointer, string keyword)
    {
        if (!resource.Anchors.TryAdd(name, pointer) && resource.Anchors[name] != pointer)
        {
            throw new SchemaException(resource.BaseUri, JsonPointer.Join(pointer, keyword), new(
                $"L'ancre « {name} » est déjà donnée à « {resource.Anchors[name]} » ; renommez l'une des deux.",
                $"The anchor “{name}” is already given to “{resource.Anchors[name]}”; rename one of the two."));
        }
    }

    private void Register(string uri, SchemaResource resource, string pointer)
    {
        if (!_found.TryAdd(uri, resource))
        {
            throw new SchemaException(uri, pointer, new(
                $"L'identifiant « {uri} » est donné deux fois ; chaque schéma doit avoir le sien.",
                $"The identifier “{uri}” is given twice; each schema must have its own."));
        }
    }
}
