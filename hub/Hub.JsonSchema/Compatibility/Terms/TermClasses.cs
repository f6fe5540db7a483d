namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>
/// Numbers terms and demands so that equal numbers mean equal demands, also between the two versions and through cycles: the terms start
/// out as one class, which is split by what the demands say and by the classes of their subschemas until nothing splits any more.
/// </summary>
internal sealed class TermClasses
{
    private readonly Dictionary<string, int> _demands = [];
    private readonly Dictionary<string, int> _terms = [];
    private int _next;

    public TermClasses(IReadOnlyCollection<Term> all)
    {
        foreach (var term in all)
        {
            term.Class = 0;
        }

        for (var classes = 0; ;)
        {
            var numbers = new Dictionary<string, int>();
            var split = new List<(Term Term, int Class)>(all.Count);
            foreach (var term in all)
            {
                var says = Says(term);
                numbers.TryAdd(says, numbers.Count);
                split.Add((term, numbers[says]));
            }

            foreach (var (term, number) in split)
            {
                term.Class = number;
            }

            if (numbers.Count == classes)
            {
                break;
            }

            classes = numbers.Count;
        }

        _next = all.Count;
        foreach (var term in all)
        {
            _terms.TryAdd(Says(term), term.Class);
        }
    }

    public int Of(Demand demand)
    {
        if (demand.Class < 0)
        {
            var says = Says(demand);
            if (!_demands.TryGetValue(says, out var number))
            {
                _demands.Add(says, number = _demands.Count);
            }

            demand.Class = number;
        }

        return demand.Class;
    }

    /// <summary>The class of a term; one made during the comparison gets its number here.</summary>
    public int Of(Term term)
    {
        if (term.Class < 0)
        {
            var says = Says(term);
            if (!_terms.TryGetValue(says, out var number))
            {
                _terms.Add(says, number = _next++);
            }

            term.Class = number;
        }

        return term.Class;
    }

    private string Says(Term term) => string.Join('\u0001', term.Demands.Select(Says).Distinct().Order(StringComparer.Ordinal));

    private string Says(Demand demand) => $"{demand.Signature}\u0002{string.Join(',', demand.Children.Select(Of))}";
}
