using System.Globalization;
using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Compatibility;

/// <summary>Changes a schema as people do from one version to the next.</summary>
internal sealed class SchemaEdits(Random chance)
{
    private readonly SchemaMaker _maker = new(chance);

    public JsonObject Edit(JsonObject schema)
    {
        for (var tries = 0; ; tries++)
        {
            var edited = (JsonObject)schema.DeepClone();
            var places = Schemas(edited).ToList();
            if (Change(edited, places[chance.Next(places.Count)]) || tries > 50)
            {
                return edited;
            }
        }
    }

    private bool Change(JsonObject root, JsonObject at) => chance.Next(20) switch
    {
        0 => RemoveProperty(at),
        1 => AddProperty(at),
        2 => RenameProperty(at),
        3 or 4 => ToggleRequired(at),
        5 => EditValues(at, add: true),
        6 => EditValues(at, add: false),
        7 => WidenType(at),
        8 or 9 or 10 => EditBound(at),
        11 => EditPattern(at),
        12 => EditFormat(at),
        13 => OpenOrClose(at),
        14 => MoveToDefinitions(root, at),
        15 => EditBranches(at),
        16 => EditList(at),
        17 => Reword(at),
        18 => EditCondition(at),
        _ => Replace(at),
    };

    private bool RemoveProperty(JsonObject at)
    {
        if (at["properties"] is not JsonObject { Count: > 1 } properties)
        {
            return false;
        }

        var name = properties.ElementAt(chance.Next(properties.Count)).Key;
        properties.Remove(name);
        Unrequire(at, name);
        return true;
    }

    private bool AddProperty(JsonObject at)
    {
        if (at["properties"] is not JsonObject properties)
        {
            return false;
        }

        var name = SchemaMaker.Names[chance.Next(SchemaMaker.Names.Length)];
        return properties.TryAdd(name, _maker.Any(2));
    }

    private bool RenameProperty(JsonObject at)
    {
        if (at["properties"] is not JsonObject { Count: > 0 } properties)
        {
            return false;
        }

        var (name, schema) = properties.ElementAt(chance.Next(properties.Count));
        properties.Remove(name);
        properties["renamed"] = schema?.DeepClone();
        if (Unrequire(at, name))
        {
            Require(at, "renamed");
        }

        return true;
    }

    private bool ToggleRequired(JsonObject at)
    {
        if (at["properties"] is not JsonObject { Count: > 0 } properties)
        {
            return false;
        }

        var name = properties.ElementAt(chance.Next(properties.Count)).Key;
        if (!Unrequire(at, name))
        {
            Require(at, name);
        }

        return true;
    }

    private static void Require(JsonObject at, string name)
    {
        at["required"] ??= new JsonArray();
        at["required"]!.AsArray().Add(name);
    }

    private static bool Unrequire(JsonObject at, string name)
    {
        if (at["required"] is not JsonArray required || required.FirstOrDefault(each => each!.GetValue<string>() == name) is not { } found)
        {
            return false;
        }

        required.Remove(found);
        if (required.Count == 0)
        {
            at.Remove("required");
        }

        return true;
    }

    private bool EditValues(JsonObject at, bool add)
    {
        if (at["enum"] is not JsonArray values || (!add && values.Count < 2))
        {
            return false;
        }

        if (add)
        {
            values.Add("added");
        }
        else
        {
            values.RemoveAt(chance.Next(values.Count));
        }

        return true;
    }

    private bool WidenType(JsonObject at)
    {
        if (at["type"] is not JsonValue type)
        {
            return at["type"] is JsonArray { Count: > 1 } && at.Remove("type") | at.TryAdd("type", "string");
        }

        at["type"] = type.GetValue<string>() switch
        {
            "integer" => chance.Next(2) == 0 ? "number" : "string",
            "number" => "integer",
            var other => chance.Next(3) == 0 ? "integer" : new JsonArray(other, "null"),
        };
        return true;
    }

    private bool EditBound(JsonObject at)
    {
        string[] bounds = ["minimum", "maximum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf"];
        if (bounds.Where(at.ContainsKey).OrderBy(_ => chance.Next()).FirstOrDefault() is not { } keyword)
        {
            if (at["type"] is not JsonValue type || type.GetValue<string>() is not ("string" or "integer" or "number"))
            {
                return false;
            }

            at[type.GetValue<string>() == "string" ? "maxLength" : "maximum"] = chance.Next(1, 100);
            return true;
        }

        if (chance.Next(4) == 0)
        {
            return at.Remove(keyword);
        }

        var value = decimal.Parse(at[keyword]!.ToJsonString(), CultureInfo.InvariantCulture);
        at[keyword] = keyword == "multipleOf" ? value * 2 : Math.Max(keyword is "minimum" or "maximum" or "exclusiveMaximum" ? -9 : 0, value + (chance.Next(2) == 0 ? 1 : -1));
        return true;
    }

    private bool EditPattern(JsonObject at)
    {
        if (at["type"]?.ToString() != "string")
        {
            return false;
        }

        at["pattern"] = SchemaMaker.Patterns[chance.Next(SchemaMaker.Patterns.Length)];
        return true;
    }

    private bool EditFormat(JsonObject at)
    {
        if (at["type"]?.ToString() != "string" || at.Remove("format"))
        {
            return at["type"]?.ToString() == "string";
        }

        at["format"] = SchemaMaker.Formats[chance.Next(SchemaMaker.Formats.Length)];
        return true;
    }

    private static bool OpenOrClose(JsonObject at)
    {
        if (at["properties"] is null)
        {
            return false;
        }

        if (!at.Remove("additionalProperties"))
        {
            at["additionalProperties"] = false;
        }

        return true;
    }

    /// <summary>No document is judged differently for it.</summary>
    private static bool MoveToDefinitions(JsonObject root, JsonObject at)
    {
        if (ReferenceEquals(root, at) || at.ContainsKey("$ref") || at.Count == 0)
        {
            return false;
        }

        var definitions = root["$defs"]!.AsObject();
        var name = "moved" + definitions.Count.ToString(CultureInfo.InvariantCulture);
        var copy = at.DeepClone();
        at.Clear();
        at["$ref"] = "#/$defs/" + name;
        definitions[name] = copy;
        return true;
    }

    private bool EditBranches(JsonObject at)
    {
        if ((at["oneOf"] ?? at["anyOf"]) is not JsonArray branches)
        {
            return false;
        }

        if (chance.Next(2) == 0 && branches.Count > 1)
        {
            branches.RemoveAt(chance.Next(branches.Count));
        }
        else
        {
            var added = _maker.Record(2);
            added["properties"]!["kind"] = new JsonObject { ["const"] = "added" };
            added["required"] = new JsonArray("kind");
            branches.Add(added);
        }

        return true;
    }

    private bool EditList(JsonObject at)
    {
        if (at["type"]?.ToString() != "array")
        {
            return false;
        }

        switch (chance.Next(4))
        {
            case 0 when !at.Remove("uniqueItems"):
                at["uniqueItems"] = true;
                break;
            case 1:
                at["items"] = _maker.Any(3);
                break;
            case 2 when !at.Remove("contains"):
                at["contains"] = _maker.Any(3);
                break;
            case 3:
                at["prefixItems"] = new JsonArray(_maker.Any(3));
                break;
        }

        return true;
    }

    private static bool Reword(JsonObject at)
    {
        at["title"] = "Autre titre";
        at["description"] = "Autre description";
        return true;
    }

    private bool EditCondition(JsonObject at)
    {
        string[] keywords = ["if", "then", "dependentRequired", "dependentSchemas", "not", "anyOf", "patternProperties", "propertyNames", "allOf", "unevaluatedProperties"];
        return keywords.Where(at.ContainsKey).OrderBy(_ => chance.Next()).FirstOrDefault() is { } keyword && at.Remove(keyword);
    }

    private bool Replace(JsonObject at)
    {
        if (at["properties"] is not JsonObject { Count: > 0 } properties)
        {
            return false;
        }

        properties[properties.ElementAt(chance.Next(properties.Count)).Key] = _maker.Any(2);
        return true;
    }

    /// <summary>Every subschema that is an object.</summary>
    private static IEnumerable<JsonObject> Schemas(JsonObject schema)
    {
        yield return schema;
        foreach (var (keyword, value) in schema)
        {
            IEnumerable<JsonNode?> below = keyword switch
            {
                "properties" or "$defs" or "patternProperties" or "dependentSchemas" => value!.AsObject().Select(member => member.Value),
                "allOf" or "anyOf" or "oneOf" or "prefixItems" => value!.AsArray(),
                "items" or "contains" or "if" or "then" or "not" or "propertyNames" => [value],
                _ => [],
            };
            foreach (var inner in below.OfType<JsonObject>().SelectMany(Schemas))
            {
                yield return inner;
            }
        }
    }
}
