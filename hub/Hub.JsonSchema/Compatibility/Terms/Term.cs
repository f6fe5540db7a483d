namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>A schema as the comparison sees it: the conjunction of what its keywords demand. Terms may refer back to one another.</summary>
internal sealed class Term(string location)
{
    private Formula? _holding;
    private Formula? _failing;

    /// <summary>Where the schema stands: URI and fragment.</summary>
    public string Location => location;

    public List<Demand> Demands { get; } = [];

    /// <summary>Equal for schemas that demand the same, through all they refer to; given by <see cref="TermClasses"/>.</summary>
    public int Class { get; set; } = -1;

    /// <summary>Accepts whatever comes.</summary>
    public bool AcceptsAll => Demands.Count == 0;

    /// <summary>The schema <c>false</c>.</summary>
    public bool AcceptsNothing => Demands is [NeverDemand];

    public static Term Only(Demand demand)
    {
        var term = new Term(demand.Location);
        term.Demands.Add(demand);
        return term;
    }

    public Formula When(bool holds) => holds
        ? _holding ??= new Conjunction([.. Demands.Select(demand => Formula.Is(demand))])
        : _failing ??= new Disjunction([.. Demands.Select(demand => Formula.Is(demand, holds: false))]);
}
