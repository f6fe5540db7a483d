using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Explaining;

/// <summary>One of the two versions: its term, its validator, and documents made from it.</summary>
internal sealed record Side(Term Root, JsonSchemaValidator Validator, DocumentMaker Maker)
{
    /// <summary>Where a keyword of that name speaks of an instance path; otherwise the schema where it would stand; empty when none does.</summary>
    public string Locate(string path, string keyword)
    {
        var here = At(path);
        return here.SelectMany(term => term.Demands).FirstOrDefault(demand => demand.Keyword == keyword)?.Location ?? here.FirstOrDefault()?.Location ?? "";
    }

    /// <summary>The members that it names at an instance path.</summary>
    public IEnumerable<string> NamesAt(string path) =>
        At(path).SelectMany(term => term.Demands).OfType<MembersDemand>().Where(members => !members.Term.AcceptsNothing).Select(members => members.Names.Name).OfType<string>().Distinct();

    private List<Term> At(string path)
    {
        List<Term> here = Widen([Root]);
        foreach (var step in Steps(path))
        {
            here = Widen([.. here.SelectMany(term => term.Demands).Select(demand => demand.Narrow()).OfType<Narrowing>().Where(narrow => narrow.Step == step).Select(narrow => narrow.Child)]);
        }

        return here;
    }

    /// <summary>With the schemas that speak of the same value.</summary>
    private static List<Term> Widen(List<Term> terms)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            terms.AddRange(terms[i].Demands.Select(demand => demand.Narrow()).OfType<Narrowing>().Where(narrow => narrow.Step.Length == 0 && !terms.Contains(narrow.Child)).Select(narrow => narrow.Child).Distinct().ToList());
        }

        return terms;
    }

    private static IEnumerable<string> Steps(string path)
    {
        // A pattern between braces may hold slashes of its own.
        for (var at = 0; at < path.Length;)
        {
            var end = path.AsSpan(at).StartsWith("/{") && path.IndexOf("}/", at, StringComparison.Ordinal) is var brace and >= 0 ? brace + 1 : path.IndexOf('/', at + 1);
            end = end < 0 ? path.Length : end;
            yield return path[at..end];
            at = end;
        }
    }
}
