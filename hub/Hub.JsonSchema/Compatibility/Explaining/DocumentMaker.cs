using System.Text;
using System.Text.Json;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compatibility.Solving;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Explaining;

/// <summary>Makes documents for a term by solving it with chance, and edits them. Each document is judged by the compiled validator.</summary>
internal sealed class DocumentMaker
{
    private const int MostTries = 8;
    private const int MostEdits = 40;

    private readonly TermClasses _classes;
    private readonly LanguageCache _languages;
    private readonly Term _root;
    private readonly JsonSchemaValidator _validator;
    private readonly IReadOnlyList<string> _trials;
    private readonly DocumentEdits _edits;
    private readonly int _maxSteps;

    public DocumentMaker(TermClasses classes, LanguageCache languages, Term root, IReadOnlyCollection<Term> all, JsonSchemaValidator validator, IReadOnlyList<string> trials, int maxSteps)
    {
        (_classes, _languages, _root, _validator, _trials, _maxSteps) = (classes, languages, root, validator, trials, maxSteps);
        string[] names = [.. all.SelectMany(term => term.Demands).SelectMany(NamesOf).Distinct().Order(StringComparer.Ordinal)];
        _edits = new DocumentEdits(names, trials);
    }

    /// <summary>A document that the validator accepts; null when none was found.</summary>
    public string? Valid(int seed)
    {
        for (var i = 0; i < MostTries; i++)
        {
            // The last try leaves chance out: a smallest document is better than none.
            var chance = i == MostTries - 1 ? null : new Random(unchecked((seed * 31) + i));
            var solver = new Solver(_classes, _languages, chance, _trials, _maxSteps);
            if (solver.Ask(new TermLiteral(_root, true)).Value is { } json && Accepts(json))
            {
                return json;
            }
        }

        return null;
    }

    /// <summary>A valid document with one edit, whatever the validator says of it.</summary>
    public string? Edited(int seed) => Valid(seed) is { } valid ? _edits.Edit(valid, new Random(seed)) : null;

    /// <summary>A valid document with the first edit that the validator refuses.</summary>
    public string? NearMiss(int seed)
    {
        if (Valid(seed) is not { } valid)
        {
            return null;
        }

        var chance = new Random(seed);
        for (var i = 0; i < MostEdits; i++)
        {
            if (_edits.Edit(valid, chance) is var edited && !Accepts(edited))
            {
                return edited;
            }
        }

        return null;
    }

    /// <summary>Texts that the schemas themselves show, then texts of many formats.</summary>
    public static IReadOnlyList<string> TrialsOf(params IEnumerable<SchemaPlace> places)
    {
        var found = new List<string>();
        foreach (var place in places)
        {
            Collect(place.Resource.Root, wanted: false);
        }

        return [.. found.Distinct().Take(200), .. FormatLanguage.Trials];

        void Collect(JsonElement element, bool wanted)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String when wanted:
                    found.Add(element.GetString() ?? "");
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        Collect(item, wanted);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        Collect(member.Value, wanted || member.Name is "examples" or "default" or "const" or "enum");
                    }

                    break;
            }
        }
    }

    private static IEnumerable<string> NamesOf(Demand demand) => demand switch
    {
        RequiredDemand required => [required.Name],
        MembersDemand { Names.Name: { } name } => [name],
        _ => [],
    };

    private bool Accepts(string json) => _validator.IsValid(Encoding.UTF8.GetBytes(json));
}
