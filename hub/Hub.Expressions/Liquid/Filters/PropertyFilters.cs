using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>Filters that look at one property of each element, which may lie deeper: <c>"address.city"</c>.</summary>
internal static class PropertyFilters
{
    public static IReadOnlyList<Filter> All { get; } =
    [
        new("compact", 0, 1, static (run, input, arguments) => Keep(run, input, item => !ListFilters.Key(run, item, arguments).IsNil)),
        new("find", 1, 2, static (run, input, arguments) => Find(run, input, arguments).Item),
        new("find_index", 1, 2, static (run, input, arguments) => Find(run, input, arguments) is { Index: >= 0 } found ? found.Index : LiquidValue.Nil),
        new("has", 1, 2, static (run, input, arguments) => Find(run, input, arguments).Index >= 0),
        new("keys", 0, 0, Keys),
        new("map", 1, 1, Map),
        new("reject", 1, 2, static (run, input, arguments) => Keep(run, input, item => !Holds(run, item, arguments))),
        new("where", 1, 2, static (run, input, arguments) => Keep(run, input, item => Holds(run, item, arguments))),
    ];

    /// <summary>Whether the property has the given value, or, without one, counts as true.</summary>
    private static bool Holds(Rendering run, LiquidValue item, FilterArguments arguments)
    {
        var property = MemberAccess.GetPath(run, item, arguments.Text(0));
        return arguments.Count < 2 || arguments[1].IsNil ? property.IsTruthy : Comparison.AreEqual(run, property, arguments[1]);
    }

    private static LiquidValue Keep(Rendering run, LiquidValue input, Func<LiquidValue, bool> isWanted)
    {
        var kept = new ValueList(run);
        foreach (var item in LiquidConvert.Flat(run, input))
        {
            if (isWanted(item))
            {
                kept.Add(run, item);
            }
        }

        return kept;
    }

    private static (LiquidValue Item, long Index) Find(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        long index = 0;
        foreach (var item in LiquidConvert.Flat(run, input))
        {
            if (Holds(run, item, arguments))
            {
                return (item, index);
            }

            index++;
        }

        return (LiquidValue.Nil, -1);
    }

    private static LiquidValue Map(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var mapped = new ValueList(run);
        var path = arguments.Text(0);
        foreach (var item in LiquidConvert.Flat(run, input))
        {
            mapped.Add(run, MemberAccess.GetPath(run, item, path));
        }

        return mapped;
    }

    private static LiquidValue Keys(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var keys = new ValueList(run);
        foreach (var name in input.ObjectOrNull?.Names(run) ?? [])
        {
            run.ChargeText(name.Length);
            keys.Add(run, name);
        }

        return keys;
    }
}
