using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary><c>$ref</c> and each branch of <c>allOf</c>.</summary>
internal sealed class AlsoDemand(string keyword, string location, Term term) : CompositeDemand(keyword, location)
{
    public override string Signature => "also";

    public override IReadOnlyList<Term> Children => [term];

    public override Formula Unfold(bool holds) => Formula.Is(term, holds);

    public override Narrowing Narrow() => new(term, "", child => new AlsoDemand(Keyword, Location, child));
}

/// <summary><c>not</c>.</summary>
internal sealed class NotDemand(string location, Term term) : CompositeDemand("not", location)
{
    public override string Signature => "not";

    public override IReadOnlyList<Term> Children => [term];

    public override Formula Unfold(bool holds) => Formula.Is(term, !holds);
}

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyDemand(string location, IReadOnlyList<Term> terms) : CompositeDemand("anyOf", location)
{
    public override string Signature => "anyOf";

    public override IReadOnlyList<Term> Children => terms;

    public override Formula Unfold(bool holds)
    {
        Formula[] all = [.. terms.Select(term => Formula.Is(term, holds))];
        return holds ? Formula.Or(all) : Formula.And(all);
    }
}

/// <summary><c>oneOf</c>: unfolded by the solver, which knows which branches can hold together.</summary>
internal sealed class OneDemand(string location, IReadOnlyList<Term> terms) : Demand("oneOf", location, JsonTypes.Any)
{
    public override string Signature => "oneOf";

    public override IReadOnlyList<Term> Children => terms;

    /// <summary>Exactly one branch, given the pairs of branches that some value may meet both of.</summary>
    public Formula Unfold(bool holds, IReadOnlyList<(int First, int Second)> meeting)
    {
        if (holds)
        {
            return Formula.And(
            [
                Formula.Or([.. terms.Select(term => Formula.Is(term))]),
                .. meeting.Select(pair => Formula.Or(Formula.Is(terms[pair.First], false), Formula.Is(terms[pair.Second], false))),
            ]);
        }

        return Formula.Or(
        [
            Formula.And([.. terms.Select(term => Formula.Is(term, false))]),
            .. meeting.Select(pair => Formula.And(Formula.Is(terms[pair.First]), Formula.Is(terms[pair.Second]))),
        ]);
    }
}

/// <summary><c>then</c>, <c>else</c> and the dependent keywords: where a condition holds, a subschema must.</summary>
internal sealed class ImpliesDemand(string keyword, string location, JsonTypes applies, string says, Formula condition, IReadOnlyList<Term> inCondition, Term consequence)
    : CompositeDemand(keyword, location, applies)
{
    public Term Consequence => consequence;

    public override string Signature => "implies " + says;

    public override IReadOnlyList<Term> Children => [.. inCondition, consequence];

    public override Formula Unfold(bool holds) => holds
        ? Formula.Or(condition.Negate(), Formula.Is(consequence))
        : Formula.And(condition, Formula.Is(consequence, false));

    public override Narrowing Narrow() =>
        new(consequence, "", child => new ImpliesDemand(Keyword, Location, Applies, says, condition, inCondition, child));
}
