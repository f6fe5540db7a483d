namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>What is said about one value: schemas and demands that hold or do not, joined by and and or. Negation stands only at the leaves.</summary>
internal abstract class Formula
{
    public static readonly Formula True = new Conjunction([]);
    public static readonly Formula False = new Disjunction([]);

    public abstract Formula Negate();

    public static Formula And(params IReadOnlyList<Formula> of) => new Conjunction(of);

    public static Formula Or(params IReadOnlyList<Formula> of) => new Disjunction(of);

    public static Formula Is(Term term, bool holds = true) => new TermLiteral(term, holds);

    public static Formula Is(Demand demand, bool holds = true) => new DemandLiteral(demand, holds);
}

/// <summary>All of them; true when there is none.</summary>
internal sealed class Conjunction(IReadOnlyList<Formula> of) : Formula
{
    public IReadOnlyList<Formula> Of => of;

    public override Formula Negate() => new Disjunction([.. of.Select(each => each.Negate())]);
}

/// <summary>At least one of them; false when there is none.</summary>
internal sealed class Disjunction(IReadOnlyList<Formula> of) : Formula
{
    public IReadOnlyList<Formula> Of => of;

    public override Formula Negate() => new Conjunction([.. of.Select(each => each.Negate())]);
}

/// <summary>The value is, or is not, accepted by a schema.</summary>
internal sealed class TermLiteral(Term term, bool holds) : Formula
{
    public Term Term => term;

    public bool Holds => holds;

    public override Formula Negate() => new TermLiteral(term, !holds);
}

/// <summary>The value meets, or does not meet, one demand of a schema.</summary>
internal sealed class DemandLiteral(Demand demand, bool holds) : Formula
{
    public Demand Demand => demand;

    public bool Holds => holds;

    public override Formula Negate() => new DemandLiteral(demand, !holds);
}
