using System.Text.Json;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;

namespace Hub.Server.Connectors;

/// <summary>
/// What the operations of connectors read of shared schemas' documents, from their manifests: all of it where a schema is taken over by
/// <c>$ref</c>, only some members where the manifest names them beside the <c>$ref</c> or the <c>$ref</c> leads to one.
/// </summary>
internal sealed class ManifestReadings(ConnectorRegistry registry, SchemaCatalog schemas) : ISchemaReaders, IOperationSchemas
{
    private static readonly string[] Combining = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] Single = ["items", "additionalProperties", "not", "if", "then", "else", "contains"];
    private static readonly string[] Mapped = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

    public IEnumerable<SchemaReading> Readings() =>
        from connector in registry.All
        from operation in connector.Manifest.Operations
        let json = Json(connector.Manifest, operation.Name)
        from reading in Of(connector.Manifest, operation, json, "input", operation.InputSchema).Concat(Of(connector.Manifest, operation, json, "output", operation.OutputSchema))
        select reading;

    public OperationSchema? OutputOf(string connector, string operation)
    {
        if (registry.Find(connector)?.Manifest is not { } manifest || manifest.Find(operation) is not { } found)
        {
            return null;
        }

        var isReport = found.Kind is ConnectorOperationKind.Event or ConnectorOperationKind.Webhook;
        return (isReport ? found.InputSchema ?? found.OutputSchema : found.OutputSchema) is { } urn
            ? new OperationSchema(urn, BareReference(Json(manifest, operation), isReport && found.InputSchema is not null ? "input" : "output") ?? urn)
            : null;
    }

    private IEnumerable<SchemaReading> Of(ConnectorManifest manifest, ConnectorOperation operation, JsonElement json, string member, string? urn)
    {
        if (urn is null || !json.TryGetProperty(member, out var written))
        {
            return [];
        }

        SchemaReading Reading(string of, string reference, IReadOnlyList<string> path, ReadingExtent extent) => new()
        {
            Kind = SchemaReaderKind.Connector,
            Name = manifest.Name,
            Title = manifest.Title,
            Tenant = TenantIds.Shared,
            Place = $"{operation.Name}/{member}",
            Urn = of,
            Reference = reference,
            Path = path,
            Extent = extent,
            Produces = member == "output" || operation.Kind is ConnectorOperationKind.Event or ConnectorOperationKind.Webhook,
        };

        if (schemas.FindUrn(urn) is not null)
        {
            return [Reading(urn, BareReference(json, member) ?? urn, [], ReadingExtent.Document)];
        }

        written = written.TryGetProperty("schema", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : written;
        return schemas.Document(urn) is { } known ? Walk(written, known, [], Reading) : [];
    }

    /// <summary>Goes through a manifest's own schema, as it was written and with its references resolved: both have the same form.</summary>
    /// <param name="beside">Members that the schema around this one names of the same value.</param>
    private IEnumerable<SchemaReading> Walk(JsonElement written, JsonElement known, IReadOnlyList<IReadOnlyList<string>> beside, Func<string, string, IReadOnlyList<string>, ReadingExtent, SchemaReading> reading)
    {
        if (written.ValueKind != JsonValueKind.Object || known.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var found = new List<SchemaReading>();
        IReadOnlyList<IReadOnlyList<string>> named = [.. beside, .. Named(written)];
        if (written.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String
            && known.GetProperty("$ref").GetString()!.Split('#', 2) is [var urn, .. var fragment] && schemas.FindUrn(urn) is not null) // the same member, a text as well
        {
            var at = fragment.Length > 0 ? Segments(fragment[0]) : [];
            found.AddRange(named.Count > 0
                ? named.Select(path => reading(urn, reference.GetString()!, [.. at, .. path], ReadingExtent.Value)) // a text
                : [reading(urn, reference.GetString()!, at, at.Count == 0 ? ReadingExtent.Document : ReadingExtent.Value)]);
        }

        foreach (var keyword in Combining)
        {
            if (written.TryGetProperty(keyword, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                // What one part of an allOf names, the others' documents have.
                var together = keyword == "allOf" ? [.. named, .. list.EnumerateArray().SelectMany(Named)] : named;
                found.AddRange(list.EnumerateArray().Zip(known.GetProperty(keyword).EnumerateArray()).SelectMany(pair => Walk(pair.First, pair.Second, together, reading)));
            }
        }

        foreach (var keyword in Single)
        {
            if (written.TryGetProperty(keyword, out var single))
            {
                found.AddRange(Walk(single, known.GetProperty(keyword), [], reading));
            }
        }

        foreach (var keyword in Mapped)
        {
            if (written.TryGetProperty(keyword, out var map) && map.ValueKind == JsonValueKind.Object)
            {
                found.AddRange(map.EnumerateObject().SelectMany(entry => Walk(entry.Value, known.GetProperty(keyword).GetProperty(entry.Name), [], reading)));
            }
        }

        return found;
    }

    // The innermost members that a schema names, each as a path.
    private static IReadOnlyList<IReadOnlyList<string>> Named(JsonElement schema)
    {
        var paths = new List<IReadOnlyList<string>>();
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return paths;
        }

        var properties = schema.TryGetProperty("properties", out var map) && map.ValueKind == JsonValueKind.Object ? map : default;
        var names = properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject().Select(member => member.Name).ToList() : [];
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            names.AddRange(required.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)); // texts
        }

        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var below = properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var member) ? Below(member) : [];
            paths.AddRange(below.Count > 0 ? below.Select(path => (IReadOnlyList<string>)[name, .. path]) : [[name]]);
        }

        return paths;

        static IReadOnlyList<IReadOnlyList<string>> Below(JsonElement member) => member.ValueKind == JsonValueKind.Object && member.TryGetProperty("items", out var items)
            ? [.. Named(items).Select(path => (IReadOnlyList<string>)["[]", .. path])]
            : Named(member);
    }

    // A pointer into a schema as a path into its documents; what is no member or element, such as a $defs, ends it.
    private static IReadOnlyList<string> Segments(string pointer)
    {
        var path = new List<string>();
        var steps = pointer.Split('/').Skip(1).ToArray();
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] == "items")
            {
                path.Add("[]");
            }
            else if (steps[i] == "properties" && i + 1 < steps.Length)
            {
                path.Add(steps[++i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            }
            else
            {
                break;
            }
        }

        return path;
    }

    private static string? BareReference(JsonElement operation, string member) =>
        operation.TryGetProperty(member, out var schema) && schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String
            ? reference.GetString()
            : null;

    private static JsonElement Json(ConnectorManifest manifest, string operation) => manifest.Json.GetProperty("spec").GetProperty("operations").EnumerateArray()
        .First(candidate => candidate.GetProperty("name").ValueEquals(operation));
}
