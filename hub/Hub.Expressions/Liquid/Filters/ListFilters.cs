using System.Text;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>Filters on whole lists. Lists inside lists are spread out first, except by <c>first</c>, <c>last</c>, <c>size</c> and <c>reverse</c>.</summary>
internal static class ListFilters
{
    public static IReadOnlyList<Filter> All { get; } =
    [
        new("concat", 1, 1, Concat),
        new("first", 0, 0, static (run, input, _) => MemberAccess.Get(run, input, "first", isDotted: true)),
        new("join", 0, 1, Join),
        new("last", 0, 0, static (run, input, _) => input.Kind == LiquidKind.List ? MemberAccess.Get(run, input, "last", isDotted: true) : LiquidValue.Nil),
        new("reverse", 0, 0, Reverse),
        new("size", 0, 0, static (run, input, _) => input.Kind is LiquidKind.Text or LiquidKind.List or LiquidKind.Object ? Size(run, input) : 0m),
        new("sort", 0, 1, static (run, input, arguments) => Sort(run, input, arguments, ValueOrder.Natural)),
        new("sort_natural", 0, 1, static (run, input, arguments) => Sort(run, input, arguments, ValueOrder.IgnoringCase)),
        new("sum", 0, 1, Sum),
        new("uniq", 0, 1, Unique),
    ];

    /// <summary>The value itself, or its property when the call names one.</summary>
    public static LiquidValue Key(Rendering run, LiquidValue item, FilterArguments arguments) =>
        arguments.Count == 0 || arguments[0].IsNil ? item : MemberAccess.GetPath(run, item, arguments.Text(0));

    private static LiquidValue Size(Rendering run, LiquidValue input) => input.Kind switch
    {
        LiquidKind.Text => input.AsText.Length,
        LiquidKind.List => input.ListOrNull!.Count,
        _ => input.ObjectOrNull!.Names(run).LongCount(),
    };

    private static LiquidValue Concat(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        if (arguments[0].Kind != LiquidKind.List)
        {
            throw run.Fail("'concat' needs a list as its argument.", "« concat » attend une liste en argument.");
        }

        var all = new ValueList(run);
        foreach (var item in LiquidConvert.Flat(run, input).Concat(LiquidConvert.Items(run, arguments[0])))
        {
            all.Add(run, item);
        }

        return all;
    }

    private static LiquidValue Join(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var separator = arguments.Text(0, " ");
        var all = new StringBuilder();
        var isFirst = true;
        foreach (var item in LiquidConvert.Flat(run, input))
        {
            var text = LiquidConvert.ToText(run, item);
            run.ChargeText((long)text.Length + separator.Length);
            all.Append(isFirst ? string.Empty : separator).Append(text);
            isFirst = false;
        }

        return all.ToString();
    }

    private static LiquidValue Reverse(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var all = Copy(run, input.Kind == LiquidKind.List ? LiquidConvert.Items(run, input) : LiquidConvert.Flat(run, input));
        all.Items.Reverse();
        return all;
    }

    private static LiquidValue Sort(Rendering run, LiquidValue input, FilterArguments arguments, ValueOrder order)
    {
        var keyed = new List<(LiquidValue Key, LiquidValue Item)>();
        foreach (var item in LiquidConvert.Flat(run, input))
        {
            run.Charge(2 * Rendering.BytesPerValue);
            keyed.Add((Key(run, item, arguments), item));
        }

        // List.Sort is not stable and OrderBy is.
        return Copy(run, keyed.OrderBy(static each => each.Key, Comparer<LiquidValue>.Create((left, right) => order.Compare(run, left, right))).Select(static each => each.Item));
    }

    private static LiquidValue Sum(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        LiquidValue sum = 0m;
        foreach (var item in LiquidConvert.Flat(run, input))
        {
            sum = NumberFilters.Plus(sum, Key(run, item, arguments));
        }

        return sum;
    }

    private static LiquidValue Unique(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var seen = new HashSet<LiquidValue>(new ValueEquality(run));
        var all = new ValueList(run);
        foreach (var item in LiquidConvert.Flat(run, input))
        {
            run.Charge(Rendering.BytesPerValue);
            if (seen.Add(Key(run, item, arguments)))
            {
                all.Add(run, item);
            }
        }

        return all;
    }

    private static ValueList Copy(Rendering run, IEnumerable<LiquidValue> items)
    {
        var all = new ValueList(run);
        foreach (var item in items)
        {
            all.Add(run, item);
        }

        return all;
    }
}
