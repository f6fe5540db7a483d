using Hub.JsonSchema.Compatibility.Terms;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>
/// One way in which a goal may be met by a value of one type: what was assumed of it so far. Adding answers false when that contradicts
/// what is known already.
/// </summary>
internal sealed class Branch
{
    private readonly Solver _solver;
    private readonly Dictionary<int, bool> _terms;
    private readonly Dictionary<int, bool> _demands;

    public Branch(Solver solver, JsonTypes type, IEnumerable<string> excluded)
    {
        (_solver, Type, _terms, _demands) = (solver, type, [], []);
        Atoms = [];
        Pending = [];
        Excluded = [.. excluded];
    }

    private Branch(Branch from)
    {
        (_solver, Type, _terms, _demands) = (from._solver, from.Type, new(from._terms), new(from._demands));
        Atoms = [.. from.Atoms];
        Pending = [.. from.Pending];
        Excluded = [.. from.Excluded];
        Candidates = from.Candidates;
        IsIncomplete = from.IsIncomplete;
    }

    public JsonTypes Type { get; }

    /// <summary>Demands of this type that its solver settles.</summary>
    public List<DemandLiteral> Atoms { get; }

    /// <summary>Alternatives not yet decided.</summary>
    public List<Disjunction> Pending { get; }

    /// <summary>Values that are not wanted.</summary>
    public HashSet<string> Excluded { get; }

    /// <summary>The only values that are possible, when an <c>enum</c> says so.</summary>
    public IReadOnlyList<string>? Candidates { get; private set; }

    /// <summary>Some values that would do are out of reach: finding none proves nothing.</summary>
    public bool IsIncomplete { get; private set; }

    public Branch Clone() => new(this);

    public bool Add(Formula formula)
    {
        switch (formula)
        {
            case Conjunction conjunction:
                foreach (var each in conjunction.Of)
                {
                    if (!Add(each))
                    {
                        return false;
                    }
                }

                return true;
            case Disjunction { Of: [] }:
                return false;
            case Disjunction { Of: [var only] }:
                return Add(only);
            case Disjunction disjunction:
                Pending.Add(disjunction);
                return true;
            case TermLiteral { Term: var term, Holds: var holds }:
                var number = _solver.Classes.Of(term);
                if (_terms.TryGetValue(number, out var known))
                {
                    return known == holds;
                }

                _terms.Add(number, holds);
                return Add(term.When(holds));
            case DemandLiteral literal:
                return Add(literal);
            default:
                throw new InvalidOperationException($"A formula of kind {formula.GetType().Name} is not known.");
        }
    }

    /// <summary>Whether a formula is already settled; null when it is open.</summary>
    public bool? Status(Formula formula) => formula switch
    {
        Conjunction conjunction => Fold(conjunction.Of, settles: false),
        Disjunction disjunction => Fold(disjunction.Of, settles: true),
        TermLiteral { Term: var term, Holds: var holds } => _terms.TryGetValue(_solver.Classes.Of(term), out var known) ? known == holds
            : FoldDemands(term) is { } settled ? settled == holds : null,
        DemandLiteral { Demand: var demand, Holds: var holds } => Status(demand) is { } settled ? settled == holds : null,
        _ => null,
    };

    private bool? Fold(IReadOnlyList<Formula> of, bool settles)
    {
        bool? all = !settles;
        foreach (var each in of)
        {
            var status = Status(each);
            if (status == settles)
            {
                return settles;
            }

            all = status is null ? null : all;
        }

        return all;
    }

    private bool? FoldDemands(Term term)
    {
        bool? all = true;
        foreach (var demand in term.Demands)
        {
            var status = Status(demand);
            if (status == false)
            {
                return false;
            }

            all = status is null ? null : all;
        }

        return all;
    }

    private bool? Status(Demand demand)
    {
        if ((demand.Applies & Type) == 0)
        {
            return true;
        }

        return demand switch
        {
            NeverDemand => false,
            TypesDemand types when !(Type == JsonTypes.Number && !types.Allowed.HasFlag(JsonTypes.Number) && types.Allowed.HasFlag(JsonTypes.Integer)) => (types.Allowed & Type) != 0,
            _ => _demands.TryGetValue(_solver.Classes.Of(demand), out var known) ? known : null,
        };
    }

    private bool Add(DemandLiteral literal)
    {
        var (demand, holds) = (literal.Demand, literal.Holds);
        if (Status(demand) is { } settled)
        {
            return settled == holds;
        }

        _demands.Add(_solver.Classes.Of(demand), holds);
        switch (demand)
        {
            case OpaqueDemand:
                // Left out: that can only let more values through, and what is found is tried on the real validators.
                return true;
            case TypesDemand types:
                // 1.0 is a whole number that draft 4 does not call an integer; it is not looked for.
                IsIncomplete |= types.AsDraft4 && !holds;
                return Add(new DemandLiteral(new WholeDemand(types.Location), holds));
            case ValuesDemand values when holds:
                Candidates = Candidates is null ? values.Values : [.. Candidates.Intersect(values.Values)];
                return Candidates.Count > 0;
            case ValuesDemand values:
                Excluded.UnionWith(values.Values);
                return true;
            case OneDemand one:
                return Add(one.Unfold(holds, _solver.MeetingBranches(one)));
            case ContainsDemand contains when !holds:
                return Add(TooFewOrTooMany(contains));
            case CompositeDemand composite:
                return Add(composite.Unfold(holds));
            default:
                Atoms.Add(literal);
                return true;
        }
    }

    private static Formula TooFewOrTooMany(ContainsDemand contains)
    {
        var ways = new List<Formula>();
        if (contains.Least > 0)
        {
            ways.Add(Formula.Is(new ContainsDemand(contains.Location, contains.Term, 0, contains.Least - 1)));
        }

        if (contains.Most is { } most)
        {
            ways.Add(Formula.Is(new ContainsDemand(contains.Location, contains.Term, most + 1, null)));
        }

        return Formula.Or(ways);
    }
}
