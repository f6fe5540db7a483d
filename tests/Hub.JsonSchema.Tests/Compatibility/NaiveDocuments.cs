using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Compatibility;

/// <summary>Documents made by reading a schema's keywords one by one, without any reasoning: mostly valid, sometimes not. Independent of what is tested.</summary>
internal sealed class NaiveDocuments(JsonElement root, Random chance)
{
    private static readonly string[] Texts =
        ["", "x", "00000", "75056", "2A004", "FR-12", "ABC-7", "paris", "a.b-c", "0123456789", "01 23 45 67 89", "FRANCE", "1234", "2026-09", "2026-09-01", "2026-09-01T08:30:00Z", "nom@example.org", "https://example.org/page", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "08:30:00Z", "192.0.2.1", "P3D", "received", "accepted"];

    public JsonNode? Make() => Make(root, 0);

    private JsonNode? Make(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > 8)
        {
            return 1;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Make(root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), depth + 1);
        }

        if (schema.TryGetProperty("const", out var only))
        {
            return JsonNode.Parse(only.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return JsonNode.Parse(values[chance.Next(values.GetArrayLength())].GetRawText());
        }

        foreach (var keyword in new[] { "oneOf", "anyOf" })
        {
            if (!schema.TryGetProperty("properties", out _) && schema.TryGetProperty(keyword, out var branches))
            {
                return Make(branches[chance.Next(branches.GetArrayLength())], depth + 1);
            }
        }

        var type = schema.TryGetProperty("type", out var declared) ? (declared.ValueKind == JsonValueKind.Array ? declared[chance.Next(declared.GetArrayLength())] : declared).GetString() : "string";
        return type switch
        {
            "object" => Record(schema, depth),
            "array" => List(schema, depth),
            "integer" => Bound(schema) + chance.Next(-1, 3),
            "number" => Bound(schema) + (chance.Next(-1, 6) / 2m),
            "boolean" => chance.Next(2) == 0,
            "null" => null,
            _ => Text(schema),
        };
    }

    private JsonObject Record(JsonElement schema, int depth)
    {
        var record = new JsonObject();
        var required = schema.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(name => name.GetString()!).ToList() : [];
        var members = (schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default)
            .Concat(schema.TryGetProperty("allOf", out _) && root.GetProperty("$defs").GetProperty("address").TryGetProperty("properties", out var more) ? more.EnumerateObject() : default);
        foreach (var member in members)
        {
            if (chance.Next(30) > 0 && (required.Contains(member.Name) || chance.Next(2) == 0))
            {
                record[member.Name] = Make(member.Value, depth + 1);
            }
        }

        if (chance.Next(12) == 0)
        {
            record[chance.Next(2) == 0 ? "x-other" : SchemaMaker.Names[chance.Next(SchemaMaker.Names.Length)]] = Texts[chance.Next(Texts.Length)];
        }

        return record;
    }

    private JsonArray List(JsonElement schema, int depth)
    {
        var list = new JsonArray();
        var count = Count(schema, "minItems", 0) + chance.Next(3);
        for (var i = 0; i < count; i++)
        {
            var item = schema.TryGetProperty("prefixItems", out var prefix) && i < prefix.GetArrayLength() ? prefix[i]
                : schema.TryGetProperty("items", out var items) ? items
                : schema.TryGetProperty("contains", out var contains) ? contains
                : default;
            list.Add(Make(item, depth + 1));
        }

        return list;
    }

    private JsonNode Text(JsonElement schema)
    {
        var fitting = schema.TryGetProperty("pattern", out _) || schema.TryGetProperty("format", out _);
        return fitting || chance.Next(3) == 0 ? Texts[chance.Next(Texts.Length)] : new string('t', Math.Max(0, Count(schema, chance.Next(2) == 0 ? "minLength" : "maxLength", 3) + chance.Next(-1, 2)));
    }

    private decimal Bound(JsonElement schema)
    {
        string[] bounds = [.. new[] { "minimum", "maximum", "exclusiveMaximum", "multipleOf" }.Where(keyword => schema.TryGetProperty(keyword, out _))];
        return bounds.Length == 0 ? 7 : schema.GetProperty(bounds[chance.Next(bounds.Length)]).GetDecimal();
    }

    private static int Count(JsonElement schema, string keyword, int otherwise) => schema.TryGetProperty(keyword, out var value) ? (int)value.GetDecimal() : otherwise;
}
