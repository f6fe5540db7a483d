using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>
/// Finds an object: 1. the demands are sorted into what every member of some names must be, what must be there, and what must be there and
/// fail; 2. each of the last gets a name: one that keywords speak of, or a fresh one for each combination of patterns that may match it;
/// 3. the members are solved one by one, and optional ones added until there are enough.
/// </summary>
internal sealed class ObjectSolver(Solver solver, Branch branch)
{
    // 2^n combinations of patterns are looked at for a name that no keyword names.
    private const int MostPatterns = 5;
    private const int MostMembers = 200;
    private const int MostFailing = 8;

    private readonly List<MembersDemand> _rules = [];
    private readonly List<TermLiteral> _names = [];
    private readonly HashSet<string> _required = [];
    private readonly HashSet<string> _forbidden = [];
    private readonly List<Failing> _failing = [];
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private List<TextLanguage> _patterns = [];
    private int _least;
    private int _most = int.MaxValue;

    // Whether every way was looked at, so that finding nothing is a proof.
    private bool _certain = true;

    /// <summary>There must be a member of these names whose value, or whose name, fails a schema.</summary>
    private sealed record Failing(NameSet? Names, TermLiteral? Value, TermLiteral? Name);

    public Outcome Settle()
    {
        Sort();
        if (_required.Overlaps(_forbidden) || _least > _most || _required.Count > _most)
        {
            return Outcome.Empty;
        }

        if (_failing.Count > MostFailing || _least > MostMembers)
        {
            return Outcome.Unknown;
        }

        foreach (var name in _required)
        {
            if (!Allowed(name))
            {
                return Outcome.Nothing(_certain);
            }
        }

        return Place(0, []) is { } json ? Outcome.Found(json) : Outcome.Nothing(_certain);
    }

    private void Sort()
    {
        foreach (var literal in branch.Atoms)
        {
            switch (literal.Demand)
            {
                case RequiredDemand required:
                    (literal.Holds ? _required : _forbidden).Add(required.Name);
                    break;
                case MembersDemand members when literal.Holds:
                    _rules.Add(members);
                    break;
                case MembersDemand members:
                    _failing.Add(new Failing(members.Names, new TermLiteral(members.Term, false), null));
                    break;
                case NamesDemand names when literal.Holds:
                    _names.Add(new TermLiteral(names.Term, true));
                    break;
                case NamesDemand names:
                    _failing.Add(new Failing(null, null, new TermLiteral(names.Term, false)));
                    break;
                case CountDemand count when count.Upper == literal.Holds:
                    _most = Math.Min(_most, count.Upper ? count.Limit : count.Limit - 1);
                    break;
                case CountDemand count:
                    _least = Math.Max(_least, count.Upper ? count.Limit + 1 : count.Limit);
                    break;
            }
        }

        var sets = _rules.Select(rule => rule.Names).Concat(_failing.Select(failing => failing.Names).OfType<NameSet>()).ToList();
        _known.UnionWith(_required);
        _known.UnionWith(sets.SelectMany(set => set.Except.Concat(set.Name is { } name ? [name] : [])));
        _patterns = [.. sets.SelectMany(set => set.ExceptMatching.Concat(set.Language is { } language ? [language] : [])).DistinctBy(language => language.Source)];
    }

    /// <summary>Gives the failing member of this number a name, and goes on to the next.</summary>
    private string? Place(int number, Dictionary<string, List<TermLiteral>> extra)
    {
        if (_required.Union(extra.Keys).Count() > _most)
        {
            return null;
        }

        if (!solver.Spend())
        {
            _certain = false;
            return null;
        }

        if (number == _failing.Count)
        {
            return Build(extra);
        }

        var failing = _failing[number];
        foreach (var name in NamesFor(failing, extra.Keys))
        {
            var next = extra.ToDictionary(each => each.Key, each => each.Value.ToList());
            if (!next.TryGetValue(name, out var literals))
            {
                next.Add(name, literals = []);
            }

            if (failing.Value is { } value)
            {
                literals.Add(value);
            }

            if (Member(name, literals).IsFound && Place(number + 1, next) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private IEnumerable<string> NamesFor(Failing failing, IReadOnlyCollection<string> taken)
    {
        if (failing.Names?.Name is { } only)
        {
            return Allowed(only) ? [only] : [];
        }

        var known = _known.Concat(taken).Distinct().Where(name =>
            failing.Names?.Contains(name) != false && Allowed(name) && (failing.Name is not { } rule || solver.Evaluator.AcceptsName(rule.Term, name) != true));
        return known.Concat(Fresh(failing.Names, failing.Value, failing.Name, [.. taken]));
    }

    /// <summary>Names that no keyword names: one for each combination of patterns under which a value is possible.</summary>
    private IEnumerable<string> Fresh(NameSet? names, TermLiteral? value, TermLiteral? nameRule, IReadOnlyList<string> taken)
    {
        if (_patterns.Count > MostPatterns)
        {
            _certain = false;
            yield break;
        }

        for (var signs = 0; signs < 1 << _patterns.Count; signs++)
        {
            bool Matches(TextLanguage language) => (signs >> _patterns.FindIndex(each => each.Source == language.Source) & 1) == 1;
            if (names?.ContainsUnnamed(Matches) == false)
            {
                continue;
            }

            var literals = _rules.Where(rule => rule.Names.ContainsUnnamed(Matches)).Select(rule => new TermLiteral(rule.Term, true)).ToList();
            var possible = solver.Solve(value is null ? literals : [.. literals, value]);
            _certain &= !possible.IsUnknown;
            if (!possible.IsFound)
            {
                continue;
            }

            var found = solver.SolveText(
                nameRule is null ? _names : [.. _names, nameRule],
                _patterns.Select(pattern => new DemandLiteral(new TextDemand("", pattern), Matches(pattern))),
                _known.Concat(taken).Select(CanonicalJson.Text));
            _certain &= !found.IsUnknown;
            if (found.Value is { } json && CanonicalJson.Parse(json).GetString() is { } name && _patterns.TrueForAll(pattern => pattern.IsMatch(name) == Matches(pattern)))
            {
                yield return name;
            }
            else if (found.IsFound)
            {
                _certain = false;
            }
        }
    }

    private bool Allowed(string name) => !_forbidden.Contains(name) && _names.TrueForAll(rule => solver.Evaluator.AcceptsName(rule.Term, name) != false);

    private Outcome Member(string name, IEnumerable<TermLiteral> extra, IEnumerable<string>? excluded = null)
    {
        var outcome = solver.Solve(_rules.Where(rule => rule.Names.Contains(name)).Select(rule => new TermLiteral(rule.Term, true)).Concat(extra), excluded);
        _certain &= !outcome.IsUnknown;
        return outcome;
    }

    private string? Build(Dictionary<string, List<TermLiteral>> extra)
    {
        var members = new Dictionary<string, string>();
        foreach (var name in _required.Union(extra.Keys))
        {
            if (Member(name, extra.GetValueOrDefault(name, [])).Value is not { } value)
            {
                return null;
            }

            members.Add(name, value);
        }

        var optional = _known.Where(name => !members.ContainsKey(name) && Allowed(name)).ToList();
        if (solver.Chance is { } chance && solver.Depth < 8)
        {
            foreach (var name in optional.Where(_ => chance.Next(10) < 6))
            {
                AddOptional(members, name);
            }
        }

        foreach (var name in optional.TakeWhile(_ => members.Count < _least))
        {
            AddOptional(members, name);
        }

        while (members.Count < _least)
        {
            // Every name taken so far is known to the search, so that the next is another one.
            var before = members.Count;
            foreach (var name in Fresh(null, null, null, [.. members.Keys]).ToList())
            {
                AddOptional(members, name);
            }

            if (members.Count == before)
            {
                return null;
            }

            if (members.Count > _most)
            {
                members.Remove(members.Keys.Last(name => !_required.Contains(name) && !extra.ContainsKey(name)));
            }
        }

        var json = CanonicalJson.Object(members);
        return branch.Excluded.Contains(json) ? Vary(members, extra, optional) : json;
    }

    private void AddOptional(Dictionary<string, string> members, string name)
    {
        if (members.Count < _most && !members.ContainsKey(name) && Member(name, []).Value is { } value)
        {
            members.Add(name, value);
        }
    }

    /// <summary>The same object with one member more, or one of another value.</summary>
    private string? Vary(Dictionary<string, string> members, Dictionary<string, List<TermLiteral>> extra, List<string> optional)
    {
        foreach (var name in optional.Concat(Fresh(null, null, null, [.. members.Keys])).Where(name => !members.ContainsKey(name)))
        {
            var more = new Dictionary<string, string>(members);
            AddOptional(more, name);
            if (CanonicalJson.Object(more) is var json && !branch.Excluded.Contains(json))
            {
                return json;
            }
        }

        foreach (var (name, value) in members)
        {
            var others = branch.Excluded.Select(CanonicalJson.Parse).Where(each => each.ValueKind == System.Text.Json.JsonValueKind.Object && each.TryGetProperty(name, out _)).Select(each => CanonicalJson.Of(each.GetProperty(name)));
            if (Member(name, extra.GetValueOrDefault(name, []), others.Append(value)).Value is { } other)
            {
                return CanonicalJson.Object(new Dictionary<string, string>(members) { [name] = other });
            }
        }

        _certain = false;
        return null;
    }
}
