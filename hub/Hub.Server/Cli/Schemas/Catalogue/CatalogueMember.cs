using System.Text.Json;

namespace Hub.Server.Cli.Schemas.Catalogue;

/// <summary>One row of a schema's table: a member, at whatever depth, with the schema that describes it.</summary>
/// <param name="Path">From the root, members separated by points, <c>[]</c> for each item of a list.</param>
/// <param name="Schema">What describes it; of a list, the list.</param>
/// <param name="Reference">The URN that it refers to, with fragment; null when it is described in place.</param>
internal sealed record CatalogueMember(string Path, int Depth, JsonElement Schema, bool IsRequired, string? Reference)
{
    // Deeper than any shared schema; a definition that holds itself must end somewhere.
    private const int Deepest = 8;

    /// <summary>The members in the order of the schema, each before its own; definitions of the same schema are followed, other schemas are not.</summary>
    public static IEnumerable<CatalogueMember> Of(JsonElement root) => Members(root, root, "", 0, []);

    private static IEnumerable<CatalogueMember> Members(JsonElement root, JsonElement schema, string at, int depth, IReadOnlyCollection<string> within)
    {
        if (depth > Deepest || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var property in properties.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object))
        {
            var path = at.Length == 0 ? property.Name : $"{at}.{property.Name}";
            yield return new CatalogueMember(path, depth, property.Value, required.Contains(property.Name), OtherReference(property.Value));

            // Of a list, the members of its items.
            var (inner, suffix) = (property.Value, "");
            while (inner.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
            {
                (inner, suffix) = (items, suffix + "[]");
            }

            var (target, local) = Follow(root, inner);
            if (local is null || !within.Contains(local))
            {
                foreach (var member in Members(root, target, path + suffix, depth + 1, local is null ? within : [.. within, local]))
                {
                    yield return member;
                }
            }
        }
    }

    /// <summary>A reference to another schema, of the member itself or of the items of its list.</summary>
    private static string? OtherReference(JsonElement schema)
    {
        while (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
        {
            schema = items;
        }

        return schema.TryGetProperty("$ref", out var reference) && reference.GetString() is { } urn && !urn.StartsWith('#') ? urn : null;
    }

    /// <summary>The definition of the same schema that a node stands for, with its pointer; the node itself where there is none.</summary>
    private static (JsonElement Target, string? Pointer) Follow(JsonElement root, JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference) || reference.GetString() is not ['#', '/', .. var pointer])
        {
            return (schema, null);
        }

        var target = root;
        foreach (var part in pointer.Split('/'))
        {
            if (!target.TryGetProperty(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out target))
            {
                return (schema, null);
            }
        }

        return (target, pointer);
    }
}
