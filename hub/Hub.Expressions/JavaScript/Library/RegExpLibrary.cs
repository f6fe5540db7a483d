using System.Text;
using System.Text.RegularExpressions;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>RegExp</c> (§22.2).</summary>
internal static class RegExpLibrary
{
    public static MemberTable Prototype { get; } = BuildPrototype();

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.RegExpPrototype, PropertyFlags.None)
        .Getter(JsSymbol.Species, static (_, self, _) => self);

    private static MemberTable BuildPrototype()
    {
        var table = new MemberTable()
            .Link("constructor", IntrinsicId.RegExp)
            .Method("exec", 1, ExecMethod)
            .Getter("flags", static (run, self, _) => FlagsOf(run, self))
            .Getter("source", static (run, self, _) => self.ObjectOrNull switch
            {
                JsRegExp regExp => EscapeSource(regExp.Pattern),
                IntrinsicObject => "(?:)",
                _ => throw run.TypeError("RegExp.prototype.source getter called on a value that is not a RegExp"),
            })
            .Method("compile", 2, static (run, self, arguments) =>
            {
                This(run, self).Recompile(run, arguments.At(0).IsUndefined ? string.Empty : Coerce.ToText(run, arguments.At(0)), arguments.At(1).IsUndefined ? string.Empty : Coerce.ToText(run, arguments.At(1)));
                return self;
            })
            .Method("test", 1, static (run, self, arguments) => Exec(run, Holder(run, self), Coerce.ToText(run, arguments.At(0))).IsObject)
            .Method("toString", 0, static (run, self, _) =>
            {
                var holder = Holder(run, self);
                return $"/{Coerce.ToText(run, holder.Get(run, "source"))}/{Coerce.ToText(run, holder.Get(run, "flags"))}";
            })
            .Method(JsSymbol.Match, 1, RegExpSearch.Match)
            .Method(JsSymbol.MatchAll, 1, RegExpSearch.MatchAll)
            .Method(JsSymbol.Replace, 2, RegExpReplace.Replace)
            .Method(JsSymbol.Search, 1, RegExpSearch.Search)
            .Method(JsSymbol.Split, 2, RegExpSearch.Split);
        foreach (var (name, letter) in new[] { ("dotAll", 's'), ("global", 'g'), ("hasIndices", 'd'), ("ignoreCase", 'i'), ("multiline", 'm'), ("sticky", 'y'), ("unicode", 'u') })
        {
            table.Getter(name, (run, self, _) => self.ObjectOrNull switch
            {
                JsRegExp regExp => regExp.Flags.Contains(letter, StringComparison.Ordinal),
                IntrinsicObject => default(JsValue),
                _ => throw run.TypeError($"RegExp.prototype.{name} getter called on a value that is not a RegExp"),
            });
        }

        return table;
    }

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var type = run.Intrinsic(IntrinsicId.RegExp);
        var given = arguments.At(0).ObjectOrNull;
        var isRegExp = given is not null && StringPatterns.IsRegExp(run, given);
        return isRegExp && arguments.At(1).IsUndefined && ReferenceEquals(given!.Get(run, "constructor").ObjectOrNull, type)
            ? given
            : Make(run, arguments, isRegExp, type);
    }

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        var isRegExp = arguments.At(0).ObjectOrNull is { } given && StringPatterns.IsRegExp(run, given);
        return Make(run, arguments, isRegExp, newTarget);
    }

    /// <summary>From a regular expression, from what looks like one (<paramref name="isRegExp"/>: it has <c>Symbol.match</c>), or from text (§22.2.4.1).</summary>
    private static JsRegExp Make(Evaluation run, ReadOnlySpan<JsValue> arguments, bool isRegExp, JsObject newTarget)
    {
        var (source, wanted) = (arguments.At(0), arguments.At(1));
        if (source.ObjectOrNull is JsRegExp original)
        {
            (source, wanted) = (original.Pattern, wanted.IsUndefined ? original.Flags : wanted);
        }
        else if (isRegExp)
        {
            var holder = source.AsObject;
            source = holder.Get(run, "source");
            wanted = wanted.IsUndefined ? holder.Get(run, "flags") : wanted;
        }

        var prototype = JsFunction.PrototypeFor(run, newTarget, IntrinsicId.RegExpPrototype);
        var pattern = source.IsUndefined ? string.Empty : Coerce.ToText(run, source);
        var made = new JsRegExp(run, prototype, pattern, wanted.IsUndefined ? string.Empty : Coerce.ToText(run, wanted));
        made.Compiled(run);
        return made;
    }

    public static JsObject Holder(Evaluation run, JsValue self) => self.ObjectOrNull ?? throw run.TypeError("RegExp.prototype method called on a value that is not an object");

    /// <summary>The flags, by way of the object's own members unless nobody touched it.</summary>
    public static string FlagsText(Evaluation run, JsObject regExp) =>
        regExp is JsRegExp plain && IsPlain(run, plain) ? plain.Flags : Coerce.ToText(run, regExp.Get(run, "flags"));

    /// <summary>RegExpExec of the standard: asks the object's own <c>exec</c> when a script replaced it.</summary>
    public static JsValue Exec(Evaluation run, JsObject regExp, string text)
    {
        run.Step();
        if (regExp is JsRegExp plain && IsPlain(run, plain))
        {
            return ExecPlain(run, plain, text);
        }

        if (regExp.Get(run, "exec").FunctionOrNull is { } custom)
        {
            var result = custom.Call(run, regExp, [text]);
            return result.IsObject || result.IsNull ? result : throw run.TypeError("exec() did not give an object or null");
        }

        return ExecPlain(run, This(run, regExp), text);
    }

    public static double LastIndex(Evaluation run, JsObject regExp) => Coerce.ToLength(run, regExp.Get(run, "lastIndex"));

    /// <summary>The position after an empty match: one unit on, or one character with the u flag.</summary>
    public static double Advance(string text, double index, bool unicode) =>
        unicode && index + 1 < text.Length && char.IsHighSurrogate(text[(int)index]) && char.IsLowSurrogate(text[(int)index + 1]) ? index + 2 : index + 1;

    private static JsValue ExecMethod(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => ExecPlain(run, This(run, self), Coerce.ToText(run, arguments.At(0)));

    /// <summary>Whether no script had its hand in it, so that its own <c>exec</c> is the one to run.</summary>
    public static bool IsPlain(Evaluation run, JsRegExp regExp) =>
        ReferenceEquals(regExp.Prototype, run.Intrinsic(IntrinsicId.RegExpPrototype)) && regExp.HasOnlyLastIndex && ((IntrinsicObject)regExp.Prototype).IsUntouched("exec");

    private static JsValue ExecPlain(Evaluation run, JsRegExp regExp, string text)
    {
        var lastIndex = LastIndex(run, regExp);
        var remembers = regExp.Flags.Contains('g', StringComparison.Ordinal) || regExp.Flags.Contains('y', StringComparison.Ordinal);
        var start = remembers ? lastIndex : 0;
        if (start > text.Length)
        {
            regExp.Put(run, "lastIndex", 0);
            return JsValue.Null;
        }

        var match = regExp.Match(run, text, (int)start);
        if (!match.Success)
        {
            if (remembers)
            {
                regExp.Put(run, "lastIndex", 0);
            }

            return JsValue.Null;
        }

        if (remembers)
        {
            regExp.Put(run, "lastIndex", match.Index + match.Length);
        }

        return Result(run, regExp, match, text);
    }

    private static JsArray Result(Evaluation run, JsRegExp regExp, Match match, string text)
    {
        var compiled = regExp.Compiled(run);
        var values = new JsValue[compiled.GroupCount + 1];
        run.Charge(match.Length * 2L);
        for (var i = 0; i < values.Length; i++)
        {
            var group = match.Groups[i];
            values[i] = group.Success ? group.Value : default(JsValue);
        }

        var result = new JsArray(run, values, values.Length);
        result.PutOwn(run, "index", match.Index, PropertyFlags.All);
        result.PutOwn(run, "input", text, PropertyFlags.All);
        JsValue groups = default;
        if (compiled.Names.Count > 0)
        {
            var made = new JsObject(null);
            foreach (var (name, number) in compiled.Names)
            {
                made.CreateData(run, PropertyKey.From(name), values[number]);
            }

            groups = made;
        }

        result.PutOwn(run, "groups", groups, PropertyFlags.All);
        return result;
    }

    private static JsRegExp This(Evaluation run, JsValue self) =>
        self.ObjectOrNull as JsRegExp ?? throw run.TypeError("RegExp.prototype method called on a value that is not a RegExp");

    private static JsValue FlagsOf(Evaluation run, JsValue self)
    {
        var holder = Holder(run, self);
        var text = new StringBuilder();
        foreach (var (name, letter) in new[] { ("hasIndices", 'd'), ("global", 'g'), ("ignoreCase", 'i'), ("multiline", 'm'), ("dotAll", 's'), ("unicode", 'u'), ("sticky", 'y') })
        {
            if (Coerce.ToBoolean(holder.Get(run, name)))
            {
                text.Append(letter);
            }
        }

        return text.ToString();
    }

    private static string EscapeSource(string pattern)
    {
        if (pattern.Length == 0)
        {
            return "(?:)";
        }

        var text = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length && !TextClass.IsLineEnd(pattern[i + 1]))
            {
                text.Append(c).Append(pattern[++i]);
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            text.Append(c switch
            {
                '/' when !inClass => "\\/",
                '\n' => "\\n",
                '\r' => "\\r",
                '\u2028' => "\\u2028",
                '\u2029' => "\\u2029",
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }
}
