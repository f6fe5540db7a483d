using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Compatibility;

/// <summary>Schemas of the shape that local authorities write: objects of texts, amounts, dates and lists, with definitions, conditions and choices.</summary>
internal sealed class SchemaMaker(Random chance)
{
    public static readonly string[] Names =
        ["givenNames", "familyName", "birthDate", "email", "phone", "amount", "status", "children", "address", "comment", "reference", "quantity", "startDate", "documents", "kind", "country"];

    public static readonly string[] Patterns = ["^[0-9]{5}$", "^(2[AB]|[0-9]{2})[0-9]{3}$", "\\S", "^[A-Z]{2,3}-[0-9]+$", "^[a-z][a-z0-9.-]{0,20}$", "^0[1-9]([ .-]?[0-9]{2}){4}$", "^FR", "^(?!00)[0-9]{4}$", "^[12][0-9]{3}(-[0-9]{2})?$"];

    public static readonly string[] Formats = ["date", "date-time", "email", "uri", "uuid", "time", "ipv4", "duration"];

    public static readonly string[] Values = ["received", "underReview", "accepted", "refused", "closed", "monday", "tuesday"];

    public JsonObject Make()
    {
        var root = Record(depth: 0);

        // What nothing refers to cannot break: most definitions are in use.
        foreach (var (name, definition) in new[] { ("home", "address"), ("label", "line"), ("tree", "node") })
        {
            if (chance.Next(3) > 0)
            {
                root["properties"]![name] = new JsonObject { ["$ref"] = "#/$defs/" + definition };
            }
        }

        root["$schema"] = SchemaDialects.Draft202012;
        root["title"] = "Demande";
        root["$defs"] = new JsonObject { ["address"] = Record(depth: 2), ["line"] = Text(), ["node"] = Node() };
        return root;
    }

    public JsonNode Any(int depth) => chance.Next(depth >= 3 ? 11 : 16) switch
    {
        <= 4 => Text(),
        <= 7 => Number(),
        8 => new JsonObject { ["type"] = "boolean" },
        9 => Enumeration(),
        10 => new JsonObject { ["type"] = new JsonArray("string", "null"), ["maxLength"] = chance.Next(1, 40) },
        <= 12 => List(depth + 1),
        13 => Record(depth + 1),
        14 => new JsonObject { ["$ref"] = "#/$defs/" + new[] { "address", "line", "node" }[chance.Next(3)] },
        _ => Choice(depth + 1),
    };

    public JsonObject Text()
    {
        var text = new JsonObject { ["type"] = "string" };
        switch (chance.Next(5))
        {
            case 0:
                text["pattern"] = Patterns[chance.Next(Patterns.Length)];
                break;
            case 1:
                text["format"] = Formats[chance.Next(Formats.Length)];
                break;
            case 2:
                text["minLength"] = chance.Next(0, 3);
                text["maxLength"] = chance.Next(3, 60);
                break;
            case 3:
                text["minLength"] = 1;
                text["maxLength"] = chance.Next(20, 255);
                text["pattern"] = "\\S";
                break;
        }

        return text;
    }

    public JsonObject Number()
    {
        var number = new JsonObject { ["type"] = chance.Next(3) > 0 ? "integer" : "number" };
        if (chance.Next(2) == 0)
        {
            number["minimum"] = chance.Next(-5, 5);
        }

        if (chance.Next(2) == 0)
        {
            number[chance.Next(4) == 0 ? "exclusiveMaximum" : "maximum"] = chance.Next(6, 1000);
        }

        if (chance.Next(6) == 0)
        {
            number["multipleOf"] = new[] { 0.01m, 0.5m, 2m, 5m, 10m }[chance.Next(5)];
        }

        return number;
    }

    public JsonObject Enumeration() =>
        chance.Next(5) == 0 ? new JsonObject { ["const"] = true } : new JsonObject { ["enum"] = new JsonArray([.. Pick(Values, chance.Next(2, 5)).Select(value => (JsonNode)value)]) };

    public JsonObject List(int depth)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = Any(depth + 1) };
        if (chance.Next(2) == 0)
        {
            list["minItems"] = chance.Next(1, 3);
        }

        if (chance.Next(2) == 0)
        {
            list["maxItems"] = chance.Next(3, 8);
        }

        if (chance.Next(4) == 0)
        {
            list["uniqueItems"] = true;
        }

        if (chance.Next(8) == 0)
        {
            list["prefixItems"] = new JsonArray(Text(), Number());
        }

        if (chance.Next(8) == 0)
        {
            list["contains"] = Enumeration();
            list.Remove("items");
        }

        return list;
    }

    public JsonObject Record(int depth)
    {
        var names = Pick(Names, chance.Next(2, depth == 0 ? 7 : 4)).ToList();
        var properties = new JsonObject();
        foreach (var name in names)
        {
            properties[name] = Any(depth + 1);
        }

        var record = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (names.Where(_ => chance.Next(2) == 0).ToList() is { Count: > 0 } required)
        {
            record["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        }

        if (chance.Next(10) < 6)
        {
            record["additionalProperties"] = false;
        }
        else if (depth < 2 && chance.Next(4) == 0)
        {
            record["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/address" });
            record["unevaluatedProperties"] = false;
        }

        switch (chance.Next(12))
        {
            case 0:
                record["if"] = new JsonObject { ["required"] = new JsonArray(names[0]), ["properties"] = new JsonObject { [names[0]] = Enumeration() } };
                record["then"] = new JsonObject { ["required"] = new JsonArray(names[^1]) };
                break;
            case 1:
                record["dependentRequired"] = new JsonObject { [names[0]] = new JsonArray(names[^1]) };
                break;
            case 2:
                record["patternProperties"] = new JsonObject { ["^x-"] = Text() };
                break;
            case 3:
                record["minProperties"] = chance.Next(1, 3);
                record["maxProperties"] = chance.Next(3, 9);
                break;
            case 4:
                record["propertyNames"] = new JsonObject { ["maxLength"] = chance.Next(10, 30) };
                break;
            case 5:
                record["anyOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray(names[0]) }, new JsonObject { ["required"] = new JsonArray(names[^1]) });
                break;
            case 6:
                record["dependentSchemas"] = new JsonObject { [names[0]] = new JsonObject { ["properties"] = new JsonObject { [names[^1]] = Any(3) } } };
                break;
            case 7:
                record["not"] = new JsonObject { ["required"] = new JsonArray(names[0], names[^1]) };
                break;
        }

        return record;
    }

    public IEnumerable<string> Pick(string[] from, int count) => from.OrderBy(_ => chance.Next()).Take(count).ToArray();

    /// <summary>One of several kinds, told by a constant.</summary>
    private JsonObject Choice(int depth) => new()
    {
        [chance.Next(3) == 0 ? "anyOf" : "oneOf"] = new JsonArray([.. Enumerable.Range(0, chance.Next(2, 4)).Select(i => (JsonNode)Kind(i, depth))]),
    };

    private JsonObject Kind(int number, int depth)
    {
        var record = Record(depth + 1);
        record["properties"]!["kind"] = new JsonObject { ["const"] = Values[number] };
        record["required"] = new JsonArray("kind");
        return record;
    }

    /// <summary>A tree.</summary>
    private JsonObject Node()
    {
        var node = Record(depth: 2);
        node["properties"]!["children"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/node" }, ["maxItems"] = chance.Next(2, 9) };
        return node;
    }
}
