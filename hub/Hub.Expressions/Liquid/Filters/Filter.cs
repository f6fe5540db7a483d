using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

internal delegate LiquidValue FilterCode(Rendering run, LiquidValue input, FilterArguments arguments);

/// <summary>A filter: its name, how many arguments it takes, and what it does.</summary>
internal sealed record Filter(string Name, int MinArguments, int MaxArguments, FilterCode Code)
{
    public string[] NamedArguments { get; init; } = [];
}

/// <summary>A filter as a template calls it.</summary>
internal sealed class FilterCall(int position, Filter filter, LiquidExpression[] arguments, (string Name, LiquidExpression Value)[] named)
{
    public LiquidValue Apply(Rendering run, LiquidValue input)
    {
        run.Step();
        var values = arguments.Length == 0 ? [] : new LiquidValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(run);
        }

        var namedValues = named.Length == 0 ? [] : Array.ConvertAll(named, each => (each.Name, each.Value.Evaluate(run)));
        run.Charge((values.Length + namedValues.Length) * (long)Rendering.BytesPerValue);
        run.Position = position;
        return filter.Code(run, input, new FilterArguments(run, values, namedValues));
    }
}

/// <summary>The arguments of one call; what was not given is nil.</summary>
internal readonly struct FilterArguments(Rendering run, LiquidValue[] values, (string Name, LiquidValue Value)[] named)
{
    public int Count => values.Length;

    public LiquidValue this[int index] => index < values.Length ? values[index] : LiquidValue.Nil;

    public LiquidValue this[string name] => Array.Find(named, each => each.Name == name).Value;

    public string Text(int index, string whenMissing = "") => index < values.Length ? LiquidConvert.ToText(run, values[index]) : whenMissing;

    public long Integer(int index, long whenMissing = 0) => index < values.Length && !values[index].IsNil ? LiquidConvert.ToInteger(values[index]) : whenMissing;
}
