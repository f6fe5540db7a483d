using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>The options of a format. One that is not offered is refused by name rather than ignored: the text would be wrong without anyone knowing.</summary>
internal sealed class IntlOptions
{
    private static readonly string[] Harmless = ["localeMatcher", "numberingSystem", "calendar", "formatMatcher"];
    private readonly Evaluation run;
    private readonly JsObject? options;

    public IntlOptions(Evaluation run, JsValue given, string[] known)
    {
        this.run = run;
        options = given.IsUndefined ? null : Coerce.ToObject(run, given);
        if (options is null)
        {
            return;
        }

        var keys = new List<PropertyKey>();
        options.OwnKeys(run, keys);
        foreach (var key in keys)
        {
            run.Step();
            if (key.Text is { } name && Array.IndexOf(known, name) < 0 && Array.IndexOf(Harmless, name) < 0 && !options.Get(run, key).IsUndefined)
            {
                throw run.RangeError($"The format option '{name}' is not offered in expressions; known are {string.Join(", ", known)}");
            }
        }
    }

    public static IntlLocale LocaleOf(Evaluation run, JsValue locales)
    {
        var first = locales.ObjectOrNull is JsArray list ? (list.Length == 0 ? default : list.GetIndex(run, 0)) : locales;
        if (first.IsUndefined)
        {
            return IntlLocale.French;
        }

        return Coerce.ToText(run, first).ToLowerInvariant() switch
        {
            "fr" or "fr-fr" => IntlLocale.French,
            "en-gb" => IntlLocale.English,
            _ => throw run.RangeError("This locale is not offered in expressions; known are fr-FR and en-GB"),
        };
    }

    public string? Text(string name) => options?.Get(run, name) is { IsUndefined: false } value ? Coerce.ToText(run, value) : null;

    public bool? Flag(string name) => options?.Get(run, name) is { IsUndefined: false } value ? Coerce.ToBoolean(value) && !(value.IsString && value.AsString == "false") : null;

    public string? Choice(string name, string[] choices)
    {
        var text = Text(name);
        return text is null || Array.IndexOf(choices, text) >= 0 ? text : throw run.RangeError($"The format option '{name}' must be one of {string.Join(", ", choices)}");
    }

    public int? Digits(string name, int least, int most)
    {
        if (options?.Get(run, name) is not { IsUndefined: false } value)
        {
            return null;
        }

        var number = Math.Floor(Coerce.ToNumber(run, value));
        return number >= least && number <= most ? (int)number : throw run.RangeError($"{name} value is out of range.");
    }
}
