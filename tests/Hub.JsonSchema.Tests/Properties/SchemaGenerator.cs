using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Properties;

/// <summary>
/// Random schemas of draft 7, 2019-09 and 2020-12, with every keyword that has a verdict. A definition refers to a later one for the
/// same value and to any for what lies below it, so that no reference goes round without end.
/// </summary>
internal sealed class SchemaGenerator
{
    private const int Definitions = 3;
    private static readonly string[] Types = ["null", "boolean", "integer", "number", "string", "array", "object"];
    private static readonly string[] Patterns = ["^a", "b$", "^[a-c]+$", "[0-9]", "é", "^.$", "^(a|é)?", "^x-", "\\w{2,3}", "^\\S*$"];

    private readonly ValueGenerator values;
    private readonly string dialect;
    private readonly string[] keywords;

    public SchemaGenerator(Random random, string dialect)
    {
        values = new ValueGenerator(random);
        this.dialect = dialect;
        string[] always =
        [
            "type", "type", "type", "const", "enum", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern",
            "minItems", "maxItems", "uniqueItems", "contains", "items", "items", "prefix", "minProperties", "maxProperties", "required", "properties", "properties", "properties",
            "patternProperties", "additionalProperties", "propertyNames", "allOf", "anyOf", "oneOf", "not", "if", "$ref",
        ];
        keywords = dialect == SchemaDialects.Draft7 + "#"
            ? [.. always, "dependencies"]
            : [.. always, "dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedItems", "unevaluatedProperties", "unevaluatedProperties", "minContains"];

        // The differences "contains", "failed branch", "branch not taken" and "contains in nothing": what leads to them is not put into one schema.
        string[] left = random.Next(4) switch
        {
            0 or 1 => ["contains", "minContains", "anyOf", "oneOf", "if", "dependentSchemas"],
            2 => ["unevaluatedItems", "unevaluatedProperties", "prefix"],
            _ => ["unevaluatedItems", "unevaluatedProperties", "contains", "minContains"],
        };
        keywords = [.. keywords.Where(keyword => !left.Contains(keyword))];
    }

    private bool IsNewest => dialect == SchemaDialects.Draft202012;

    private string DefinitionsName => dialect == SchemaDialects.Draft7 + "#" ? "definitions" : "$defs";

    public JsonObject Next()
    {
        var root = Schema(depth: 3, first: 0, count: 2 + values.UpTo(3));
        root["$schema"] = dialect;
        if (IsNewest)
        {
            root["$dynamicAnchor"] = "node";
        }

        var definitions = new JsonObject();
        for (var i = 0; i < Definitions; i++)
        {
            definitions["d" + i] = Schema(depth: 2, first: i + 1, count: 1 + values.UpTo(2));
        }

        root[DefinitionsName] = definitions;
        return root;
    }

    /// <param name="first">The first definition that may be referred to for the same value.</param>
    private JsonObject Schema(int depth, int first, int count)
    {
        var schema = new JsonObject();
        for (; count > 0; count--)
        {
            Add(schema, values.Pick(keywords), depth, first);
        }

        // Until draft 7, what stands beside a reference is not read.
        return dialect == SchemaDialects.Draft7 + "#" && schema["$ref"] is { } reference ? new JsonObject { ["$ref"] = reference.DeepClone() } : schema;
    }

    private void Add(JsonObject schema, string keyword, int depth, int first)
    {
        switch (keyword)
        {
            case "type":
                schema["type"] = values.Chance(0.3) ? new JsonArray([.. Enumerable.Range(0, 1 + values.UpTo(2)).Select(_ => values.Pick(Types)).Distinct().Select(type => JsonValue.Create(type))]) : values.Pick(Types);
                break;
            case "const":
                schema["const"] = values.Any(2);
                break;
            case "enum":
                schema["enum"] = new JsonArray([.. Enumerable.Range(0, 1 + values.UpTo(4)).Select(_ => values.Any(1)).DistinctBy(value => value?.ToJsonString() ?? "null")]);
                break;
            case "multipleOf":
                schema["multipleOf"] = ValueGenerator.Written(values.Pick(["1", "2", "3", "0.5", "0.25", "0.1", "1.0", "1e1"]));
                break;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum":
                schema[keyword] = values.Number();
                break;
            case "minLength" or "minItems" or "minProperties":
                schema[keyword] = ValueGenerator.Count(values.UpTo(2));
                break;
            case "maxLength" or "maxItems" or "maxProperties":
                schema[keyword] = ValueGenerator.Count(values.UpTo(3));
                break;
            case "minContains":
                schema["contains"] ??= Below(depth);
                schema["minContains"] = ValueGenerator.Count(values.UpTo(2));
                if (values.Chance(0.5))
                {
                    schema["maxContains"] = ValueGenerator.Count(values.UpTo(3));
                }

                break;
            case "pattern":
                schema["pattern"] = values.Pick(Patterns);
                break;
            case "uniqueItems":
                schema["uniqueItems"] = values.Chance(0.9);
                break;
            case "required":
                schema["required"] = NameList();
                break;
            case "properties":
                schema["properties"] = Map(() => values.Name(), () => Below(depth), 3);
                break;
            case "patternProperties":
                schema["patternProperties"] = Map(() => values.Pick(Patterns), () => Below(depth), 2);
                break;
            case "dependentRequired":
                schema[keyword] = Map(() => values.Name(), NameList, 2);
                break;
            case "dependentSchemas":
                schema[keyword] = Map(() => values.Name(), () => InPlace(depth, first), 2);
                break;
            case "dependencies":
                schema[keyword] = Map(() => values.Name(), () => values.Chance(0.5) ? NameList() : InPlace(depth, first), 2);
                break;
            case "prefix":
                var list = new JsonArray([.. Enumerable.Range(0, 1 + values.UpTo(2)).Select(_ => Below(depth))]);
                schema[IsNewest ? "prefixItems" : "items"] = list;
                if (!IsNewest && values.Chance(0.5))
                {
                    schema["additionalItems"] = Below(depth);
                }

                break;
            case "items" or "contains" or "additionalProperties" or "unevaluatedItems" or "unevaluatedProperties":
                schema[keyword] = Below(depth);
                break;
            case "propertyNames":
                schema[keyword] = values.Chance(0.5) ? new JsonObject { ["pattern"] = values.Pick(Patterns) } : new JsonObject { ["maxLength"] = ValueGenerator.Count(values.UpTo(3)) };
                break;
            case "allOf" or "anyOf" or "oneOf":
                schema[keyword] = new JsonArray([.. Enumerable.Range(0, 1 + values.UpTo(2)).Select(_ => InPlace(depth, first))]);
                break;
            case "not":
                schema[keyword] = InPlace(depth, first);
                break;
            case "if":
                schema["if"] = InPlace(depth, first);
                schema[values.Chance(0.5) ? "then" : "else"] = InPlace(depth, first);
                break;
            case "$ref" when first < Definitions:
                schema["$ref"] = $"#/{DefinitionsName}/d{first + values.UpTo(Definitions - 1 - first)}";
                break;
        }
    }

    private JsonNode InPlace(int depth, int first) => depth == 0 || values.Chance(0.08) ? Leaf() : Schema(depth - 1, first, 1 + values.UpTo(2));

    private JsonNode Below(int depth)
    {
        if (values.Chance(0.1))
        {
            return IsNewest && values.Chance(0.4)
                ? new JsonObject { ["$dynamicRef"] = "#node" }
                : new JsonObject { ["$ref"] = $"#/{DefinitionsName}/d{values.UpTo(Definitions - 1)}" };
        }

        return depth == 0 || values.Chance(0.1) ? Leaf() : Schema(depth - 1, 0, 1 + values.UpTo(2));
    }

    private JsonNode Leaf() => values.Chance(0.5) ? JsonValue.Create(values.Chance(0.6)) : new JsonObject { ["type"] = values.Pick(Types) };

    // The difference "empty name": asked for by none.
    private JsonArray NameList() => [.. Enumerable.Range(0, values.UpTo(2)).Select(_ => values.Name()).Where(name => name.Length > 0).Distinct().Select(name => JsonValue.Create(name))];

    private JsonObject Map(Func<string> name, Func<JsonNode> value, int most)
    {
        var map = new JsonObject();
        for (var members = 1 + values.UpTo(most - 1); members > 0; members--)
        {
            map[name()] = value();
        }

        return map;
    }
}
