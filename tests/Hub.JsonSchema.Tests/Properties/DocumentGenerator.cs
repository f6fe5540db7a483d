using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Properties;

/// <summary>Documents near a generated schema: mostly what it asks for, here and there something else, so that both verdicts come often.</summary>
internal sealed class DocumentGenerator(Random random, JsonObject root)
{
    // The chance, at each value, of something that the schema was not asked about.
    private const double Astray = 0.08;

    private readonly ValueGenerator values = new(random);

    public string Next() => From(root, 4)?.ToJsonString() ?? "null";

    private JsonNode? From(JsonNode? schema, int depth)
    {
        if (schema is not JsonObject keywords || depth <= 0 || values.Chance(Astray))
        {
            return values.Any(Math.Max(depth, 0));
        }

        if (keywords.ContainsKey("const"))
        {
            return keywords["const"]?.DeepClone();
        }

        if (keywords["enum"] is JsonArray { Count: > 0 } listed)
        {
            return values.Pick<JsonNode?>([.. listed])?.DeepClone();
        }

        // One of the schemas that speak of the same value, or this one itself.
        var others = InPlace(keywords).ToArray();
        if (others.Length > 0 && values.Chance(0.5))
        {
            return From(values.Pick(others), depth - 1);
        }

        return Kind(keywords) switch
        {
            "null" => null,
            "boolean" => JsonValue.Create(values.Chance(0.5)),
            "integer" or "number" => Number(keywords),
            "string" => JsonValue.Create(values.Text()),
            "array" => Array(keywords, depth - 1),
            _ => Object(keywords, depth - 1),
        };
    }

    private IEnumerable<JsonNode?> InPlace(JsonObject keywords)
    {
        if (keywords["$ref"]?.GetValue<string>() is { } reference)
        {
            yield return reference.Split('/').Skip(1).Aggregate((JsonNode?)root, (node, segment) => node?[segment]);
        }

        foreach (var name in (string[])["allOf", "anyOf", "oneOf"])
        {
            foreach (var branch in keywords[name] as JsonArray ?? [])
            {
                yield return branch;
            }
        }

        foreach (var name in (string[])["if", "then", "else"])
        {
            if (keywords[name] is { } branch)
            {
                yield return branch;
            }
        }
    }

    private string Kind(JsonObject keywords)
    {
        if (keywords["type"] is JsonArray { Count: > 0 } types)
        {
            return values.Pick<JsonNode?>([.. types])?.GetValue<string>() ?? "null";
        }

        if (keywords["type"] is JsonValue type)
        {
            return type.GetValue<string>();
        }

        // Without a type, what the other keywords look at.
        var hints = keywords.Select(keyword => keyword.Key switch
        {
            "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf" => "number",
            "minLength" or "maxLength" or "pattern" => "string",
            "items" or "prefixItems" or "contains" or "minItems" or "maxItems" or "uniqueItems" or "unevaluatedItems" or "additionalItems" => "array",
            "$schema" or "$defs" or "definitions" or "$dynamicAnchor" => null,
            _ => "object",
        }).OfType<string>().ToArray();
        return hints.Length > 0 ? values.Pick(hints) : values.Pick(["null", "boolean", "number", "string", "array", "object"]);
    }

    private JsonNode Number(JsonObject keywords)
    {
        foreach (var bound in (string[])["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"])
        {
            if (keywords[bound] is { } limit && values.Chance(0.3))
            {
                return limit.DeepClone();
            }
        }

        return values.Number();
    }

    private JsonArray Array(JsonObject keywords, int depth)
    {
        var array = new JsonArray();
        foreach (var item in (keywords["prefixItems"] ?? keywords["items"]) as JsonArray ?? [])
        {
            if (values.Chance(0.85))
            {
                array.Add(From(item, depth));
            }
        }

        string[] rests = ["items", "contains", "additionalItems", "unevaluatedItems"];
        for (var more = values.UpTo(3); more > 0; more--)
        {
            var rest = values.Pick(rests);
            array.Add(keywords[rest] is JsonObject schema ? From(schema, depth) : values.Any(depth));
        }

        return array;
    }

    private JsonObject Object(JsonObject keywords, int depth)
    {
        var result = new JsonObject();
        foreach (var (name, schema) in keywords["properties"] as JsonObject ?? [])
        {
            if (values.Chance(0.8))
            {
                result[name] = From(schema, depth);
            }
        }

        foreach (var name in keywords["required"] as JsonArray ?? [])
        {
            if (values.Chance(0.9) && name?.GetValue<string>() is { } asked && !result.ContainsKey(asked))
            {
                result[asked] = values.Any(depth);
            }
        }

        string[] rests = ["additionalProperties", "unevaluatedProperties", "patternProperties"];
        for (var more = values.UpTo(2); more > 0; more--)
        {
            var rest = keywords[values.Pick(rests)] as JsonObject;
            result[values.Name()] = rest is not null ? From(rest.Count == 1 ? rest.First().Value ?? rest : rest, depth) : values.Any(depth);
        }

        return result;
    }
}
