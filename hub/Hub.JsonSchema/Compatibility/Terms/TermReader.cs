using System.Globalization;
using System.Text.Json;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compilation;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>
/// Reads a schema and all that it refers to into terms. The schema was compiled before, so it is valid and no reference is endless.
/// </summary>
internal sealed class TermReader
{
    // 2^n combinations of conditions are unfolded for what is left over.
    private const int MostConditions = 6;

    private readonly Func<string, SchemaResource?> _find;
    private readonly SchemaOptions _options;
    private readonly LanguageCache _languages;
    private readonly PlanCompiler _references;
    private readonly Dictionary<(SchemaResource Resource, string Pointer), Term> _terms = [];
    private readonly Dictionary<Term, Evaluations> _evaluations = [];
    private readonly List<(Term Owner, Term Child, string Location, bool Members)> _leftOver = [];
    private readonly List<Term> _all = [];
    private readonly HashSet<string> _dynamicAnchors = [];
    private bool _dynamicIsOpaque;

    private TermReader(Func<string, SchemaResource?> find, SchemaOptions options, LanguageCache languages)
    {
        (_find, _options, _languages) = (find, options, languages);
        _references = new PlanCompiler(find, options);
    }

    public SchemaOptions Options => _options;

    /// <summary>The term of a schema, and every term made for it.</summary>
    /// <param name="languages">Patterns read so far, so that both versions share them.</param>
    public static (Term Root, IReadOnlyList<Term> All) Read(SchemaPlace place, SchemaOptions options, LanguageCache languages)
    {
        var reader = new TermReader(place.Find, options, languages);
        var root = reader.Read(place.Resource, place.Pointer, place.Element);
        if (reader.IsDynamic)
        {
            reader = new TermReader(place.Find, options, languages) { _dynamicIsOpaque = true };
            root = reader.Read(place.Resource, place.Pointer, place.Element);
        }

        reader.AddLeftOvers();
        return (root, reader._all);
    }

    /// <summary>A dynamic reference that more than one resource may answer cannot be followed from here.</summary>
    private bool IsDynamic => _dynamicAnchors.Any(anchor =>
        _terms.Keys.Select(key => key.Resource).Distinct().Count(resource => resource.DynamicAnchors.ContainsKey(anchor)) > 1);

    public Term Read(SchemaResource resource, string pointer, JsonElement element)
    {
        if (resource.Embedded.TryGetValue(pointer, out var inner))
        {
            (resource, pointer) = (inner, "");
        }

        if (_terms.TryGetValue((resource, pointer), out var known))
        {
            return known;
        }

        // What only refers is what it refers to.
        if (OnlyReference(resource, element) is { } written)
        {
            var target = _references.Resolve(resource, pointer, "$ref", written);
            return _terms[(resource, pointer)] = Read(target.Resource, target.Pointer, target.Element);
        }

        var term = new Term(Locate(resource, pointer));
        _terms.Add((resource, pointer), term);
        _all.Add(term);
        _evaluations[term] = new KeywordReader(this, resource, pointer, element, term).Read();
        return term;
    }

    /// <summary>A term made of one demand, such as “has this member”.</summary>
    public Term Only(Demand demand)
    {
        var term = Term.Only(demand);
        _all.Add(term);
        return term;
    }

    public TextLanguage Language(string source) => _languages.Pattern(source);

    /// <summary>What <c>$ref</c>, <c>$dynamicRef</c> or <c>$recursiveRef</c> leads to; null when that depends on the way taken.</summary>
    public Term? Follow(SchemaResource resource, string pointer, string keyword, string written)
    {
        var target = _references.Resolve(resource, pointer, keyword, written);
        var anchor = keyword switch
        {
            "$recursiveRef" => SchemaResource.RecursiveAnchor,
            "$dynamicRef" => Uri.UnescapeDataString(UriReference.Parse(written).Fragment ?? ""),
            _ => null,
        };
        if (anchor is not null && target.Resource.DynamicAnchors.ContainsKey(anchor))
        {
            _dynamicAnchors.Add(anchor);
            if (_dynamicIsOpaque)
            {
                return null;
            }
        }

        return Read(target.Resource, target.Pointer, target.Element);
    }

    /// <summary>A name that no other demand of this comparison has.</summary>
    public string NextName() => _languages.NextNumber().ToString(CultureInfo.InvariantCulture);

    public void AddLeftOver(Term owner, Term child, string location, bool members) => _leftOver.Add((owner, child, location, members));

    public static string Locate(SchemaResource resource, string pointer) => $"{resource.BaseUri}#{JsonPointer.ToFragment(pointer)}";

    private static string? OnlyReference(SchemaResource resource, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("$ref", out var reference) || resource.Dialect.Find("$ref") is null)
        {
            return null;
        }

        var alone = resource.Dialect.ReferenceStandsAlone
            || element.EnumerateObject().All(member => member.NameEquals("$ref") || resource.Dialect.Find(member.Name)?.Build is null);
        return alone ? reference.GetString() : null;
    }

    /// <summary>A condition in words; the terms that it names are added to a list.</summary>
    private static string Describe(Formula formula, List<Term> terms)
    {
        switch (formula)
        {
            case TermLiteral literal:
                terms.Add(literal.Term);
                return literal.Holds ? "term" : "no term";
            case DemandLiteral literal:
                terms.AddRange(literal.Demand.Children);
                return $"{literal.Holds} {literal.Demand.Signature}";
            case Conjunction conjunction:
                return $"and({string.Join(';', conjunction.Of.Select(each => Describe(each, terms)))})";
            case Disjunction disjunction:
                return $"or({string.Join(';', disjunction.Of.Select(each => Describe(each, terms)))})";
            default:
                throw new InvalidOperationException($"A formula of kind {formula.GetType().Name} is not known.");
        }
    }

    private void AddLeftOvers()
    {
        foreach (var (owner, child, location, members) in _leftOver)
        {
            var always = new Evaluations();
            var conditional = new List<(Formula When, Evaluations Evaluations)>();
            var inPlace = new List<Term>();
            Collect(owner, null, always);
            // The conditions are part of what it says: the same names may be left over under others.
            var says = string.Join('\n', conditional.Select(each => $"{Describe(each.When, inPlace)} {each.Evaluations.Signature}").Prepend(always.Signature));
            var isOpaque = conditional.Select(each => each.Evaluations).Append(always).Any(evaluations => evaluations.IsUnknown || (!members && evaluations.PicksItems));
            owner.Demands.Add(isOpaque || conditional.Count > MostConditions
                ? new OpaqueDemand(members ? "unevaluatedProperties" : "unevaluatedItems", location, isOpaque ? NextName() : says, [child, .. inPlace])
                : new LeftOverDemand(location, members, says, [child, .. inPlace], always, conditional));

            void Collect(Term term, Formula? when, Evaluations into)
            {
                var own = _evaluations.GetValueOrDefault(term, new Evaluations());
                into.Merge(own);
                into.AllMembers |= own.TakesLeftMembers && !ReferenceEquals(term, owner);
                into.AllItems |= own.TakesLeftItems && !ReferenceEquals(term, owner);
                foreach (var (condition, inner) in own.InPlace)
                {
                    inPlace.Add(inner);
                    if (condition is null)
                    {
                        Collect(inner, when, into);
                        continue;
                    }

                    var both = when is null ? condition : Formula.And(when, condition);
                    var evaluated = new Evaluations();
                    conditional.Add((both, evaluated));
                    Collect(inner, both, evaluated);
                }
            }
        }
    }
}
