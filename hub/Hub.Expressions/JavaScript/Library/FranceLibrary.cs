using System.Text.Json;
using Hub.Expressions.Domain;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>France</c>: the helpers for French local government.</summary>
internal static class FranceLibrary
{
    public static MemberTable Table { get; } = Build();

    private static MemberTable Build()
    {
        var table = new MemberTable("France").Tag("France");
        foreach (var function in DomainCatalog.All)
        {
            table.Method(function.Name, function.Arguments, (run, _, arguments) => Call(run, function, arguments));
        }

        return table;
    }

    private static JsValue Call(Evaluation run, DomainFunction function, ReadOnlySpan<JsValue> arguments)
    {
        var values = new object?[function.Arguments];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ToPlain(run, arguments.At(i));
        }

        var options = function.TakesCalendar ? arguments.At(function.Arguments).ObjectOrNull : null;
        var calendar = options is null ? default
            : new CalendarOptions(Coerce.ToBoolean(options.Get(run, "ouvrables")), Coerce.ToBoolean(options.Get(run, "alsaceMoselle")));
        try
        {
            return FromPlain(run, function.Run(new DomainCall(run, values, calendar)));
        }
        catch (DomainError error)
        {
            throw run.TypeError($"France.{function.Name}: {error.Message}");
        }
    }

    private static object? ToPlain(Evaluation run, JsValue value)
    {
        if (value.ObjectOrNull is JsDate { Time: var time })
        {
            var (year, month, day) = DateMath.Calendar(DateMath.ToLocal(time));
            return double.IsFinite(time) && year is >= 1 and <= 9999 ? new DateOnly((int)year, month + 1, day) : null;
        }

        return value.IsNullish ? null
            : value.IsNumber ? (Math.Abs(value.AsNumber) < 1e28 ? (decimal)value.AsNumber : null)
            : Coerce.ToText(run, value);
    }

    private static JsValue FromPlain(Evaluation run, object? value) => value switch
    {
        bool truth => truth,
        long number => (double)number,
        string text => Text(run, text),
        DateOnly day => Text(run, DomainCall.Iso(day)),
        DateOnly[] days => new JsArray(run, [.. days.Select(day => Text(run, DomainCall.Iso(day)))], days.Length),
        JsonElement data => JsonValues.Wrap(run, data, isHost: false),
        _ => JsValue.Null,
    };

    private static JsValue Text(Evaluation run, string text)
    {
        run.Charge(24 + (text.Length * 2L));
        return text;
    }
}
