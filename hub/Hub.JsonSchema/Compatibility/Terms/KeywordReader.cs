using System.Text.Json;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compilation;
using Hub.JsonSchema.Formats;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>Reads the keywords of one schema into the demands of its term, in the meaning of its dialect.</summary>
internal sealed class KeywordReader(TermReader reader, SchemaResource resource, string pointer, JsonElement schema, Term term)
{
    private readonly Evaluations _evaluations = new();

    private Dialect Dialect => resource.Dialect;

    public Evaluations Read()
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            if (schema.ValueKind == JsonValueKind.False)
            {
                Add(new NeverDemand(term.Location));
            }

            return _evaluations;
        }

        ReadReferences();
        if (Dialect.ReferenceStandsAlone && schema.TryGetProperty("$ref", out _))
        {
            return _evaluations;
        }

        ReadAnyType();
        ReadNumbers();
        ReadTexts();
        ReadArrays();
        ReadObjects();
        ReadApplicators();
        foreach (var (keyword, members) in new[] { ("unevaluatedProperties", true), ("unevaluatedItems", false) })
        {
            if (Find(keyword) is { } value)
            {
                reader.AddLeftOver(term, Sub("/" + keyword, value), At(keyword), members);
                _evaluations.TakesLeftMembers |= members;
                _evaluations.TakesLeftItems |= !members;
            }
        }

        return _evaluations;
    }

    private void Add(Demand demand) => term.Demands.Add(demand);

    private string At(string below) => TermReader.Locate(resource, $"{pointer}/{below}");

    private string At(string keyword, string name) => TermReader.Locate(resource, JsonPointer.Join($"{pointer}/{keyword}", name));

    private JsonElement? Find(string keyword) => schema.TryGetProperty(keyword, out var value) && Dialect.Find(keyword) is not null ? value : null;

    private Term Sub(string at, JsonElement value) => reader.Read(resource, pointer + at, value);

    private List<Term> SubList(string keyword, JsonElement list) => [.. list.EnumerateArray().Select((item, i) => Sub($"/{keyword}/{i}", item))];

    private List<(string Name, JsonElement Value, Term Term)> SubMap(string keyword) =>
        Find(keyword) is not { } map ? [] : [.. Members(map).Select(member => (member.Name, member.Value, Sub(JsonPointer.Join("/" + keyword, member.Name), member.Value)))];

    /// <summary>Of a name given twice, the last one counts.</summary>
    private static IEnumerable<JsonProperty> Members(JsonElement map) => map.EnumerateObject().Reverse().DistinctBy(member => member.Name).Reverse();

    private void ReadReferences()
    {
        foreach (var keyword in new[] { "$ref", "$recursiveRef", "$dynamicRef" })
        {
            if (Find(keyword) is not { } value)
            {
                continue;
            }

            if (reader.Follow(resource, pointer, keyword, value.GetString() ?? "") is { } target)
            {
                Also(keyword, At(keyword), target);
            }
            else
            {
                // Where it leads depends on the way taken: no two of these are known to mean the same.
                Add(new OpaqueDemand(keyword, At(keyword), reader.NextName(), []));
                _evaluations.IsUnknown = true;
            }
        }
    }

    private void Also(string keyword, string location, Term target)
    {
        Add(new AlsoDemand(keyword, location, target));
        _evaluations.InPlace.Add((null, target));
    }

    private void ReadAnyType()
    {
        if (Find("type") is { } type)
        {
            var types = JsonTypes.None;
            foreach (var name in type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(item => item.GetString()) : [type.GetString()])
            {
                types |= name is { Length: > 0 } && Enum.TryParse<JsonTypes>(name, ignoreCase: true, out var known) ? known : JsonTypes.None;
            }

            // Every integer is a number.
            types &= types.HasFlag(JsonTypes.Number) ? ~JsonTypes.Integer : ~JsonTypes.None;
            Add(new TypesDemand(At("type"), types, Dialect.Draft == Draft.V4));
        }

        if (Find("const") is { } only)
        {
            Add(new ValuesDemand("const", At("const"), [CanonicalJson.Of(only)]));
        }

        if (Find("enum") is { } values)
        {
            Add(new ValuesDemand("enum", At("enum"), [.. values.EnumerateArray().Select(CanonicalJson.Of)]));
        }
    }

    private void ReadNumbers()
    {
        if (Find("multipleOf") is { } divisor)
        {
            Add(Number(divisor) is { } number ? new DivisorDemand(At("multipleOf"), number) : Opaque("multipleOf", divisor));
        }

        foreach (var (keyword, strict, upper) in new[] { ("minimum", "exclusiveMinimum", false), ("maximum", "exclusiveMaximum", true) })
        {
            var exclusive = Find(strict);
            if (Find(keyword) is { } limit)
            {
                // In draft 4 the exclusive keyword is a mark on the other one.
                Add(Bound(keyword, limit, upper, exclusive?.ValueKind == JsonValueKind.True));
            }

            if (exclusive is { ValueKind: JsonValueKind.Number } value)
            {
                Add(Bound(strict, value, upper, exclusive: true));
            }
        }
    }

    private Demand Bound(string keyword, JsonElement limit, bool upper, bool exclusive) =>
        Number(limit) is { } number ? new BoundDemand(keyword, At(keyword), number, upper, exclusive) : Opaque(keyword, limit);

    private static ExactDecimal? Number(JsonElement value) => ExactDecimal.Parse(value.GetRawText());

    private OpaqueDemand Opaque(string keyword, JsonElement value) => new(keyword, At(keyword), CanonicalJson.Of(value), []);

    private void Count(string keyword, JsonTypes applies, bool upper)
    {
        if (Find(keyword) is { } value && NodeBuilder.Count(value) is var count && (upper || count > 0))
        {
            Add(new CountDemand(keyword, At(keyword), applies, count, upper));
        }
    }

    private void ReadTexts()
    {
        Count("minLength", JsonTypes.String, upper: false);
        Count("maxLength", JsonTypes.String, upper: true);
        if (Find("pattern") is { } pattern)
        {
            Add(new TextDemand(At("pattern"), reader.Language(pattern.GetString() ?? "")));
        }

        var asserted = reader.Options.AssertFormats || Dialect.Vocabularies.HasFlag(Vocabularies.FormatAssertion);
        if (asserted && Find("format") is { ValueKind: JsonValueKind.String } format && format.GetString() is { } name)
        {
            if ((reader.Options.Formats.GetValueOrDefault(name) ?? FormatCatalogue.Find(name)?.Check) is { } check)
            {
                Add(new FormatDemand(At("format"), name, check, !reader.Options.Formats.ContainsKey(name)));
            }
        }

        foreach (var keyword in new[] { "contentEncoding", "contentMediaType" })
        {
            if (reader.Options.AssertContent && Find(keyword) is { } content)
            {
                Add(Opaque(keyword, content));
            }
        }
    }

    private void ReadArrays()
    {
        Count("minItems", JsonTypes.Array, upper: false);
        Count("maxItems", JsonTypes.Array, upper: true);
        if (Find("uniqueItems") is { ValueKind: JsonValueKind.True })
        {
            Add(new UniqueDemand(At("uniqueItems")));
        }

        ReadItems();
        if (Find("contains") is { } contains)
        {
            var least = Find("minContains") is { } min ? NodeBuilder.Count(min) : 1;
            int? most = Find("maxContains") is { } max ? NodeBuilder.Count(max) : null;
            var sub = Sub("/contains", contains);
            _evaluations.PicksItems |= Dialect.Draft == Draft.V202012;
            if (least > 0 || most is not null)
            {
                Add(new ContainsDemand(At("contains"), sub, least, most));
            }
        }
    }

    private void ReadItems()
    {
        var items = Find("items");
        var prefix = Find("prefixItems");
        var (prefixKeyword, restKeyword, rest) = ("prefixItems", "items", items);
        if (items is { ValueKind: JsonValueKind.Array })
        {
            (prefix, prefixKeyword, restKeyword, rest) = (items, "items", "additionalItems", Find("additionalItems"));
        }

        var count = 0;
        if (prefix is { } list)
        {
            foreach (var sub in SubList(prefixKeyword, list))
            {
                Add(new ItemsDemand(prefixKeyword, At($"{prefixKeyword}/{count}"), count, count + 1, sub));
                count++;
            }
        }

        _evaluations.Prefix = count;
        if (rest is { } others)
        {
            _evaluations.AllItems = true;
            Add(new ItemsDemand(restKeyword, At(restKeyword), count, null, Sub("/" + restKeyword, others)));
        }
    }

    private void ReadObjects()
    {
        Count("minProperties", JsonTypes.Object, upper: false);
        Count("maxProperties", JsonTypes.Object, upper: true);
        if (Find("required") is { ValueKind: JsonValueKind.Array } required)
        {
            foreach (var name in required.EnumerateArray().Select(name => name.GetString() ?? "").Distinct())
            {
                Add(new RequiredDemand("required", At("required"), name));
            }
        }

        var properties = SubMap("properties");
        foreach (var (name, _, sub) in properties)
        {
            Add(new MembersDemand("properties", At("properties", name), NameSet.Of(name), sub));
        }

        var patterns = SubMap("patternProperties").ConvertAll(member => (Language: reader.Language(member.Name), member.Name, member.Term));
        foreach (var (language, name, sub) in patterns)
        {
            Add(new MembersDemand("patternProperties", At("patternProperties", name), NameSet.Matching(language), sub));
        }

        _evaluations.Names.UnionWith(properties.Select(member => member.Name));
        _evaluations.Languages.AddRange(patterns.Select(member => member.Language));
        if (Find("additionalProperties") is { } additional)
        {
            _evaluations.AllMembers = true;
            var others = NameSet.AllBut(_evaluations.Names, _evaluations.Languages);
            Add(new MembersDemand("additionalProperties", At("additionalProperties"), others, Sub("/additionalProperties", additional)));
        }

        if (Find("propertyNames") is { } names)
        {
            Add(new NamesDemand(At("propertyNames"), Sub("/propertyNames", names)));
        }
    }

    private void ReadApplicators()
    {
        if (Find("allOf") is { } all)
        {
            foreach (var (i, sub) in SubList("allOf", all).Index())
            {
                Also("allOf", At($"allOf/{i}"), sub);
            }
        }

        foreach (var keyword in new[] { "anyOf", "oneOf" })
        {
            if (Find(keyword) is { } some)
            {
                var branches = SubList(keyword, some);
                Add(keyword == "anyOf" ? new AnyDemand(At(keyword), branches) : new OneDemand(At(keyword), branches));
                _evaluations.InPlace.AddRange(branches.Select(branch => ((Formula?)Formula.Is(branch), branch)));
            }
        }

        if (Find("not") is { } not)
        {
            Add(new NotDemand(At("not"), Sub("/not", not)));
        }

        if (Find("if") is { } condition)
        {
            var test = Sub("/if", condition);
            _evaluations.InPlace.Add((Formula.Is(test), test));
            foreach (var (keyword, holds) in new[] { ("then", true), ("else", false) })
            {
                if (Find(keyword) is { } consequence)
                {
                    Implies(keyword, At(keyword), JsonTypes.Any, keyword, Formula.Is(test, holds), [test], Sub("/" + keyword, consequence));
                }
            }
        }

        foreach (var keyword in new[] { "dependentRequired", "dependentSchemas", "dependencies" })
        {
            ReadDependencies(keyword);
        }
    }

    private void ReadDependencies(string keyword)
    {
        if (Find(keyword) is not { } map)
        {
            return;
        }

        foreach (var member in Members(map))
        {
            var present = Formula.Is(new RequiredDemand(keyword, At(keyword, member.Name), member.Name));
            if (member.Value.ValueKind != JsonValueKind.Array)
            {
                Implies(keyword, At(keyword, member.Name), JsonTypes.Object, "dependent " + member.Name, present, [], Sub(JsonPointer.Join("/" + keyword, member.Name), member.Value));
                continue;
            }

            foreach (var name in member.Value.EnumerateArray().Select(name => name.GetString() ?? "").Distinct())
            {
                var needed = reader.Only(new RequiredDemand(keyword, At(keyword, member.Name), name));
                Implies(keyword, At(keyword, member.Name), JsonTypes.Object, "dependent " + member.Name, present, [], needed);
            }
        }
    }

    private void Implies(string keyword, string location, JsonTypes applies, string says, Formula condition, IReadOnlyList<Term> inCondition, Term consequence)
    {
        Add(new ImpliesDemand(keyword, location, applies, says, condition, inCondition, consequence));

        // A value of another type has no such member, although it meets every demand on members.
        _evaluations.InPlace.Add((applies == JsonTypes.Any ? condition : Formula.And(Formula.Is(new TypesDemand(location, applies, asDraft4: false)), condition), consequence));
    }
}
