using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hub.Server.Schemas.Members;

/// <summary>
/// One place of the documents that a schema describes, and what the schema declares there: which types, which members, whether others may
/// come. Read from the schema's text, through <c>$ref</c> and the keywords that apply to the same value, without regard to conditions: what
/// any branch declares counts as declared. Its members are found when asked for, so a schema that contains itself has no end and needs none.
/// </summary>
internal sealed class SchemaMember
{
    private const int MostPlaces = 200;

    private static readonly string[] Branches = ["anyOf", "oneOf"];
    private static readonly string[] Conditions = ["if", "then", "else"];
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(50);

    private readonly Func<string, JsonElement?> documents;
    private readonly List<(SchemaPlace Place, bool IsCertain)> places = [];
    private readonly Dictionary<string, SchemaMember?> found = new(StringComparer.Ordinal);

    private SchemaMember(IReadOnlyList<(SchemaPlace Place, bool IsCertain)> declaredBy, bool isRequired, string? personal, Func<string, JsonElement?> documents)
    {
        this.documents = documents;
        IsRequired = isRequired;
        Personal = personal;
        foreach (var (place, isCertain) in declaredBy)
        {
            Gather(place, isCertain, []);
        }

        Read();
    }

    /// <summary>Where the schema declares it; the first is where a change belongs.</summary>
    public IReadOnlyList<SchemaPlace> Places { get; private set; } = [];

    /// <summary>The JSON types that it may have, <c>integer</c> apart from <c>number</c>; empty means any.</summary>
    public IReadOnlySet<string> Types { get; private set; } = new HashSet<string>();

    /// <summary>Whether its parent requires it in every case.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether members that nobody declares are accepted.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether members that nobody declares have a schema of their own: their names are data.</summary>
    public bool IsMap { get; private set; }

    /// <summary>The only texts that it may be; null where it may be others.</summary>
    public IReadOnlyList<string>? Values { get; private set; }

    /// <summary>Its format, where one is declared.</summary>
    public string? Format { get; private set; }

    /// <summary>The category of personal data that it is marked with, or else what holds it; null when neither is.</summary>
    public string? Personal { get; private set; }

    /// <summary>The names of its declared members, in the schema's order.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <param name="documents">Finds a document of the catalogue by its URN; null where there is none.</param>
    public static SchemaMember Of(string urn, JsonElement schema, Func<string, JsonElement?> documents) =>
        new([(new SchemaPlace(urn, "", schema, schema), true)], isRequired: true, personal: null, uri => uri == urn ? schema : documents(uri));

    /// <summary>A member of the object by name, or any element of the array by <c>[]</c>; null when none is declared.</summary>
    public SchemaMember? Find(string segment)
    {
        lock (found)
        {
            if (!found.TryGetValue(segment, out var member))
            {
                found[segment] = member = segment == "[]" ? Items() : Property(segment);
            }

            return member;
        }
    }

    private SchemaMember? Property(string name)
    {
        var declared = new List<(SchemaPlace, bool)>();
        var isRequired = false;
        foreach (var (place, isCertain) in places)
        {
            if (place.Schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var own))
            {
                declared.Add((place.Below("properties", name, own), isCertain));
            }

            if (place.Schema.TryGetProperty("patternProperties", out var patterns) && patterns.ValueKind == JsonValueKind.Object)
            {
                foreach (var pattern in patterns.EnumerateObject())
                {
                    if (Matches(pattern.Name, name))
                    {
                        declared.Add((place.Below("patternProperties", pattern.Name, pattern.Value), isCertain));
                    }
                }
            }

            isRequired |= isCertain && place.Schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
                && required.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(name));
        }

        if (declared.Count == 0)
        {
            declared.AddRange(places
                .Where(place => place.Place.Schema.TryGetProperty("additionalProperties", out var rest) && rest.ValueKind == JsonValueKind.Object)
                .Select(place => (place.Place.Below("additionalProperties", place.Place.Schema.GetProperty("additionalProperties")), place.IsCertain)));
        }

        return declared.Count == 0 ? null : new SchemaMember(declared, isRequired, Personal, documents);
    }

    private SchemaMember? Items()
    {
        var declared = new List<(SchemaPlace, bool)>();
        foreach (var (place, isCertain) in places)
        {
            foreach (var keyword in (ReadOnlySpan<string>)["items", "prefixItems", "additionalItems"])
            {
                if (!place.Schema.TryGetProperty(keyword, out var items))
                {
                    continue;
                }

                if (items.ValueKind == JsonValueKind.Object)
                {
                    declared.Add((place.Below(keyword, items), isCertain));
                }
                else if (items.ValueKind == JsonValueKind.Array)
                {
                    declared.AddRange(items.EnumerateArray().Select((item, i) => (place.Below(keyword, i.ToString(System.Globalization.CultureInfo.InvariantCulture), item), false)));
                }
            }
        }

        return declared.Count == 0 ? null : new SchemaMember(declared, isRequired: false, Personal, documents);
    }

    /// <summary>The place itself and every subschema that applies to the same value.</summary>
    private void Gather(SchemaPlace place, bool isCertain, HashSet<(string, string)> seen)
    {
        if (place.Schema.ValueKind != JsonValueKind.Object || places.Count >= MostPlaces || !seen.Add((place.Document, place.Pointer)))
        {
            return;
        }

        places.Add((place, isCertain));
        foreach (var keyword in (ReadOnlySpan<string>)["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (place.Schema.TryGetProperty(keyword, out var reference) && reference.ValueKind == JsonValueKind.String && Follow(place, reference.GetString()!) is { } target)
            {
                Gather(target, isCertain, seen);
            }
        }

        Each("allOf", isCertain);
        foreach (var keyword in Branches)
        {
            Each(keyword, isCertain && place.Schema.TryGetProperty(keyword, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 1);
        }

        foreach (var keyword in Conditions)
        {
            // What a condition looks at need not be declared elsewhere, but only what then follows is asked for.
            if (place.Schema.TryGetProperty(keyword, out var branch))
            {
                Gather(place.Below(keyword, branch), false, seen);
            }
        }

        if (place.Schema.TryGetProperty("dependentSchemas", out var dependents) && dependents.ValueKind == JsonValueKind.Object)
        {
            foreach (var dependent in dependents.EnumerateObject())
            {
                Gather(place.Below("dependentSchemas", dependent.Name, dependent.Value), false, seen);
            }
        }

        void Each(string keyword, bool certain)
        {
            if (place.Schema.TryGetProperty(keyword, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                var i = 0;
                foreach (var branch in list.EnumerateArray())
                {
                    Gather(place.Below(keyword, (i++).ToString(System.Globalization.CultureInfo.InvariantCulture), branch), certain, seen);
                }
            }
        }
    }

    private SchemaPlace? Follow(SchemaPlace from, string reference)
    {
        var parts = reference.Split('#', 2);
        var fragment = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        var (document, root) = parts[0].Length == 0 || parts[0] == from.Document
            ? (from.Document, from.Root)
            : documents(parts[0]) is { } other ? (parts[0], other) : ("", default);
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (fragment.Length > 0 && fragment[0] != '/')
        {
            return Anchor(document, root, root, "", fragment);
        }

        var target = root;
        foreach (var segment in fragment.Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index < target.GetArrayLength())
            {
                target = target[index];
            }
            else if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                return null;
            }
        }

        return new SchemaPlace(document, fragment, root, target);
    }

    private static SchemaPlace? Anchor(string document, JsonElement root, JsonElement at, string pointer, string anchor)
    {
        if (at.ValueKind == JsonValueKind.Object)
        {
            if ((at.TryGetProperty("$anchor", out var own) || at.TryGetProperty("$dynamicAnchor", out own)) && own.ValueKind == JsonValueKind.String && own.ValueEquals(anchor))
            {
                return new SchemaPlace(document, pointer, root, at);
            }

            foreach (var member in at.EnumerateObject())
            {
                if (Anchor(document, root, member.Value, $"{pointer}/{SchemaPlace.Escape(member.Name)}", anchor) is { } inside)
                {
                    return inside;
                }
            }
        }

        return null;
    }

    private void Read()
    {
        Places = [.. places.Select(place => place.Place)];
        HashSet<string>? types = null;
        string? marked = null;
        var names = new List<string>();
        var isClosed = false;
        foreach (var (place, isCertain) in places)
        {
            var schema = place.Schema;
            if (TypesOf(schema) is { } own)
            {
                // What holds in every case narrows; what holds in some case only adds.
                types = types is null ? own : isCertain ? [.. types.Where(type => own.Contains(type) || (type == "integer" && own.Contains("number")))] : [.. types.Union(own)];
            }

            Format ??= Text(schema, "format");
            marked ??= Text(schema, "x-personal-data");
            if (isCertain && Values is null)
            {
                Values = ValuesOf(schema);
            }

            if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            {
                names.AddRange(properties.EnumerateObject().Select(member => member.Name));
            }

            foreach (var keyword in (ReadOnlySpan<string>)["additionalProperties", "unevaluatedProperties"])
            {
                if (schema.TryGetProperty(keyword, out var rest))
                {
                    isClosed |= rest.ValueKind == JsonValueKind.False;
                    IsMap |= rest.ValueKind == JsonValueKind.Object;
                }
            }

            IsMap |= schema.TryGetProperty("propertyNames", out _);
        }

        // What a member is marked with itself says more than what holds it is.
        Personal = marked ?? Personal;

        // A oneOf of consts is an enumeration written long.
        Values ??= LongEnumeration();
        Types = types ?? [];
        Names = [.. names.Distinct(StringComparer.Ordinal)];
        IsOpen = !isClosed;
    }

    private string[]? LongEnumeration()
    {
        foreach (var (place, isCertain) in places)
        {
            foreach (var keyword in Branches)
            {
                if (isCertain && place.Schema.TryGetProperty(keyword, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
                    && list.EnumerateArray().All(branch => branch.ValueKind == JsonValueKind.Object && branch.TryGetProperty("const", out var value) && value.ValueKind == JsonValueKind.String))
                {
                    return [.. list.EnumerateArray().Select(branch => branch.GetProperty("const").GetString()!)];
                }
            }
        }

        return null;
    }

    private static HashSet<string>? TypesOf(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            return type.ValueKind switch
            {
                JsonValueKind.String => [type.GetString()!],
                JsonValueKind.Array => [.. type.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
                _ => null,
            };
        }

        if (schema.TryGetProperty("const", out var single))
        {
            return [TypeOf(single)];
        }

        return schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().Select(TypeOf)] : null;
    }

    private static string[]? ValuesOf(JsonElement schema) =>
        schema.TryGetProperty("const", out var single) && single.ValueKind == JsonValueKind.String ? [single.GetString()!]
        : schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
            : null;

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };

    private static string? Text(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Matches(string pattern, string name)
    {
        try
        {
            return Regex.IsMatch(name, pattern, RegexOptions.ECMAScript | RegexOptions.CultureInvariant, PatternTime);
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            // Not a pattern of this engine: taken as one that matches, so that nothing is told that may not be so.
            return true;
        }
    }
}
