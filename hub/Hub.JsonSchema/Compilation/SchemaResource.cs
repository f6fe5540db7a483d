using System.Text.Json;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compilation;

/// <summary>A schema with a base URI of its own (Core 2020-12, 4.3.5): a document, or a part of one that has an identifier.</summary>
internal sealed class SchemaResource(string baseUri, JsonElement root, Dialect dialect)
{
    /// <summary>Absolute URI without fragment; empty for a document without identifier.</summary>
    public string BaseUri { get; } = baseUri;

    public JsonElement Root { get; } = root;

    public Dialect Dialect { get; } = dialect;

    /// <summary>Pointers of the schemas that have a plain name, by that name.</summary>
    public Dictionary<string, string> Anchors { get; } = [];

    /// <summary>The same for names that <c>$dynamicRef</c> looks for; <see cref="RecursiveAnchor"/> for 2019-09.</summary>
    public Dictionary<string, string> DynamicAnchors { get; } = [];

    /// <summary>Every subschema by its pointer.</summary>
    public Dictionary<string, JsonElement> Subschemas { get; } = [];

    /// <summary>The resources within this one, by their pointer.</summary>
    public Dictionary<string, SchemaResource> Embedded { get; } = [];

    /// <summary>No anchor can have this name.</summary>
    public const string RecursiveAnchor = "$recursiveAnchor";

    /// <summary>Follows a JSON Pointer, into embedded resources where it leads there; null when there is nothing.</summary>
    public (SchemaResource Resource, string Pointer, JsonElement Element)? Follow(string pointer)
    {
        if (Subschemas.TryGetValue(pointer, out var known))
        {
            return (this, pointer, known);
        }

        var (resource, at, element) = (this, "", Root);
        foreach (var segment in JsonPointer.Segments(pointer))
        {
            if (Step(element, segment) is not { } next)
            {
                return null;
            }

            element = next;
            at = JsonPointer.Join(at, segment);
            if (resource.Embedded.TryGetValue(at, out var inner))
            {
                (resource, at) = (inner, "");
            }
        }

        return (resource, at, element);
    }

    private static JsonElement? Step(JsonElement element, string segment) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty(segment, out var property) => property,
        JsonValueKind.Array when IsIndex(segment) && int.TryParse(segment, out var index) && index < element.GetArrayLength() => element[index],
        _ => null,
    };

    private static bool IsIndex(string segment) =>
        segment.Length > 0 && segment.All(char.IsAsciiDigit) && (segment.Length == 1 || segment[0] != '0');
}
