using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>A date: milliseconds since 1970, or NaN.</summary>
internal sealed class JsDate(JsObject prototype, double time) : JsObject(prototype)
{
    public override string ClassName => "Date";

    public double Time { get; set; } = time;
}

/// <summary><c>Date</c> (§21.4). Now is what the host's clock says.</summary>
internal static class DateLibrary
{
    public static MemberTable Prototype { get; } = BuildPrototype();

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.DatePrototype, PropertyFlags.None)
        .Method("now", 0, static (run, _, _) => Now(run))
        .Method("parse", 1, static (run, _, arguments) => DateText.Parse(Coerce.ToText(run, arguments.At(0))))
        .Method("UTC", 7, static (run, _, arguments) => DateMath.Clip(FromParts(run, arguments)));

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => DateText.Full(Now(run));

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        double time;
        if (arguments.Length == 0)
        {
            time = Now(run);
        }
        else if (arguments.Length == 1)
        {
            var value = arguments[0].ObjectOrNull is JsDate date ? date.Time : Coerce.ToPrimitive(run, arguments[0]);
            time = value.IsString ? DateText.Parse(value.AsString) : DateMath.Clip(Coerce.ToNumber(run, value));
        }
        else
        {
            time = DateMath.Clip(DateMath.ToUtc(FromParts(run, arguments)));
        }

        run.Charge(80);
        return new JsDate(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.DatePrototype), time);
    }

    private static double Now(Evaluation run) => run.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static double FromParts(Evaluation run, ReadOnlySpan<JsValue> arguments)
    {
        Span<double> parts = [double.NaN, 0, 1, 0, 0, 0, 0];
        for (var i = 0; i < Math.Min(arguments.Length, 7); i++)
        {
            parts[i] = Coerce.ToNumber(run, arguments[i]);
        }

        var year = Math.Truncate(parts[0]);
        year = year is >= 0 and <= 99 ? 1900 + year : parts[0];
        return DateMath.MakeDate(DateMath.MakeDay(year, parts[1], parts[2]), DateMath.MakeTime(parts[3], parts[4], parts[5], parts[6]));
    }

    private static MemberTable BuildPrototype()
    {
        var table = new MemberTable().Link("constructor", IntrinsicId.Date);
        foreach (var (name, read) in new (string, Func<double, double>)[]
        {
            ("Date", static time => DateMath.Calendar(time).Day),
            ("Day", static time => DateMath.WeekDay(time)),
            ("FullYear", static time => DateMath.Calendar(time).Year),
            ("Hours", static time => Math.Floor(DateMath.TimeInDay(time) / 3600000)),
            ("Milliseconds", static time => DateMath.TimeInDay(time) % 1000),
            ("Minutes", static time => Math.Floor(DateMath.TimeInDay(time) / 60000) % 60),
            ("Month", static time => DateMath.Calendar(time).Month),
            ("Seconds", static time => Math.Floor(DateMath.TimeInDay(time) / 1000) % 60),
        })
        {
            table.Method("get" + name, 0, (run, self, _) => This(run, self).Time is var time && double.IsNaN(time) ? double.NaN : read(DateMath.ToLocal(time)));
            table.Method("getUTC" + name, 0, (run, self, _) => This(run, self).Time is var time && double.IsNaN(time) ? double.NaN : read(time));
        }

        // Each setter names the first of year, month, day, hour, minute, second, millisecond that it takes, and how many.
        foreach (var (name, first, count) in new[] { ("FullYear", 0, 3), ("Month", 1, 2), ("Date", 2, 1), ("Hours", 3, 4), ("Minutes", 4, 3), ("Seconds", 5, 2), ("Milliseconds", 6, 1) })
        {
            table.Method("set" + name, count, (run, self, arguments) => Change(run, This(run, self), arguments, first, count, local: true));
            table.Method("setUTC" + name, count, (run, self, arguments) => Change(run, This(run, self), arguments, first, count, local: false));
        }

        return table
            .Method("getTime", 0, static (run, self, _) => This(run, self).Time)
            .Method("getTimezoneOffset", 0, static (run, self, _) => This(run, self).Time is var time && double.IsNaN(time) ? double.NaN : 0 - (DateMath.OffsetAt(time) / 60000))
            .Method("getYear", 0, static (run, self, _) => This(run, self).Time is var time && double.IsNaN(time) ? double.NaN : DateMath.Calendar(DateMath.ToLocal(time)).Year - 1900)
            .Method("setTime", 1, static (run, self, arguments) =>
            {
                var date = This(run, self);
                return date.Time = DateMath.Clip(Coerce.ToNumber(run, arguments.At(0)));
            })
            .Method("toDateString", 0, static (run, self, _) => Show(run, self, DateText.Date))
            .Method("toISOString", 0, static (run, self, _) => This(run, self).Time is var time && double.IsNaN(time) ? throw run.RangeError("Invalid time value") : DateText.Iso(time))
            .Method("toJSON", 1, static (run, self, _) =>
            {
                var target = Coerce.ToObject(run, self);
                var primitive = Coerce.ToPrimitive(run, target, PrimitiveHint.Number);
                return primitive.IsNumber && !double.IsFinite(primitive.AsNumber) ? JsValue.Null : target.Invoke(run, "toISOString", []);
            })
            .Method("toLocaleDateString", 0, static (run, self, arguments) => ShowLocal(run, self, arguments, "date"))
            .Method("toLocaleString", 0, static (run, self, arguments) => ShowLocal(run, self, arguments, "all"))
            .Method("toLocaleTimeString", 0, static (run, self, arguments) => ShowLocal(run, self, arguments, "time"))
            .Method("toString", 0, static (run, self, _) => DateText.Full(This(run, self).Time))
            .Method("toTimeString", 0, static (run, self, _) => Show(run, self, DateText.Time))
            .Method("toUTCString", 0, static (run, self, _) => Show(run, self, DateText.Utc))
            .Alias("toGMTString", IntrinsicId.DatePrototype, "toUTCString")
            .Method("valueOf", 0, static (run, self, _) => This(run, self).Time)
            .FixedMethod(JsSymbol.ToPrimitive, 1, ToPrimitive);
    }

    private static JsValue ToPrimitive(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = self.ObjectOrNull ?? throw run.TypeError("Date.prototype[Symbol.toPrimitive] called on a value that is not an object");
        var hint = arguments.At(0) is { IsString: true } given ? given.AsString : string.Empty;
        if (hint is not ("default" or "string" or "number"))
        {
            throw run.TypeError("Invalid hint");
        }

        foreach (var name in hint == "number" ? new[] { "valueOf", "toString" } : ["toString", "valueOf"])
        {
            if (target.Get(run, name).FunctionOrNull is { } function && function.Call(run, self, []) is { IsObject: false } result)
            {
                return result;
            }
        }

        throw run.TypeError("Cannot convert object to primitive value");
    }

    private static JsValue Change(Evaluation run, JsDate date, ReadOnlySpan<JsValue> arguments, int first, int count, bool local)
    {
        var time = date.Time;
        Span<double> given = stackalloc double[Math.Max(1, Math.Min(count, arguments.Length))];
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = Coerce.ToNumber(run, arguments.At(i));
        }

        if (double.IsNaN(time))
        {
            if (first != 0)
            {
                return double.NaN;
            }

            time = 0;
        }
        else if (local)
        {
            time = DateMath.ToLocal(time);
        }

        var (year, month, day) = DateMath.Calendar(time);
        var inDay = DateMath.TimeInDay(time);
        Span<double> parts = [year, month, day, Math.Floor(inDay / 3600000), Math.Floor(inDay / 60000) % 60, Math.Floor(inDay / 1000) % 60, inDay % 1000];
        given.CopyTo(parts[first..]);
        var made = DateMath.MakeDate(DateMath.MakeDay(parts[0], parts[1], parts[2]), DateMath.MakeTime(parts[3], parts[4], parts[5], parts[6]));
        return date.Time = DateMath.Clip(local ? DateMath.ToUtc(made) : made);
    }

    private static JsValue Show(Evaluation run, JsValue self, Func<double, string> format) =>
        This(run, self).Time is var time && double.IsNaN(time) ? "Invalid Date" : format(time);

    private static JsValue ShowLocal(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments, string defaults)
    {
        var time = This(run, self).Time;
        var format = IntlDate.From(run, arguments.At(0), arguments.At(1), defaults);
        return double.IsNaN(time) ? "Invalid Date" : IntlLibrary.Date(run, format, time);
    }

    private static JsDate This(Evaluation run, JsValue self) => self.ObjectOrNull as JsDate ?? throw run.TypeError("this is not a Date object.");
}
