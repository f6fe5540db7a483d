using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>
/// Finds an array: 1. the demands are sorted into what items at some positions must be, what must be among them, and what must fail; 2. each
/// of the last two gets a position, those beyond all prefixes being alike; 3. the items are solved one by one, up to the length wanted.
/// </summary>
internal sealed class ArraySolver(Solver solver, Branch branch)
{
    private const int MostItems = 2_000;
    private const int MostPlaced = 12;
    private const int MostPrefix = 64;

    private readonly List<ItemsDemand> _rules = [];
    private readonly List<Wanted> _wanted = [];
    private readonly List<ContainsDemand> _limited = [];
    private int _least;
    private int _most = int.MaxValue;
    private bool _unique;
    private bool _repeated;

    // Positions from here on are alike.
    private int _alike;
    private bool _certain = true;

    /// <summary>An item that must be at one of these positions; those of one group at different ones.</summary>
    private sealed record Wanted(int From, int To, TermLiteral Literal, ContainsDemand? Group);

    public Outcome Settle()
    {
        Sort();
        if (_least > _most || (_unique && _repeated))
        {
            return Outcome.Empty;
        }

        if (_wanted.Count > MostPlaced || _alike > MostPrefix)
        {
            return Outcome.Unknown;
        }

        // A position where nothing can stand ends the array.
        for (var at = 0; at <= _alike && at < _most; at++)
        {
            if (Item(at, []).IsEmpty)
            {
                _most = at;
            }
        }

        if (_least > _most)
        {
            return Outcome.Empty;
        }

        var json = _repeated ? PlaceTwins() : Place(0, []);
        return json is null ? Outcome.Nothing(_certain) : Outcome.Found(json);
    }

    private void Sort()
    {
        foreach (var literal in WithContainsMerged())
        {
            switch (literal.Demand)
            {
                case ItemsDemand items when literal.Holds:
                    _rules.Add(items);
                    break;
                case ItemsDemand items:
                    _wanted.Add(new Wanted(items.From, items.To ?? int.MaxValue, new TermLiteral(items.Term, false), null));
                    break;
                case ContainsDemand contains when contains.Least > contains.Most:
                    _most = -1;
                    break;
                case ContainsDemand { Most: 0 } contains:
                    _rules.Add(new ItemsDemand("contains", contains.Location, 0, null, Opposite(contains.Term)));
                    break;
                case ContainsDemand contains:
                    for (var i = 0; i < Math.Min(contains.Least, MostPlaced + 1); i++)
                    {
                        _wanted.Add(new Wanted(0, int.MaxValue, new TermLiteral(contains.Term, true), contains));
                    }

                    if (contains.Most is not null)
                    {
                        _limited.Add(contains);
                    }

                    break;
                case UniqueDemand:
                    _unique |= literal.Holds;
                    _repeated |= !literal.Holds;
                    break;
                case CountDemand count when count.Upper == literal.Holds:
                    _most = Math.Min(_most, count.Upper ? count.Limit : count.Limit - 1);
                    break;
                case CountDemand count:
                    _least = Math.Max(_least, count.Upper ? count.Limit + 1 : count.Limit);
                    break;
            }
        }

        var bounds = _rules.SelectMany(rule => new[] { rule.From, rule.To ?? 0 }).Concat(_wanted.SelectMany(wanted => new[] { wanted.From, wanted.To == int.MaxValue ? 0 : wanted.To }));
        _alike = bounds.DefaultIfEmpty(0).Max();
    }

    /// <summary>What is said about items of the same kind is said once, so that at least four and at most two are seen to exclude one another.</summary>
    private IEnumerable<DemandLiteral> WithContainsMerged()
    {
        foreach (var literal in branch.Atoms.Where(literal => literal.Demand is not ContainsDemand))
        {
            yield return literal;
        }

        foreach (var same in branch.Atoms.Select(literal => literal.Demand).OfType<ContainsDemand>().GroupBy(contains => solver.Classes.Of(contains.Term)))
        {
            var first = same.First();
            yield return new DemandLiteral(new ContainsDemand(first.Location, first.Term, same.Max(each => each.Least), same.Min(each => each.Most)), true);
        }
    }

    private static Term Opposite(Term term) => Term.Only(new NotDemand(term.Location, term));

    private List<TermLiteral> Rules(int at) =>
        [.. _rules.Where(rule => rule.From <= at && at < (rule.To ?? int.MaxValue)).Select(rule => new TermLiteral(rule.Term, true))];

    private Outcome Item(int at, IEnumerable<TermLiteral> extra, IEnumerable<string>? excluded = null)
    {
        var outcome = solver.Solve(Rules(at).Concat(extra), excluded);
        _certain &= !outcome.IsUnknown;
        return outcome;
    }

    /// <summary>Gives the wanted item of this number a position, and goes on to the next.</summary>
    private string? Place(int number, Dictionary<int, List<Wanted>> placed)
    {
        if (!solver.Spend())
        {
            _certain = false;
            return null;
        }

        if (number == _wanted.Count)
        {
            return Build(placed);
        }

        var wanted = _wanted[number];

        // Among the positions that are alike, the used ones and one more are enough.
        var beyond = Math.Max(_alike, placed.Keys.DefaultIfEmpty(-1).Max() + 1);
        for (var at = wanted.From; at < wanted.To && at < _most && at <= beyond; at++)
        {
            var there = placed.GetValueOrDefault(at, []);
            if (wanted.Group is not null && there.Exists(other => ReferenceEquals(other.Group, wanted.Group)))
            {
                continue;
            }

            List<Wanted> together = [.. there, wanted];
            if (!Item(at, together.Select(each => each.Literal)).IsFound)
            {
                continue;
            }

            if (Place(number + 1, new Dictionary<int, List<Wanted>>(placed) { [at] = together }) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private string? Build(Dictionary<int, List<Wanted>> placed)
    {
        var length = Math.Max(_least, placed.Keys.DefaultIfEmpty(-1).Max() + 1);
        if (length > MostItems)
        {
            _certain = false;
            return null;
        }

        if (solver.Chance is { } chance && solver.Depth < 8)
        {
            var longer = (int)Math.Min(_most, length + (long)chance.Next(4));
            if (Fill(longer, placed) is { } more)
            {
                return more;
            }
        }

        return Fill(length, placed) is { } json ? json
            : branch.Excluded.Count > 0 && length < _most && Fill(length + 1, placed) is { } other ? other
            : null;
    }

    private string? Fill(int length, Dictionary<int, List<Wanted>> placed)
    {
        var items = new string?[length];
        var counted = _limited.ToDictionary(limit => limit, limit => (long)placed.Values.Count(there => there.Exists(wanted => ReferenceEquals(wanted.Group, limit))));

        // The wanted ones first: they have the least choice.
        foreach (var at in Enumerable.Range(0, length).OrderBy(at => placed.ContainsKey(at) ? 0 : 1))
        {
            var there = placed.GetValueOrDefault(at, []);
            IEnumerable<string> taken = _unique ? items.OfType<string>() : [];
            var limits = _limited.Where(limit => !there.Exists(wanted => ReferenceEquals(wanted.Group, limit))).ToList();
            var literals = there.Select(wanted => wanted.Literal).ToList();
            var outcome = Item(at, [.. literals, .. limits.Select(limit => new TermLiteral(limit.Term, false))], taken);
            if (!outcome.IsFound && limits.TrueForAll(limit => counted[limit] < limit.Most))
            {
                outcome = limits.Count > 0 ? Item(at, literals, taken) : outcome;
                limits.ForEach(limit => counted[limit]++);
            }

            if (!outcome.IsFound)
            {
                // Taking the first value that fits is the best choice only where all items have the same choice.
                _certain &= _limited.Count == 0 && (!_unique || (placed.Count == 0 && _alike == 0));
                return null;
            }

            items[at] = outcome.Value;
        }

        var json = CanonicalJson.Array(items.OfType<string>());
        if (!branch.Excluded.Contains(json))
        {
            return json;
        }

        if (length > 0 && Item(length - 1, placed.GetValueOrDefault(length - 1, []).Select(wanted => wanted.Literal), items.OfType<string>()) is { Value: { } last })
        {
            items[^1] = last;
            json = CanonicalJson.Array(items.OfType<string>());
            if (!branch.Excluded.Contains(json))
            {
                return json;
            }
        }

        // The longer array that Build tries next may do, but finding none would prove nothing.
        _certain &= length == 0 && _most == 0;
        return null;
    }

    /// <summary>An array that is not unique: two positions with the same value.</summary>
    private string? PlaceTwins()
    {
        if (_limited.Count > 0)
        {
            _certain = false;
        }

        for (var second = 1; second <= _alike + 1 && second < _most; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (Item(first, Rules(second)).Value is { } twin)
                {
                    var same = Term.Only(new ValuesDemand("const", "", [twin]));
                    var pinned = new Dictionary<int, List<Wanted>>
                    {
                        [first] = [new Wanted(first, first + 1, new TermLiteral(same, true), null)],
                        [second] = [new Wanted(second, second + 1, new TermLiteral(same, true), null)],
                    };
                    if (Place(0, pinned) is { } found)
                    {
                        return found;
                    }

                    // Another twin might have left room for what else is wanted.
                    _certain &= _wanted.Count == 0;
                }
            }
        }

        return null;
    }
}
