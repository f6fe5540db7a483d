using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.JsonSchema.Formats;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Keywords;
using Hub.JsonSchema.Patterns;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Compilation;

/// <summary>Compiles the keywords of one schema: what the lines of <see cref="KeywordCatalogue"/> call.</summary>
internal sealed class NodeBuilder(PlanCompiler plan, SchemaResource resource, string pointer, JsonElement schema, SchemaNode node)
{
    // A schema may write numbers of any length; beyond this it is not a limit that anybody means.
    private const int LongestNumber = 1000;

    private Dialect Dialect => resource.Dialect;

    public SchemaNode Node => node;

    public void Build()
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            node.DefineBoolean(schema.ValueKind == JsonValueKind.True);
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("", "Un schéma doit être un objet, true ou false.", "A schema must be an object, true or false.");
        }

        var alone = Dialect.ReferenceStandsAlone && schema.TryGetProperty("$ref", out _);
        var keywords = new List<Keyword>();
        foreach (var name in alone ? ["$ref"] : KeywordCatalogue.Order)
        {
            if (schema.TryGetProperty(name, out var value) && Dialect.Find(name)?.Build is { } build && build(this, value) is { } keyword)
            {
                keywords.Add(keyword);
            }
        }

        var types = !alone && schema.TryGetProperty("type", out var type) && Dialect.Find("type") is not null ? Types(type) : JsonTypes.Any;
        node.Define(types, Dialect.Draft == Draft.V4, keywords, Annotations());
    }

    /// <summary>A subschema at a pointer relative to this schema.</summary>
    public SchemaNode Sub(string at, JsonElement value) => plan.NodeAt(resource, pointer + at, value);

    /// <summary>The subschema of a neighbour keyword; null when there is none.</summary>
    public SchemaNode? SubOf(string keyword) =>
        schema.TryGetProperty(keyword, out var value) && Dialect.Find(keyword) is not null ? Sub("/" + keyword, value) : null;

    public SchemaNode[] SubList(string at, JsonElement value) => [.. value.EnumerateArray().Select((item, i) => Sub($"{at}/{i}", item))];

    public Keyword Reference(string keyword, JsonElement value)
    {
        var written = value.GetString() ?? "";
        var target = plan.Resolve(resource, pointer, keyword, written);
        var anchor = keyword switch
        {
            "$recursiveRef" => SchemaResource.RecursiveAnchor,
            "$dynamicRef" => Uri.UnescapeDataString(UriReference.Parse(written).Fragment ?? ""),
            _ => null,
        };

        // Without the anchor at its first target, a dynamic reference is an ordinary one (Core 2020-12, 8.2.3.2).
        return anchor is not null && target.Resource.DynamicAnchors.ContainsKey(anchor)
            ? plan.Dynamic(keyword, anchor, plan.NodeAt(target.Resource, target.Pointer, target.Element))
            : new Reference(keyword, plan.NodeAt(target.Resource, target.Pointer, target.Element));
    }

    public JsonTypes Types(JsonElement value)
    {
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString()) : [value.GetString()];
        var types = JsonTypes.None;
        foreach (var name in names)
        {
            types |= name switch
            {
                "null" => JsonTypes.Null,
                "boolean" => JsonTypes.Boolean,
                "integer" => JsonTypes.Integer,
                "number" => JsonTypes.Number,
                "string" => JsonTypes.String,
                "array" => JsonTypes.Array,
                "object" => JsonTypes.Object,
                _ => throw Wrong("/type", "Un type inconnu est nommé.", "An unknown type is named."),
            };
        }

        return types;
    }

    public bool IsTrue(string keyword) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.True;

    public byte[] Number(string keyword, JsonElement value)
    {
        var text = Encoding.ASCII.GetBytes(value.GetRawText());
        return text.Length <= LongestNumber
            ? text
            : throw Wrong("/" + keyword, $"Un nombre de plus de {LongestNumber} caractères n'est pas admis.", $"A number of more than {LongestNumber} characters is not allowed.");
    }

    /// <summary>A count, however it is written (2, 2.0, 2e0); what no document can reach is the largest int.</summary>
    public static int Count(JsonElement value) =>
        value.TryGetInt32(out var count) ? count : (int)Math.Min(int.MaxValue, double.Parse(value.GetRawText(), CultureInfo.InvariantCulture));

    public TextPattern Pattern(string at, string source)
    {
        try
        {
            return plan.Pattern(source);
        }
        catch (PatternException failure)
        {
            throw Wrong(at, $"L'expression régulière ne se lit pas ({failure.Reason.Fr}). Corrigez-la d'après ECMA-262.", $"The regular expression cannot be read ({failure.Reason.En}). Mend it after ECMA-262.");
        }
    }

    public Keyword? Format(JsonElement value)
    {
        var asserts = plan.Options.AssertFormats || Dialect.Vocabularies.HasFlag(Vocabularies.FormatAssertion);
        if (!asserts || value.ValueKind != JsonValueKind.String || value.GetString() is not { } name)
        {
            return null;
        }

        if (plan.Options.Formats.TryGetValue(name, out var check))
        {
            return new FormatKeyword(name, null, check, plan.Options.FormatExplanations.GetValueOrDefault(name));
        }

        return FormatCatalogue.Find(name) is { } known ? new FormatKeyword(name, known.Example, known.Check) : null;
    }

    public Keyword? ContentOf(string keyword)
    {
        var base64 = Is("contentEncoding", "base64");
        var json = Is("contentMediaType", "application/json");
        var encoded = schema.TryGetProperty("contentEncoding", out _);
        if (!plan.Options.AssertContent || keyword != (encoded ? "contentEncoding" : "contentMediaType") || (encoded ? !base64 : !json))
        {
            return null;
        }

        return new ContentKeyword(base64, json, plan.Options.MaxDepth);

        bool Is(string name, string expected) => schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(expected);
    }

    public Keyword? ItemsOf(string keyword)
    {
        var hasPrefix = schema.TryGetProperty("prefixItems", out var prefix);
        if (keyword == "items" && hasPrefix)
        {
            return null;
        }

        return new Items("prefixItems", hasPrefix ? SubList("/prefixItems", prefix) : [], "items", SubOf("items"));
    }

    public Keyword OldItems()
    {
        var items = schema.GetProperty("items");
        return items.ValueKind == JsonValueKind.Array
            ? new Items("items", SubList("/items", items), "additionalItems", SubOf("additionalItems"))
            : new Items("items", [], "items", Sub("/items", items));
    }

    public Keyword ContainsOf(JsonElement value)
    {
        return new Contains(Sub("/contains", value), Bound("minContains"), Bound("maxContains"), Dialect.Draft == Draft.V202012);

        long? Bound(string keyword) => Dialect.Find(keyword) is not null && schema.TryGetProperty(keyword, out var bound) ? Count(bound) : null;
    }

    /// <summary>The three keywords of an object's members are one; the first of them that is there builds it.</summary>
    public Keyword? Members(string keyword)
    {
        if (keyword != new[] { "properties", "patternProperties", "additionalProperties" }.First(name => schema.TryGetProperty(name, out _)))
        {
            return null;
        }

        // Required names get a place in the table of properties, with no schema if they are not among them.
        var properties = Map("properties");
        var required = MembersCountRequired ? Names("required").ToList() : [];
        var names = properties.Select(member => member.Name).Concat(required.Except(properties.Select(member => member.Name))).ToList();
        var patterns = Map("patternProperties").Select(member => (Pattern(member.At, member.Name), Sub(member.At, member.Value)));
        return new ObjectMembers(
            names,
            [.. properties.Select(member => Sub(member.At, member.Value))],
            required,
            [.. patterns],
            SubOf("additionalProperties"));
    }

    /// <summary>Whether <c>required</c> is checked in the same pass as <c>properties</c>.</summary>
    public bool MembersCountRequired => Map("properties").Count > 0 && Names("required").Count() is > 0 and <= ObjectMembers.MostRequired;

    public Keyword DependentSchemasOf(string keyword, JsonElement value)
    {
        var schemas = Map(keyword).Where(member => value.GetProperty(member.Name).ValueKind != JsonValueKind.Array).ToList();
        return new DependentSchemas(
            keyword,
            new Utf8Table([.. schemas.Select(member => Encoding.UTF8.GetBytes(member.Name))]),
            [.. schemas.Select(member => Sub(member.At, member.Value))]);
    }

    /// <summary><c>dependencies</c> holds lists of names and schemas side by side.</summary>
    public Keyword OldDependencies(JsonElement value)
    {
        var names = DependentNames("dependencies", value);
        return value.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Array)
            ? names
            : new Both(names, DependentSchemasOf("dependencies", value));
    }

    public static Keyword DependentNames(string keyword, JsonElement value)
    {
        var lists = Distinct(value).Where(member => member.Value.ValueKind == JsonValueKind.Array).ToList();
        return new DependentRequired(
            keyword,
            new Utf8Table([.. lists.Select(member => Encoding.UTF8.GetBytes(member.Key))]),
            [.. lists.Select(member => Names(member.Value))]);
    }

    public static RequiredNames Names(JsonElement list) =>
        new(new Utf8Table([.. list.EnumerateArray().Select(name => name.GetString() ?? "").Distinct().Select(Encoding.UTF8.GetBytes)]));

    private IEnumerable<string> Names(string keyword) =>
        schema.TryGetProperty(keyword, out var list) && list.ValueKind == JsonValueKind.Array && Dialect.Find(keyword) is not null
            ? list.EnumerateArray().Select(name => name.GetString() ?? "").Distinct()
            : [];

    private List<(string Name, string At, JsonElement Value)> Map(string keyword) =>
        schema.TryGetProperty(keyword, out var map) && Dialect.Find(keyword) is not null
            ? [.. Distinct(map).Select(member => (member.Key, JsonPointer.Join("/" + keyword, member.Key), member.Value))]
            : [];

    /// <summary>The members of an object; of a name given twice, the last one counts.</summary>
    private static Dictionary<string, JsonElement> Distinct(JsonElement map)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in map.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private KeyValuePair<string, JsonElement>[] Annotations() =>
        plan.Options.CollectAnnotations
            ? [.. Distinct(schema).Where(member => !KeywordCatalogue.All.ContainsKey(member.Key) || Dialect.Find(member.Key)?.Annotates == true)]
            : [];

    private SchemaException Wrong(string at, string fr, string en) => new(resource.BaseUri, pointer + at, new(fr, en));
}
