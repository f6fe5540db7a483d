using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>match, matchAll, search and split of a regular expression (§22.2.6).</summary>
internal static class RegExpSearch
{
    public static JsValue Match(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var regExp = RegExpLibrary.Holder(run, self);
        var text = Coerce.ToText(run, arguments.At(0));
        var flags = RegExpLibrary.FlagsText(run, regExp);
        if (!flags.Contains('g', StringComparison.Ordinal))
        {
            return RegExpLibrary.Exec(run, regExp, text);
        }

        var unicode = flags.Contains('u', StringComparison.Ordinal);
        regExp.Put(run, "lastIndex", 0);
        var list = new JsArray(run);
        while (RegExpLibrary.Exec(run, regExp, text).ObjectOrNull is { } result)
        {
            var found = Coerce.ToText(run, result.GetIndex(run, 0));
            list.Append(run, found);
            SkipEmpty(run, regExp, text, found, unicode);
        }

        return list.Length == 0 ? JsValue.Null : list;
    }

    public static JsValue MatchAll(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var regExp = RegExpLibrary.Holder(run, self);
        var text = Coerce.ToText(run, arguments.At(0));
        var matcher = Copy(run, regExp, () => Coerce.ToText(run, regExp.Get(run, "flags")), out var flags);
        matcher.Put(run, "lastIndex", RegExpLibrary.LastIndex(run, regExp));
        var isGlobal = flags.Contains('g', StringComparison.Ordinal);
        var unicode = flags.Contains('u', StringComparison.Ordinal);
        var done = false;
        return new LibraryIterator(run, IntrinsicId.RegExpStringIteratorPrototype, "RegExp String Iterator", (Evaluation run, out JsValue value) =>
        {
            value = default;
            if (done || RegExpLibrary.Exec(run, matcher, text).ObjectOrNull is not { } result)
            {
                done = true;
                return false;
            }

            value = result;
            if (isGlobal)
            {
                SkipEmpty(run, matcher, text, Coerce.ToText(run, result.GetIndex(run, 0)), unicode);
            }
            else
            {
                done = true;
            }

            return true;
        });
    }

    public static JsValue Search(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var regExp = RegExpLibrary.Holder(run, self);
        var text = Coerce.ToText(run, arguments.At(0));
        var before = regExp.Get(run, "lastIndex");
        if (!Coerce.SameValue(before, 0))
        {
            regExp.Put(run, "lastIndex", 0);
        }

        var result = RegExpLibrary.Exec(run, regExp, text);
        if (!Coerce.SameValue(regExp.Get(run, "lastIndex"), before))
        {
            regExp.Put(run, "lastIndex", before);
        }

        return result.ObjectOrNull?.Get(run, "index") ?? -1;
    }

    public static JsValue Split(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var regExp = RegExpLibrary.Holder(run, self);
        var text = Coerce.ToText(run, arguments.At(0));

        // The standard tries every position with a sticky copy; searching onward finds the same places at once.
        var isOwn = regExp is JsRegExp;
        var splitter = Copy(run, regExp, () => Coerce.ToText(run, regExp.Get(run, "flags")), out var flags, flags =>
        {
            var isSticky = flags.Contains('y', StringComparison.Ordinal);
            isOwn &= !isSticky;
            return isOwn ? flags.Replace("g", string.Empty, StringComparison.Ordinal) + "g" : isSticky ? flags : flags + "y";
        });
        var unicode = flags.Contains('u', StringComparison.Ordinal);
        var limit = arguments.At(1).IsUndefined ? uint.MaxValue : Coerce.ToUint32(run, arguments.At(1));
        var list = new JsArray(run);
        if (limit == 0)
        {
            return list;
        }

        if (text.Length == 0)
        {
            if (!RegExpLibrary.Exec(run, splitter, text).IsObject)
            {
                list.Append(run, text);
            }

            return list;
        }

        double pieceStart = 0;
        double at = 0;
        while (at < text.Length)
        {
            run.Step();
            splitter.Put(run, "lastIndex", at);
            var result = RegExpLibrary.Exec(run, splitter, text).ObjectOrNull;
            if (result is null)
            {
                if (isOwn)
                {
                    break;
                }

                at = RegExpLibrary.Advance(text, at, unicode);
                continue;
            }

            var end = Math.Min(RegExpLibrary.LastIndex(run, splitter), text.Length);
            var start = isOwn ? Coerce.ToInteger(run, result.Get(run, "index")) : at;
            if (start >= text.Length)
            {
                break;
            }

            if (end == pieceStart || (isOwn && end == start && start == pieceStart))
            {
                at = RegExpLibrary.Advance(text, Math.Max(at, start), unicode);
                continue;
            }

            list.Append(run, Piece(run, text, pieceStart, start));
            if (list.Length == limit)
            {
                return list;
            }

            pieceStart = end;
            var groups = Coerce.LengthOf(run, result);
            for (var i = 1.0; i < groups; i++)
            {
                list.Append(run, result.GetIndex(run, i));
                if (list.Length == limit)
                {
                    return list;
                }
            }

            at = end == start ? RegExpLibrary.Advance(text, end, unicode) : end;
        }

        list.Append(run, Piece(run, text, pieceStart, text.Length));
        return list;
    }

    private static string Piece(Evaluation run, string text, double start, double end)
    {
        run.Charge((long)(end - start) * 2);
        return text[(int)start..(int)end];
    }

    private static void SkipEmpty(Evaluation run, JsObject regExp, string text, string found, bool unicode)
    {
        if (found.Length == 0)
        {
            regExp.Put(run, "lastIndex", RegExpLibrary.Advance(text, RegExpLibrary.LastIndex(run, regExp), unicode));
        }
    }

    /// <summary>A copy by the constructor that the expression names (§7.3.22), which may be one of the script.</summary>
    private static JsObject Copy(Evaluation run, JsObject regExp, Func<string> flagsOf, out string flags, Func<string, string>? change = null)
    {
        var constructor = SpeciesOf(run, regExp);
        flags = flagsOf();
        JsValue[] arguments = [regExp, change is null ? flags : change(flags)];
        return constructor.Construct(run, arguments, constructor).AsObject;
    }

    private static JsFunction SpeciesOf(Evaluation run, JsObject regExp)
    {
        var standard = (JsFunction)run.Intrinsic(IntrinsicId.RegExp);
        var type = regExp.Get(run, "constructor");
        if (type.IsUndefined || ReferenceEquals(type.ObjectOrNull, standard))
        {
            return standard;
        }

        var species = (type.ObjectOrNull ?? throw run.TypeError("The constructor of the regular expression is not an object")).Get(run, JsSymbol.Species);
        return species.IsNullish ? standard
            : species.FunctionOrNull is { IsConstructor: true } function ? function
            : throw run.TypeError("object.constructor[Symbol.species] is not a constructor");
    }
}
