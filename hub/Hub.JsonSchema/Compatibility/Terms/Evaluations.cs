using Hub.JsonSchema.Compatibility.Languages;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>What a schema evaluates for <c>unevaluatedProperties</c> and <c>unevaluatedItems</c> beside it (Core 2020-12, 11).</summary>
internal sealed class Evaluations
{
    public HashSet<string> Names { get; } = [];

    public List<TextLanguage> Languages { get; } = [];

    public bool AllMembers { get; set; }

    /// <summary>Items before this position.</summary>
    public int Prefix { get; set; }

    public bool AllItems { get; set; }

    /// <summary>Items that <c>contains</c> picks: which ones depends on the document.</summary>
    public bool PicksItems { get; set; }

    /// <summary>It has <c>unevaluatedProperties</c> itself: seen from outside nothing is left over.</summary>
    public bool TakesLeftMembers { get; set; }

    /// <summary>The same for <c>unevaluatedItems</c>.</summary>
    public bool TakesLeftItems { get; set; }

    /// <summary>Schemas for the same value, each with the condition under which what it evaluates counts; null for always.</summary>
    public List<(Formula? When, Term Term)> InPlace { get; } = [];

    public void Merge(Evaluations other)
    {
        Names.UnionWith(other.Names);
        Languages.AddRange(other.Languages);
        AllMembers |= other.AllMembers;
        Prefix = Math.Max(Prefix, other.Prefix);
        AllItems |= other.AllItems;
        PicksItems |= other.PicksItems;
    }
}

/// <summary>
/// <c>unevaluatedProperties</c> or <c>unevaluatedItems</c>, as the choice that it is: for each combination of conditions that hold and do not, the
/// members or items that are left over are known, and are what <c>additionalProperties</c> or <c>items</c> would mean there.
/// </summary>
internal sealed class LeftOverDemand : CompositeDemand
{
    private readonly Term _child;
    private readonly Evaluations _always;
    private readonly IReadOnlyList<(Formula When, Evaluations Evaluations)> _conditional;
    private readonly bool _members;

    public LeftOverDemand(string location, bool members, Term child, Evaluations always, IReadOnlyList<(Formula When, Evaluations Evaluations)> conditional, IReadOnlyList<Term> inPlace)
        : base(members ? "unevaluatedProperties" : "unevaluatedItems", location, members ? Json.JsonTypes.Object : Json.JsonTypes.Array)
    {
        (_child, _always, _conditional, _members) = (child, always, conditional, members);
        Children = [child, .. inPlace];
        Signature = $"{Keyword} {always.Prefix} {always.AllItems} {always.AllMembers} {NameSet.AllBut(always.Names, always.Languages).Signature}";
    }

    public override string Signature { get; }

    public override IReadOnlyList<Term> Children { get; }

    public override Formula Unfold(bool holds)
    {
        var cases = new List<Formula>();
        for (var signs = 0; signs < 1 << _conditional.Count; signs++)
        {
            var evaluated = new Evaluations();
            evaluated.Merge(_always);
            var conditions = new List<Formula>();
            for (var i = 0; i < _conditional.Count; i++)
            {
                var counts = (signs >> i & 1) == 1;
                conditions.Add(counts ? _conditional[i].When : _conditional[i].When.Negate());
                if (counts)
                {
                    evaluated.Merge(_conditional[i].Evaluations);
                }
            }

            cases.Add(Formula.And([.. conditions, Rest(evaluated, holds)]));
        }

        return Formula.Or(cases);
    }

    private Formula Rest(Evaluations evaluated, bool holds)
    {
        if (_members ? evaluated.AllMembers : evaluated.AllItems)
        {
            return holds ? Formula.True : Formula.False;
        }

        return Formula.Is(
            _members
                ? new MembersDemand(Keyword, Location, NameSet.AllBut(evaluated.Names, evaluated.Languages), _child)
                : new ItemsDemand(Keyword, Location, evaluated.Prefix, null, _child),
            holds);
    }
}
