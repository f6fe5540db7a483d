using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Schemas;

/// <summary>Writes the URNs that references such as <c>identity.pivot/v1</c> mean, perhaps with a fragment, in the place of these.</summary>
internal static class SharedReferences
{
    /// <param name="resolve">The URN that a reference means; null when it is none of the catalogue's.</param>
    public static JsonElement Resolved(JsonElement schema, Func<string, string?> resolve)
    {
        var copy = JsonNode.Parse(schema.GetRawText());
        Rewrite(copy, resolve);
        return JsonSerializer.SerializeToElement(copy);
    }

    private static void Rewrite(JsonNode? node, Func<string, string?> resolve)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["$ref"] is JsonValue reference && reference.TryGetValue(out string? name) && !name.StartsWith('#')
                    && name.Split('#', 2) is [var target, .. var fragment] && resolve(target) is { } found)
                {
                    members["$ref"] = fragment.Length > 0 ? $"{found}#{fragment[0]}" : found;
                }

                foreach (var (_, value) in members)
                {
                    Rewrite(value, resolve);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Rewrite(item, resolve);
                }

                break;
        }
    }
}
