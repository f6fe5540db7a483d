using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>A format made by <c>new Intl.…</c>.</summary>
internal sealed class JsFormat<TFormat>(JsObject prototype, TFormat format) : JsObject(prototype)
{
    public TFormat Format { get; } = format;
}

/// <summary><c>Intl</c> (ECMA-402): number and date formats of fr-FR, the default, and en-GB.</summary>
internal static class IntlLibrary
{
    public static MemberTable Table { get; } = new MemberTable("Intl")
        .Link("NumberFormat", IntrinsicId.IntlNumberFormat)
        .Link("DateTimeFormat", IntrinsicId.IntlDateTimeFormat)
        .Tag("Intl");

    public static MemberTable NumberPrototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.IntlNumberFormat)
        .Getter("format", static (run, self, _) =>
        {
            var format = This<IntlNumber>(run, self);
            return new NativeFunction(run, string.Empty, 1, (run, _, arguments) => Number(run, format, arguments.At(0)));
        })
        .Method("resolvedOptions", 0, static (run, self, _) => Resolved(run, This<IntlNumber>(run, self).Locale))
        .Tag("Intl.NumberFormat");

    public static MemberTable DatePrototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.IntlDateTimeFormat)
        .Getter("format", static (run, self, _) =>
        {
            var format = This<IntlDate>(run, self);
            return new NativeFunction(run, string.Empty, 1, (run, _, arguments) => Date(run, format, TimeOf(run, arguments.At(0))));
        })
        .Method("resolvedOptions", 0, static (run, self, _) => Resolved(run, This<IntlDate>(run, self).Locale))
        .Tag("Intl.DateTimeFormat");

    public static MemberTable NumberStatics { get; } = new MemberTable().Link("prototype", IntrinsicId.IntlNumberFormatPrototype, PropertyFlags.None);

    public static MemberTable DateStatics { get; } = new MemberTable().Link("prototype", IntrinsicId.IntlDateTimeFormatPrototype, PropertyFlags.None);

    public static JsValue CallNumber(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => ConstructNumber(run, arguments, run.Intrinsic(IntrinsicId.IntlNumberFormat));

    public static JsValue ConstructNumber(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        run.Charge(200);
        return new JsFormat<IntlNumber>(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.IntlNumberFormatPrototype), IntlNumber.From(run, arguments.At(0), arguments.At(1)));
    }

    public static JsValue CallDate(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => ConstructDate(run, arguments, run.Intrinsic(IntrinsicId.IntlDateTimeFormat));

    public static JsValue ConstructDate(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        run.Charge(200);
        return new JsFormat<IntlDate>(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.IntlDateTimeFormatPrototype), IntlDate.From(run, arguments.At(0), arguments.At(1), "any"));
    }

    public static JsValue Number(Evaluation run, IntlNumber format, JsValue value)
    {
        var text = format.Format(Coerce.ToNumber(run, value));
        run.StepMany(text.Length);
        run.Charge(24 + (text.Length * 2L));
        return text;
    }

    public static JsValue Date(Evaluation run, IntlDate format, double time)
    {
        run.Charge(200);
        return double.IsNaN(DateMath.Clip(time)) ? throw run.RangeError("Invalid time value") : format.Format(time);
    }

    private static double TimeOf(Evaluation run, JsValue value) =>
        value.IsUndefined ? run.Clock.GetUtcNow().ToUnixTimeMilliseconds()
        : value.ObjectOrNull is JsDate date ? date.Time
        : Coerce.ToNumber(run, value);

    private static JsObject Resolved(Evaluation run, IntlLocale locale)
    {
        var options = run.NewObject(1);
        options.PutOwn(run, "locale", locale.Tag, PropertyFlags.All);
        return options;
    }

    private static TFormat This<TFormat>(Evaluation run, JsValue self) =>
        self.ObjectOrNull is JsFormat<TFormat> format ? format.Format : throw run.TypeError("this is not a format of Intl");
}
