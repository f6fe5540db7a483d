using System.Numerics;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>Finds a number within bounds that is, and is not, a multiple of some; exact, and complete but for very long periods.</summary>
internal static class NumberSolver
{
    private const int MostTried = 20_000;

    public static Outcome Settle(Branch branch, Random? chance)
    {
        ExactDecimal? low = null, high = null, step = null;
        var (lowOpen, highOpen) = (false, false);
        var not = new List<ExactDecimal>();
        foreach (var literal in branch.Atoms)
        {
            switch (literal.Demand)
            {
                case BoundDemand bound:
                    // The opposite of “at most” is “more than”.
                    var (upper, exclusive) = literal.Holds ? (bound.Upper, bound.Exclusive) : (!bound.Upper, !bound.Exclusive);
                    if (upper && (high is null || bound.Limit < high || (bound.Limit == high && exclusive)))
                    {
                        (high, highOpen) = (bound.Limit, exclusive);
                    }
                    else if (!upper && (low is null || bound.Limit > low || (bound.Limit == low && exclusive)))
                    {
                        (low, lowOpen) = (bound.Limit, exclusive);
                    }

                    break;
                case WholeDemand or DivisorDemand:
                    var divisor = literal.Demand is DivisorDemand { Divisor: var given } ? given : ExactDecimal.One;
                    if (literal.Holds)
                    {
                        step = step is { } other ? ExactDecimal.LeastCommonMultiple(other, divisor) : divisor;
                    }
                    else
                    {
                        not.Add(divisor);
                    }

                    break;
            }
        }

        bool Fits(ExactDecimal number) =>
            !(low is { } least && (lowOpen ? number <= least : number < least))
            && !(high is { } most && (highOpen ? number >= most : number > most))
            && !not.Exists(number.IsMultipleOf)
            && !branch.Excluded.Contains(number.ToString());

        return step is { } grid ? OnGrid(grid, low, high, not, Fits, chance) : Anywhere(low, lowOpen, high, highOpen, Fits, chance);
    }

    private static Outcome OnGrid(ExactDecimal grid, ExactDecimal? low, ExactDecimal? high, List<ExactDecimal> not, Func<ExactDecimal, bool> fits, Random? chance)
    {
        if (not.Exists(grid.IsMultipleOf))
        {
            return Outcome.Empty;
        }

        BigInteger? first = low is { } least ? least.Floor(grid) : null;
        BigInteger? last = high is { } most ? most.Floor(grid) : null;
        var (start, direction) = first is { } from ? (from, 1) : last is { } to ? (to, -1) : (BigInteger.Zero, 1);
        if (chance is not null && ExactDecimal.Of(start + (direction * chance.Next(0, 1000))) * grid is var anywhere && fits(anywhere))
        {
            return Outcome.Found(anywhere.ToString());
        }

        for (var i = 0; i < MostTried; i++)
        {
            var at = start + (i * direction);
            if ((direction > 0 && at > last) || (direction < 0 && at < first))
            {
                return Outcome.Empty;
            }

            var number = ExactDecimal.Of(at) * grid;
            if (fits(number))
            {
                return Outcome.Found(number.ToString());
            }
        }

        return Outcome.Unknown;
    }

    private static Outcome Anywhere(ExactDecimal? low, bool lowOpen, ExactDecimal? high, bool highOpen, Func<ExactDecimal, bool> fits, Random? chance)
    {
        if (low is { } a && high is { } b && (a > b || (a == b && (lowOpen || highOpen))))
        {
            return Outcome.Empty;
        }

        if (low is { } only && only == high)
        {
            return fits(only) ? Outcome.Found(only.ToString()) : Outcome.Empty;
        }

        var from = low ?? (high is { } most ? most - ExactDecimal.Of(100) : ExactDecimal.Zero);
        var to = high ?? from + ExactDecimal.Of(chance?.Next(1, 1000) ?? 100);
        foreach (var whole in new[] { from, to, ExactDecimal.Zero, ExactDecimal.Of(from.Floor(ExactDecimal.One) + 1), ExactDecimal.Of(to.Floor(ExactDecimal.One)) }.OrderBy(_ => chance?.Next() ?? 0))
        {
            if (fits(whole))
            {
                return Outcome.Found(whole.ToString());
            }
        }

        // Between two numbers lie others with ever more digits, and only so many of each length are multiples or excluded.
        var middle = ExactDecimal.Middle(from, to);
        for (var i = 0; i < 400; i++)
        {
            if (fits(middle))
            {
                return Outcome.Found(middle.ToString());
            }

            middle = ExactDecimal.Middle(i % 2 == 0 ? from : to, middle);
        }

        return Outcome.Unknown;
    }
}
