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

    /// <summary>A reference may lead to schemas that evaluate more.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>It has <c>unevaluatedProperties</c> itself: seen from outside nothing is left over.</summary>
    public bool TakesLeftMembers { get; set; }

    /// <summary>The same for <c>unevaluatedItems</c>.</summary>
    public bool TakesLeftItems { get; set; }

    /// <summary>Schemas for the same value, each with the condition under which what it evaluates counts; null for always.</summary>
    public List<(Formula? When, Term Term)> InPlace { get; } = [];

    /// <summary>Equal when the same names, patterns and positions are evaluated.</summary>
    public string Signature => $"{Prefix} {AllItems} {AllMembers} {NameSet.AllBut(Names, Languages).Signature}";

    public void Merge(Evaluations other)
    {
        Names.UnionWith(other.Names);
        Languages.AddRange(other.Languages);
        AllMembers |= other.AllMembers;
        Prefix = Math.Max(Prefix, other.Prefix);
        AllItems |= other.AllItems;
        PicksItems |= other.PicksItems;
        IsUnknown |= other.IsUnknown;
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

    /// <param name="location">Where the keyword stands.</param>
    /// <param name="members">For members, otherwise for items.</param>
    /// <param name="says">What is evaluated, and under which conditions.</param>
    /// <param name="terms">What left-over values must meet, then the schemas that the conditions name.</param>
    /// <param name="always">What is evaluated in any case.</param>
    /// <param name="conditional">What is evaluated besides, and when.</param>
    public LeftOverDemand(string location, bool members, string says, IReadOnlyList<Term> terms, Evaluations always, IReadOnlyList<(Formula When, Evaluations Evaluations)> conditional)
        : base(members ? "unevaluatedProperties" : "unevaluatedItems", location, members ? Json.JsonTypes.Object : Json.JsonTypes.Array)
    {
        (_child, _always, _conditional, _members) = (terms[0], always, conditional, members);
        Children = terms;
        Signature = $"{Keyword} {says}";
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
