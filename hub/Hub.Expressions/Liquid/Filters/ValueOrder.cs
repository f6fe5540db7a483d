using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>A total order for sorting: numbers, texts, dates, all else, nil last.</summary>
internal sealed class ValueOrder
{
    private readonly bool ignoresCase;

    private ValueOrder(bool ignoresCase) => this.ignoresCase = ignoresCase;

    public static ValueOrder Natural { get; } = new(false);

    public static ValueOrder IgnoringCase { get; } = new(true);

    public int Compare(Rendering run, LiquidValue left, LiquidValue right)
    {
        run.Step();
        var (leftRank, rightRank) = (Rank(left), Rank(right));
        if (leftRank != rightRank)
        {
            return leftRank - rightRank;
        }

        return ignoresCase && left.IsText
            ? string.CompareOrdinal(left.AsText.ToLowerInvariant(), right.AsText.ToLowerInvariant())
            : Comparison.Order(left, right) ?? 0;
    }

    private static int Rank(LiquidValue value) => value.Kind switch
    {
        LiquidKind.Number or LiquidKind.HugeNumber => 0,
        LiquidKind.Text => 1,
        LiquidKind.Date => 2,
        LiquidKind.Nil => 4,
        _ => 3,
    };
}

/// <summary>Equality as <c>==</c> has it, for sets.</summary>
internal sealed class ValueEquality(Rendering run) : IEqualityComparer<LiquidValue>
{
    public bool Equals(LiquidValue left, LiquidValue right) => Comparison.AreEqual(run, left, right);

    public int GetHashCode(LiquidValue value) => value.Kind switch
    {
        LiquidKind.Text => value.AsText.GetHashCode(StringComparison.Ordinal),
        LiquidKind.Number => value.AsNumber.GetHashCode(),
        LiquidKind.Date => value.AsDate.GetHashCode(),
        LiquidKind.Boolean => value.IsTrue ? 1 : 2,
        LiquidKind.List => HashCode.Combine(value.ListOrNull!.Count, value.ListOrNull!.Count > 0 ? GetHashCode(value.ListOrNull!.At(run, 0)) : 0),
        LiquidKind.Object => HashOfMembers(value.ObjectOrNull!),
        _ => (int)value.Kind,
    };

    private int HashOfMembers(LiquidObject members)
    {
        var hash = 0;
        foreach (var name in members.Names(run))
        {
            members.TryGetExact(run, name, out var member);
            hash ^= HashCode.Combine(name, member.Kind is LiquidKind.List or LiquidKind.Object ? 0 : GetHashCode(member));
        }

        return hash;
    }
}
