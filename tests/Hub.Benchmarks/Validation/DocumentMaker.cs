using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hub.Benchmarks.Validation;

/// <summary>
/// Makes documents after a schema, the same in every run: required members always, others now and then. It aims at valid ones and does not
/// promise them: whoever asks keeps those that a validator accepts, and has the others made by <see cref="Spoil"/>.
/// </summary>
/// <param name="schemas">The schemas that may be referred to, by address.</param>
/// <param name="samples">Texts seen in examples, by the name of their property: they follow the patterns.</param>
internal sealed class DocumentMaker(Random random, IReadOnlyDictionary<string, JsonNode> schemas, ILookup<string, string> samples)
{
    private const int DeepestOptional = 5;
    private const int Deepest = 14;

    private static readonly string[] Texts =
    [
        "Mairie de quartier", "école", "a", "en", "1.0.0", "3.1.0", "31000", "2026-09-01", "https://example.org/page", "#/components/a", "/requests", "x-note", "200", "default", "application/json",
        "ab", "ABC-1", "21310555400017", "12", "0612345678", "+33612345678", "nom@example.org",
    ];

    private static readonly string[] Names = ["first", "second", "/requests/{id}", "x-note", "200", "application/json", "a1"];

    public JsonNode? Next(JsonNode schema) => Make([schema], "", 0);

    /// <summary>The same document with one thing changed: a value of another type, a member missing, or one too many.</summary>
    public JsonNode? Spoil(JsonNode? document)
    {
        var copy = document?.DeepClone();
        var places = new List<JsonNode>();
        Collect(copy);
        if (places.Count == 0)
        {
            return JsonValue.Create(random.Next(2) == 0);
        }

        switch (places[random.Next(places.Count)])
        {
            case JsonObject { Count: > 0 } members:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                _ = random.Next(3) switch { 0 => members.Remove(name), 1 => Set(members, name, JsonValue.Create(-1.5)), _ => Set(members, "unexpected member", new JsonObject()) };
                break;
            case JsonObject members:
                members["unexpected member"] = 1;
                break;
            case JsonArray { Count: > 0 } items:
                items[random.Next(items.Count)] = random.Next(2) == 0 ? null : new JsonArray();
                break;
            case JsonArray items:
                items.Add(new JsonArray());
                break;
        }

        return copy;

        void Collect(JsonNode? node)
        {
            if (node is JsonObject or JsonArray)
            {
                places.Add(node);
                foreach (var child in node is JsonObject members ? members.Select(member => member.Value) : (JsonArray)node)
                {
                    Collect(child);
                }
            }
        }

        static bool Set(JsonObject members, string name, JsonNode value)
        {
            members[name] = value;
            return true;
        }
    }

    private JsonNode? Make(IEnumerable<JsonNode?> applied, string name, int depth)
    {
        var parts = new List<JsonObject>();
        foreach (var schema in applied)
        {
            Gather(schema, parts, 0);
        }

        foreach (var part in parts)
        {
            if (part.ContainsKey("const"))
            {
                return part["const"]?.DeepClone();
            }

            if (part["enum"] is JsonArray { Count: > 0 } listed)
            {
                return listed[random.Next(listed.Count)]?.DeepClone();
            }
        }

        return Kind(parts) switch
        {
            "object" => MakeObject(parts, depth),
            "array" => MakeArray(parts, name, depth),
            "integer" => JsonValue.Create(Math.Max(Number(parts, "minimum") ?? 0, Math.Min(Number(parts, "maximum") ?? long.MaxValue, random.Next(1, 500)))),
            "number" => JsonValue.Create((double)(Number(parts, "minimum") ?? random.Next(0, 40)) + 0.25),
            "boolean" => JsonValue.Create(random.Next(2) == 0),
            "null" => null,
            _ => JsonValue.Create(MakeText(parts, name)),
        };
    }

    /// <summary>The schemas that speak of the same value: all of allOf, one of the others.</summary>
    private void Gather(JsonNode? schema, List<JsonObject> parts, int depth)
    {
        if (schema is not JsonObject keywords || depth > Deepest)
        {
            return;
        }

        parts.Add(keywords);
        foreach (var reference in (string[])["$ref", "$dynamicRef"])
        {
            if (keywords[reference] is JsonValue written)
            {
                Gather(Find(keywords, written.GetValue<string>()), parts, depth + 1);
            }
        }

        foreach (var branch in keywords["allOf"] as JsonArray ?? [])
        {
            Gather(branch, parts, depth + 1);
        }

        foreach (var choice in (string[])["anyOf", "oneOf"])
        {
            if (keywords[choice] is JsonArray { Count: > 0 } branches)
            {
                Gather(branches[random.Next(branches.Count)], parts, depth + 1);
            }
        }
    }

    private JsonNode? Find(JsonNode from, string reference)
    {
        var parts = reference.Split('#');
        var root = parts[0].Length == 0 ? from.Root : schemas.GetValueOrDefault(parts[0]);
        var fragment = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        if (fragment.Length > 0 && fragment[0] != '/')
        {
            return Anchored(root, fragment);
        }

        return fragment.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(segment => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .Aggregate(root, (node, segment) => node is JsonArray items ? items[int.Parse(segment, CultureInfo.InvariantCulture)] : node?[segment]);
    }

    private static JsonNode? Anchored(JsonNode? node, string anchor)
    {
        if (node is JsonObject keywords && ((keywords["$anchor"] ?? keywords["$dynamicAnchor"]) as JsonValue)?.TryGetValue(out string? name) == true && name == anchor)
        {
            return node;
        }

        var children = node switch { JsonObject members => members.Select(member => member.Value), JsonArray items => items, _ => [] };
        return children.Select(child => Anchored(child, anchor)).FirstOrDefault(found => found is not null);
    }

    private string Kind(List<JsonObject> parts)
    {
        foreach (var part in parts)
        {
            switch (part["type"])
            {
                case JsonArray { Count: > 0 } types:
                    // A boolean where a schema may stand too: by $dynamicRef, ajv takes it for none.
                    var names = types.Select(type => type?.GetValue<string>() ?? "null").Where(type => types.Count == 1 || type != "boolean").ToArray();
                    return names[random.Next(names.Length)];
                case JsonValue type:
                    return type.GetValue<string>();
            }
        }

        return parts.Exists(part => part.ContainsKey("properties") || part.ContainsKey("required") || part.ContainsKey("additionalProperties")) ? "object"
            : parts.Exists(part => part.ContainsKey("items")) ? "array" : "string";
    }

    private JsonObject MakeObject(List<JsonObject> parts, int depth)
    {
        var made = new JsonObject();
        var required = parts.SelectMany(part => part["required"] as JsonArray ?? []).Select(name => name?.GetValue<string>() ?? "").ToHashSet();
        var known = parts.SelectMany(part => part["properties"] as JsonObject ?? []).ToLookup(member => member.Key, member => member.Value);
        foreach (var name in known.Select(member => member.Key).Union(required))
        {
            var wanted = required.Contains(name) || (depth < DeepestOptional && random.Next(100) < (known.Count > 20 ? 25 : 50));
            if (wanted && depth < Deepest && !known[name].Any(IsFalse))
            {
                made[name] = Make(known[name], name, depth + 1);
            }
        }

        if (depth < DeepestOptional)
        {
            AddOthers(made, parts, depth);
        }

        return made;
    }

    private void AddOthers(JsonObject made, List<JsonObject> parts, int depth)
    {
        foreach (var (pattern, schema) in parts.SelectMany(part => part["patternProperties"] as JsonObject ?? []))
        {
            if (Names.FirstOrDefault(name => Regex.IsMatch(name, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))) is { } name && random.Next(2) == 0)
            {
                made[name] = Make([schema], name, depth + 1);
            }
        }

        foreach (var more in parts.Select(part => part["additionalProperties"]).OfType<JsonObject>().Take(1))
        {
            for (var number = random.Next(3); number > 0; number--)
            {
                made[Names[number - 1]] = Make([more], Names[number - 1], depth + 1);
            }
        }
    }

    private JsonArray MakeArray(List<JsonObject> parts, string name, int depth)
    {
        var made = new JsonArray();
        var least = (int)(Number(parts, "minItems") ?? 0);
        var most = (int)(Number(parts, "maxItems") ?? least + 3);
        var count = depth < DeepestOptional ? random.Next(least, Math.Max(least, Math.Min(most, least + 3)) + 1) : least;
        var items = parts.Select(part => part["items"]).OfType<JsonObject>().ToArray();
        for (; count > 0 && depth < Deepest; count--)
        {
            var item = Make(items, name, depth + 1);
            if (!parts.Exists(part => part["uniqueItems"] is not null) || !made.Any(other => JsonNode.DeepEquals(other, item)))
            {
                made.Add(item);
            }
        }

        return made;
    }

    private string MakeText(List<JsonObject> parts, string name)
    {
        var pattern = parts.Select(part => part["pattern"]?.GetValue<string>()).FirstOrDefault(written => written is not null);
        var (least, most) = (Number(parts, "minLength") ?? 0, Number(parts, "maxLength") ?? int.MaxValue);
        var seen = samples[name].ToArray();
        var offered = seen.Concat(parts.SelectMany(part => part["examples"] as JsonArray ?? []).OfType<JsonValue>().Select(example => example.ToString())).Concat(Texts.Skip(random.Next(3)));
        var fitting = offered.Where(text => text.Length >= least && text.Length <= most && (pattern is null || Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))).Take(8).ToArray();
        return fitting.Length > 0 ? fitting[random.Next(fitting.Length)] : new string('x', (int)Math.Max(1, least));
    }

    private static bool IsFalse(JsonNode? schema) => schema is JsonValue value && value.TryGetValue(out bool all) && !all;

    private static long? Number(List<JsonObject> parts, string keyword) =>
        parts.Select(part => part[keyword]).OfType<JsonValue>().Select(value => (long?)value.GetValue<double>()).FirstOrDefault();
}
