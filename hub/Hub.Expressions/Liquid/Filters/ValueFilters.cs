using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>Filters on any value.</summary>
internal static class ValueFilters
{
    public static IReadOnlyList<Filter> All { get; } =
    [
        new("date", 1, 1, Date),
        new("default", 0, 1, Default) { NamedArguments = ["allow_false"] },
        new("json", 0, 1, static (run, input, arguments) => LiquidJson.Write(run, input, (int)Math.Clamp(arguments.Integer(0), 0, 10))),
    ];

    private static LiquidValue Default(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var isMissing = input.Kind switch
        {
            LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank => true,
            LiquidKind.Boolean => !input.IsTrue && !arguments["allow_false"].IsTruthy,
            _ => Comparison.IsEmpty(run, input),
        };
        return !isMissing ? input : arguments.Count == 0 ? LiquidValue.NoText : arguments[0];
    }

    private static LiquidValue Date(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var format = arguments.Text(0);
        if (format.Length == 0 || DateReader.Read(run, input) is not { } date)
        {
            // What is no date passes unchanged.
            return input;
        }

        return DateFormat.Write(run, date, format);
    }
}
