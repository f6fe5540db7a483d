using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Compatibility;

/// <summary>
/// Small schemas of any keywords in any company, over a world so small that its documents can all be listed. Nobody writes such schemas;
/// they find the corners that realistic ones do not have.
/// </summary>
internal sealed class WildSchemas(Random chance)
{
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly string[] Patterns = ["^a", "b", "^ab?$", "^[ab]{1,2}$", "^$", "c|^a$"];

    public JsonObject Make()
    {
        var root = Schema(3);
        root["$defs"] = new JsonObject { ["d"] = Schema(1) };
        return root;
    }

    /// <summary>Another version: one keyword more, less or other, or the whole within a choice.</summary>
    public JsonObject Edit(JsonObject schema)
    {
        var edited = (JsonObject)schema.DeepClone();
        var definitions = edited["$defs"]!;
        switch (chance.Next(8))
        {
            case 0 when edited.Count > 1:
                edited.Remove(edited.Select(member => member.Key).First(name => name != "$defs"));
                return edited;
            case 1:
                return Make();
            case 2 or 3:
                edited.Remove("$defs");
                return new JsonObject { [chance.Next(2) == 0 ? "allOf" : "anyOf"] = new JsonArray(edited, Schema(1)), ["$defs"] = definitions.DeepClone() };
            case 4:
                edited.Remove("$defs");
                return new JsonObject { ["not"] = new JsonObject { ["not"] = edited }, ["$defs"] = definitions.DeepClone() };
            default:
                Add(edited, 2);
                return edited;
        }
    }

    private JsonObject Schema(int depth)
    {
        var schema = new JsonObject();
        for (var keywords = chance.Next(1, 4); keywords > 0; keywords--)
        {
            Add(schema, depth);
        }

        return schema;
    }

    private JsonNode Sub(int depth) => chance.Next(12) switch { 0 => true, 1 => false, _ => Schema(depth - 1) };

    /// <summary>Below a member or an item a schema may refer back.</summary>
    private JsonNode Below(int depth) => chance.Next(8) == 0 ? new JsonObject { ["$ref"] = chance.Next(2) == 0 ? "#" : "#/$defs/d" } : Sub(depth);

    private string Name() => Names[chance.Next(Names.Length)];

    private JsonNode? Value() => chance.Next(9) switch { 0 => null, 1 => true, 2 => 0, 3 => 1, 4 => "a", 5 => "ab", 6 => new JsonArray(0), 7 => new JsonObject { ["a"] = 0 }, _ => 2 };

    private void Add(JsonObject schema, int depth)
    {
        string[] types = ["null", "boolean", "integer", "number", "string", "array", "object"];
        switch (chance.Next(depth > 0 ? 34 : 18))
        {
            case 0 or 1:
                schema["type"] = chance.Next(3) == 0 ? new JsonArray(types[chance.Next(3)], types[chance.Next(3, 7)]) : types[chance.Next(7)];
                break;
            case 2:
                schema["const"] = Value();
                break;
            case 3:
                schema["enum"] = new JsonArray(Value(), Value(), Value());
                break;
            case 4:
                schema["minimum"] = chance.Next(-1, 3);
                break;
            case 5:
                schema["maximum"] = chance.Next(-1, 3);
                break;
            case 6:
                schema["exclusiveMinimum"] = chance.Next(-1, 2);
                break;
            case 7:
                schema["multipleOf"] = chance.Next(2) == 0 ? 0.5 : chance.Next(1, 4);
                break;
            case 8:
                schema["minLength"] = chance.Next(0, 3);
                break;
            case 9:
                schema["maxLength"] = chance.Next(0, 3);
                break;
            case 10:
                schema["pattern"] = Patterns[chance.Next(Patterns.Length)];
                break;
            case 11:
                schema[chance.Next(2) == 0 ? "minItems" : "maxItems"] = chance.Next(0, 3);
                break;
            case 12:
                schema["uniqueItems"] = true;
                break;
            case 13 or 14:
                schema["required"] = new JsonArray(Name());
                break;
            case 15:
                schema[chance.Next(2) == 0 ? "minProperties" : "maxProperties"] = chance.Next(0, 3);
                break;
            case 16:
                schema["dependentRequired"] = new JsonObject { [Name()] = new JsonArray(Name()) };
                break;
            case 17:
                schema["format"] = "date";
                break;
            case 18 or 19:
                schema["properties"] = new JsonObject { ["a"] = Below(depth), [Names[chance.Next(1, 3)]] = Below(depth) };
                break;
            case 20:
                schema["patternProperties"] = new JsonObject { [Patterns[chance.Next(Patterns.Length)]] = Below(depth) };
                break;
            case 21:
                schema["additionalProperties"] = Below(depth);
                break;
            case 22:
                schema["propertyNames"] = Sub(1);
                break;
            case 23:
                schema["items"] = Below(depth);
                break;
            case 24:
                schema["prefixItems"] = chance.Next(2) == 0 ? new JsonArray(Below(depth)) : new JsonArray(Below(depth), Below(depth));
                break;
            case 25:
                schema["contains"] = Sub(depth);
                if (chance.Next(2) == 0)
                {
                    schema["minContains"] = chance.Next(0, 3);
                }

                if (chance.Next(2) == 0)
                {
                    schema["maxContains"] = chance.Next(0, 3);
                }

                break;
            case 26:
                schema["dependentSchemas"] = new JsonObject { [Name()] = Sub(depth) };
                break;
            case 27:
                schema["allOf"] = new JsonArray(Sub(depth), Sub(depth));
                break;
            case 28:
                schema["anyOf"] = new JsonArray(Sub(depth), Sub(depth));
                break;
            case 29:
                schema["oneOf"] = new JsonArray(Sub(depth), Sub(depth), Sub(depth));
                break;
            case 30:
                schema["not"] = Sub(depth);
                break;
            case 31:
                schema["if"] = Sub(depth);
                schema["then"] = Sub(depth);
                schema["else"] = Sub(depth);
                break;
            case 32:
                schema["unevaluatedProperties"] = Sub(depth);
                break;
            default:
                schema["unevaluatedItems"] = Sub(depth);
                break;
        }
    }
}
