using System.Text;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compatibility.Solving;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Explaining;

/// <summary>
/// Compares one way: is there a document that the accepting version takes and the refusing one does not?
/// </summary>
/// <remarks>
/// The refusing version is the conjunction of what its keywords demand. For each demand, and below it for each demand of a member or item,
/// a schema is made that holds this one demand alone, at its place; a document that the accepting version takes and this schema does not
/// is refused by the whole for that one reason. Where no first-level demand has such a document, compatibility is proved.
/// </remarks>
internal sealed class Comparer(Direction direction, Side accepting, Side refusing, TermClasses classes, LanguageCache languages, IReadOnlyList<string> trials, ComparisonLimits limits)
{
    private readonly Solver _solver = new(classes, languages, null, trials, limits.MaxSteps);
    private readonly List<SchemaChange> _changes = [];
    private readonly HashSet<(string Path, string Location, string Signature)> _told = [];
    private List<string>? _samples;

    public (Verdict Verdict, IReadOnlyList<SchemaChange> Changes) Compare()
    {
        if (!Walk(refusing.Root, term => term, "", [classes.Of(refusing.Root)]))
        {
            return (Verdict.Compatible, []);
        }

        if (!_changes.Exists(change => change.Verdict == Verdict.Incompatible) && Samples() is [var sample, ..])
        {
            var error = refusing.Validator.Validate(Encoding.UTF8.GetBytes(sample)).Errors[0];
            var demand = new OpaqueDemand(error.Keyword, error.AbsoluteKeywordLocation, "", []);
            _changes.Insert(0, Change(demand, error.InstanceLocation, sample));
        }

        return (_changes.Exists(change => change.Verdict == Verdict.Incompatible) ? Verdict.Incompatible : Verdict.Unknown, _changes);
    }

    /// <summary>Tells each demand of a term that may refuse; answers whether there is one.</summary>
    /// <param name="within">The refusing version with nothing but a given term at this place.</param>
    private bool Walk(Term term, Func<Term, Term> within, string path, HashSet<int> above)
    {
        var any = false;
        foreach (var demand in term.Demands)
        {
            var outcome = _solver.Ask(new TermLiteral(accepting.Root, true), new TermLiteral(within(Term.Only(demand)), false));
            if (outcome.IsEmpty)
            {
                continue;
            }

            if (demand is MembersDemand { Names.IsRest: true, Term.AcceptsNothing: true } closed)
            {
                any |= TellRefusedMembers(closed, within, path);
                continue;
            }

            any = true;
            if (_changes.Count >= limits.MaxChanges && _changes.Exists(change => change.Verdict == Verdict.Incompatible))
            {
                return true;
            }

            // What refuses lies deeper where the subschema has keywords of its own; a cycle is told once.
            if (demand.Narrow() is { } narrow && !narrow.Child.AcceptsNothing && !above.Contains(classes.Of(narrow.Child))
                && Walk(narrow.Child, child => within(Term.Only(narrow.Over(child))), path + narrow.Step, [.. above, classes.Of(narrow.Child)]))
            {
                continue;
            }

            // What must be there is told at its own place.
            Tell(demand, path + (demand is RequiredDemand required ? NameSet.Of(required.Name).Step : demand.Narrow()?.Step ?? ""), outcome);
        }

        return any;
    }

    /// <summary>A closed object refuses the members that the other version names: each is told by its name, and all others together.</summary>
    private bool TellRefusedMembers(MembersDemand closed, Func<Term, Term> within, string path)
    {
        string[] named = [.. accepting.NamesAt(path).Where(closed.Names.Contains)];
        var sets = named.Select(NameSet.Of).Append(NameSet.AllBut(closed.Names.Except.Concat(named), closed.Names.ExceptMatching));
        var any = false;
        foreach (var set in sets)
        {
            var narrower = new MembersDemand(closed.Keyword, closed.Location, set, closed.Term);
            var outcome = _solver.Ask(new TermLiteral(accepting.Root, true), new TermLiteral(within(Term.Only(narrower)), false));
            if (!outcome.IsEmpty)
            {
                any = true;
                Tell(narrower, path + set.Step, outcome);
            }
        }

        return any;
    }

    private void Tell(Demand demand, string path, Outcome outcome)
    {
        var witness = outcome.Value is { } value && Proves(value) ? value : null;
        witness ??= Samples().Find(sample => refusing.Validator.Validate(Encoding.UTF8.GetBytes(sample)).Errors.Any(error => error.AbsoluteKeywordLocation == demand.Location));
        if (_told.Add((path, demand.Location, demand.Signature)))
        {
            _changes.Add(Change(demand, path, witness));
        }
    }

    private SchemaChange Change(Demand demand, string path, string? witness)
    {
        var around = path[..Math.Max(0, path.LastIndexOf('/'))];
        var opposite = demand is not RequiredDemand && accepting.Locate(path, demand.Keyword) is { Length: > 0 } found ? found : accepting.Locate(around, demand.Keyword);
        return new SchemaChange(
            direction,
            witness is null ? Verdict.Unknown : Verdict.Incompatible,
            path,
            direction == Direction.Backward ? opposite : demand.Location,
            direction == Direction.Backward ? demand.Location : opposite,
            demand.Keyword,
            ChangeSentences.Of(direction, demand, witness is not null),
            witness is null ? null : CanonicalJson.Parse(witness));
    }

    private bool Proves(string document)
    {
        var utf8 = Encoding.UTF8.GetBytes(document);
        return accepting.Validator.IsValid(utf8) && !refusing.Validator.IsValid(utf8);
    }

    /// <summary>Documents that prove it, found by trying: from the accepting version, edited, and from the refusing one, edited.</summary>
    private List<string> Samples()
    {
        if (_samples is null)
        {
            _samples = [];
            for (var i = 0; i < limits.MaxSamples && _samples.Count < 20; i++)
            {
                var seed = unchecked((limits.Seed * 1_000_003) + i);
                var document = (i % 3) switch
                {
                    0 => accepting.Maker.Valid(seed),
                    1 => accepting.Maker.Edited(seed),
                    _ => refusing.Maker.Edited(seed),
                };
                if (document is not null && Proves(document))
                {
                    _samples.Add(document);
                }
            }
        }

        return _samples;
    }
}
