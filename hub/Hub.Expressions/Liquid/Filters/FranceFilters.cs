using System.Text.Json;
using Hub.Expressions.Domain;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>The helpers for French local government.</summary>
internal static class FranceFilters
{
    private static readonly string[] CalendarArguments = ["ouvrables", "alsace_moselle"];

    public static IEnumerable<Filter> All => DomainCatalog.All.Select(static function =>
        new Filter(function.FilterName, function.Arguments - 1, function.Arguments - 1, (run, input, arguments) => Call(run, function, input, arguments))
        {
            NamedArguments = function.TakesCalendar ? CalendarArguments : [],
        });

    private static LiquidValue Call(Rendering run, DomainFunction function, LiquidValue input, FilterArguments arguments)
    {
        var values = new object?[function.Arguments];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ToPlain(run, i == 0 ? input : arguments[i - 1]);
        }

        var calendar = new CalendarOptions(arguments["ouvrables"].IsTruthy, arguments["alsace_moselle"].IsTruthy);
        try
        {
            return FromPlain(run, function.Run(new DomainCall(run, values, calendar)));
        }
        catch (DomainError error)
        {
            throw run.Fail($"{function.FilterName}: {error.Message}", $"{function.FilterName} : {error.French}");
        }
    }

    private static object? ToPlain(Rendering run, LiquidValue value) => value.Kind switch
    {
        LiquidKind.Nil => null,
        LiquidKind.Number => value.AsNumber,
        LiquidKind.Date => DateOnly.FromDateTime(value.AsDate.DateTime),
        _ => LiquidConvert.ToText(run, value),
    };

    private static LiquidValue FromPlain(Rendering run, object? value)
    {
        switch (value)
        {
            case bool truth:
                return truth;
            case long number:
                return number;
            case string text:
                run.ChargeText(text.Length);
                return text;
            case DateOnly day:
                return DomainCall.Iso(day);
            case DateOnly[] days:
                var list = new ValueList(run);
                foreach (var day in days)
                {
                    list.Add(run, DomainCall.Iso(day));
                }

                return list;
            case JsonElement data:
                return LiquidConvert.FromJson(run, data);
            default:
                return LiquidValue.Nil;
        }
    }
}
