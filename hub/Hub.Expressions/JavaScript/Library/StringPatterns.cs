using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Methods of strings that take a text or a regular expression (§22.1.3).</summary>
internal static class StringPatterns
{
    public static bool IsRegExp(Evaluation run, JsObject value)
    {
        var told = value.Get(run, JsSymbol.Match);
        return told.IsUndefined ? value is JsRegExp : Coerce.ToBoolean(told);
    }

    /// <summary>Hands over to the pattern's own method, made from text when it is not an object.</summary>
    public static JsValue Delegate(Evaluation run, JsValue self, JsValue pattern, JsSymbol method, string flags)
    {
        if (self.IsNullish)
        {
            throw run.TypeError("String.prototype method called on null or undefined");
        }

        if (!pattern.IsNullish && pattern.IsObject && Members.Get(run, pattern, method, run.Position) is { IsNullish: false } own)
        {
            return FunctionLibrary.Callable(run, own).Call(run, pattern, [self]);
        }

        var text = StringLibrary.This(run, self);
        var made = RegExpLibrary.Construct(run, [pattern, flags], run.Intrinsic(IntrinsicId.RegExp));
        return made.AsObject.Invoke(run, method, [text]);
    }

    public static JsValue MatchAll(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        RequireGlobal(run, arguments.At(0), "matchAll");
        return Delegate(run, self, arguments.At(0), JsSymbol.MatchAll, "g");
    }

    public static JsValue Replace(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments, bool all)
    {
        if (self.IsNullish)
        {
            throw run.TypeError("String.prototype method called on null or undefined");
        }

        var pattern = arguments.At(0);
        if (all)
        {
            RequireGlobal(run, pattern, "replaceAll");
        }

        if (pattern.ObjectOrNull is { } holder && holder.Get(run, JsSymbol.Replace) is { IsNullish: false } own)
        {
            return FunctionLibrary.Callable(run, own).Call(run, pattern, [self, arguments.At(1)]);
        }

        var text = StringLibrary.This(run, self);
        var wanted = Coerce.ToText(run, pattern);
        var function = arguments.At(1).FunctionOrNull;
        var template = function is null ? Coerce.ToText(run, arguments.At(1)) : string.Empty;
        var output = new StringBuilder();
        var next = 0;
        var at = text.IndexOf(wanted, StringComparison.Ordinal);
        while (at >= 0)
        {
            run.Step();
            var before = output.Length;
            var replacement = function is not null
                ? Coerce.ToText(run, function.Call(run, default, [wanted, at, text]))
                : RegExpReplace.Expand(run, template, text, at, wanted, [], null);
            output.Append(text, next, at - next).Append(replacement);
            run.Charge((output.Length - before) * 2L);
            next = at + wanted.Length;
            var from = wanted.Length == 0 ? at + 1 : next;
            at = !all || from > text.Length ? -1 : text.IndexOf(wanted, from, StringComparison.Ordinal);
        }

        output.Append(text, next, text.Length - next);
        return StringMethods.Charged(run, output.ToString());
    }

    public static JsValue Split(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (self.IsNullish)
        {
            throw run.TypeError("String.prototype method called on null or undefined");
        }

        var separator = arguments.At(0);
        if (separator.ObjectOrNull is { } holder && holder.Get(run, JsSymbol.Split) is { IsNullish: false } own)
        {
            return FunctionLibrary.Callable(run, own).Call(run, separator, [self, arguments.At(1)]);
        }

        var text = StringLibrary.This(run, self);
        var limit = arguments.At(1).IsUndefined ? uint.MaxValue : Coerce.ToUint32(run, arguments.At(1));
        var wanted = Coerce.ToText(run, separator);
        var list = new JsArray(run);
        if (limit == 0)
        {
            return list;
        }

        if (separator.IsUndefined)
        {
            list.Append(run, text);
            return list;
        }

        if (wanted.Length == 0)
        {
            for (var i = 0; i < text.Length && list.Length < limit; i++)
            {
                run.Step();
                list.Append(run, TextUnits.At(text, i));
            }

            return list;
        }

        var next = 0;
        for (var at = text.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = text.IndexOf(wanted, next, StringComparison.Ordinal))
        {
            list.Append(run, StringMethods.Charged(run, text[next..at]));
            if (list.Length == limit)
            {
                return list;
            }

            run.Step();
            next = at + wanted.Length;
        }

        list.Append(run, StringMethods.Charged(run, text[next..]));
        return list;
    }

    private static void RequireGlobal(Evaluation run, JsValue pattern, string method)
    {
        if (pattern.ObjectOrNull is { } regExp && IsRegExp(run, regExp) && !Coerce.ToText(run, regExp.Get(run, "flags")).Contains('g', StringComparison.Ordinal))
        {
            throw run.TypeError($"String.prototype.{method} called with a non-global RegExp argument");
        }
    }
}
