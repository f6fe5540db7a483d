using System.Text.Json;

namespace Hub.Server.Cli.Schemas.Catalogue;

/// <summary>The conditions of a schema – what one member asks of another – in words where they have a plain form, otherwise as they are written.</summary>
internal static class CatalogueRules
{
    private static readonly string[] Conditions = ["if", "anyOf", "oneOf", "allOf", "not", "dependentRequired", "dependentSchemas"];

    /// <summary>Each rule as a sentence (text, with member names between back-ticks) or as JSON.</summary>
    public static IEnumerable<(string Text, bool IsJson)> Of(JsonElement root, CatalogueWords words)
    {
        foreach (var (place, schema) in new[] { ("", root) }.Concat(CatalogueMember.Of(root).Select(member => (member.Path, member.Schema))).Where(each => Conditions.Any(condition => each.Item2.TryGetProperty(condition, out _))))
        {
            var at = place.Length == 0 ? "" : words.Say($"Dans `{place}` : ", $"In `{place}`: ");
            foreach (var (text, isJson) in Rules(schema, words))
            {
                yield return isJson ? (text, true) : (at + text, false);
            }
        }
    }

    private static IEnumerable<(string Text, bool IsJson)> Rules(JsonElement schema, CatalogueWords words)
    {
        if (schema.TryGetProperty("dependentRequired", out var dependent))
        {
            foreach (var each in dependent.EnumerateObject())
            {
                var (names, areMany) = (Names(each.Value, words), each.Value.GetArrayLength() > 1);
                yield return (words.Say($"si `{each.Name}` est donné, {names} {(areMany ? "le sont" : "l'est")} aussi.", $"where `{each.Name}` is given, so {(areMany ? "are" : "is")} {names}."), false);
            }
        }

        if (schema.TryGetProperty("if", out var condition) && schema.TryGetProperty("then", out var then))
        {
            yield return Condition(condition, then, words);
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var rule in all.EnumerateArray().SelectMany(each => Rules(each, words)))
            {
                yield return rule;
            }
        }

        if (schema.TryGetProperty("anyOf", out var any))
        {
            var names = any.EnumerateArray().Select(each => Required(each, words)).ToArray();
            yield return names.All(each => each is not null)
                ? (words.Say($"au moins l'un de {string.Join(", ", names)} est obligatoire.", $"at least one of {string.Join(", ", names)} is required."), false)
                : (Json("anyOf", any), true);
        }

        foreach (var name in new[] { "oneOf", "not", "dependentSchemas" })
        {
            if (schema.TryGetProperty(name, out var other))
            {
                yield return (Json(name, other), true);
            }
        }
    }

    private static (string Text, bool IsJson) Condition(JsonElement condition, JsonElement then, CatalogueWords words)
    {
        // Only a condition on values and a conclusion of required members have a plain form.
        if (Required(then, words) is { } consequence && When(condition, words) is { } when)
        {
            var areMany = then.GetProperty("required").GetArrayLength() > 1;
            return (words.Say($"si {when}, {consequence} {(areMany ? "sont obligatoires" : "est obligatoire")}.", $"where {when}, {consequence} {(areMany ? "are" : "is")} required."), false);
        }

        return (JsonSerializer.Serialize(new { @if = condition, then }, Readable), true);
    }

    private static string? When(JsonElement condition, CatalogueWords words)
    {
        if (condition.EnumerateObject().Count() == 1 && condition.TryGetProperty("not", out var not))
        {
            var absent = not.TryGetProperty("anyOf", out var any) && not.EnumerateObject().Count() == 1 ? [.. any.EnumerateArray().Select(each => Required(each, words))] : new[] { Required(not, words) };
            return absent.Contains(null) ? null
                : absent is [var single] ? words.Say($"{single} n'est pas donné", $"{single} is not given")
                : words.Say($"ni {string.Join(" ni ", absent)} n'est donné", $"neither {string.Join(" nor ", absent)} is given");
        }

        if (condition.EnumerateObject().Any(member => member.Name is not ("required" or "properties")) || !condition.TryGetProperty("properties", out var properties))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var property in properties.EnumerateObject())
        {
            var keyword = property.Value.EnumerateObject().ToArray();
            if (keyword is not [var only])
            {
                return null;
            }

            switch (only.Name)
            {
                case "const":
                    parts.Add(words.Say($"`{property.Name}` vaut {Value(only.Value)}", $"`{property.Name}` is {Value(only.Value)}"));
                    break;
                case "enum":
                    parts.Add(words.Say($"`{property.Name}` vaut {string.Join(" ou ", only.Value.EnumerateArray().Select(Value))}", $"`{property.Name}` is {string.Join(" or ", only.Value.EnumerateArray().Select(Value))}"));
                    break;
                case "minimum":
                    parts.Add(words.Say($"`{property.Name}` atteint {Value(only.Value)}", $"`{property.Name}` reaches {Value(only.Value)}"));
                    break;
                case "contains" when only.Value.TryGetProperty("const", out var item):
                    parts.Add(words.Say($"`{property.Name}` contient {Value(item)}", $"`{property.Name}` contains {Value(item)}"));
                    break;
                default:
                    return null;
            }
        }

        return string.Join(words.Say(" et ", " and "), parts);
    }

    /// <summary>The members that a schema requires and nothing else; null when it says more.</summary>
    private static string? Required(JsonElement schema, CatalogueWords words) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("required", out var required) && schema.EnumerateObject().Count() == 1 ? Names(required, words) : null;

    private static string Names(JsonElement names, CatalogueWords words) => string.Join(words.Say(" et ", " and "), names.EnumerateArray().Select(name => $"`{name.GetString()}`"));

    private static string Value(JsonElement value) => $"`{(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText())}`";

    private static string Json(string keyword, JsonElement value) => JsonSerializer.Serialize(new Dictionary<string, JsonElement> { [keyword] = value }, Readable);

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };
}
