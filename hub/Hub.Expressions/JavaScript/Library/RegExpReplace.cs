using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Replacing, with <c>$</c> patterns or a function (§22.2.6.11, §22.1.3.19.1).</summary>
internal static class RegExpReplace
{
    public static JsValue Replace(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var regExp = RegExpLibrary.Holder(run, self);
        var text = Coerce.ToText(run, arguments.At(0));
        var function = arguments.At(1).FunctionOrNull;
        var template = function is null ? Coerce.ToText(run, arguments.At(1)) : string.Empty;
        var flags = RegExpLibrary.FlagsText(run, regExp);
        var isGlobal = flags.Contains('g', StringComparison.Ordinal);
        var unicode = flags.Contains('u', StringComparison.Ordinal);
        if (isGlobal)
        {
            regExp.Put(run, "lastIndex", 0);
        }

        if (flags == "g" && function is null && regExp is JsRegExp plain && RegExpLibrary.IsPlain(run, plain) && !template.Contains('$', StringComparison.Ordinal))
        {
            return StringMethods.Charged(run, plain.ReplaceAll(run, text, template));
        }

        var results = new List<JsObject>();
        while (RegExpLibrary.Exec(run, regExp, text).ObjectOrNull is { } result)
        {
            results.Add(result);
            if (!isGlobal)
            {
                break;
            }

            if (Coerce.ToText(run, result.GetIndex(run, 0)).Length == 0)
            {
                regExp.Put(run, "lastIndex", RegExpLibrary.Advance(text, RegExpLibrary.LastIndex(run, regExp), unicode));
            }
        }

        var output = new StringBuilder();
        var next = 0;
        foreach (var result in results)
        {
            var before = output.Length;
            var count = (int)Math.Max(Coerce.LengthOf(run, result) - 1, 0);
            var matched = Coerce.ToText(run, result.GetIndex(run, 0));
            var position = (int)Math.Clamp(Coerce.ToInteger(run, result.Get(run, "index")), 0, text.Length);
            var captures = new JsValue[count];
            for (var i = 0; i < count; i++)
            {
                var capture = result.GetIndex(run, i + 1);
                captures[i] = capture.IsUndefined ? capture : Coerce.ToStringValue(run, capture);
            }

            var groups = result.Get(run, "groups");
            string replacement;
            if (function is not null)
            {
                var given = new List<JsValue> { matched };
                given.AddRange(captures);
                given.Add(position);
                given.Add(text);
                if (!groups.IsUndefined)
                {
                    given.Add(groups);
                }

                replacement = Coerce.ToText(run, function.Call(run, default, [.. given]));
            }
            else
            {
                replacement = Expand(run, template, text, position, matched, captures, groups.IsUndefined ? null : Coerce.ToObject(run, groups));
            }

            if (position >= next)
            {
                output.Append(text, next, position - next).Append(replacement);
                next = position + matched.Length;
            }

            run.Charge((output.Length - before) * 2L);
        }

        if (next >= text.Length)
        {
            return output.ToString();
        }

        output.Append(text, next, text.Length - next);
        run.Charge(output.Length * 2L);
        return output.ToString();
    }

    /// <summary>Fills a template's <c>$1</c>, <c>$&amp;</c>, <c>$`</c>, <c>$'</c>, <c>$&lt;name&gt;</c> and <c>$$</c>.</summary>
    public static string Expand(Evaluation run, string template, string text, int position, string matched, JsValue[] captures, JsObject? groups)
    {
        if (!template.Contains('$', StringComparison.Ordinal))
        {
            return template;
        }

        var output = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            run.Step();
            if (template[i] != '$' || i + 1 >= template.Length)
            {
                output.Append(template[i]);
                continue;
            }

            var before = output.Length;
            var next = template[i + 1];
            switch (next)
            {
                case '$':
                    output.Append('$');
                    i++;
                    break;
                case '&':
                    output.Append(matched);
                    i++;
                    break;
                case '`':
                    output.Append(text, 0, position);
                    i++;
                    break;
                case '\'':
                    var tail = Math.Min(text.Length, position + matched.Length);
                    output.Append(text, tail, text.Length - tail);
                    i++;
                    break;
                case >= '0' and <= '9':
                    i += AppendCapture(output, template, i, captures);
                    break;
                case '<' when groups is not null && template.IndexOf('>', i) is var end and >= 0:
                    var capture = groups.Get(run, PropertyKey.From(template[(i + 2)..end]));
                    output.Append(capture.IsUndefined ? string.Empty : Coerce.ToText(run, capture));
                    i = end;
                    break;
                default:
                    output.Append('$');
                    break;
            }

            run.Charge((output.Length - before) * 2L);
        }

        return output.ToString();
    }

    /// <summary>Appends <c>$n</c> or <c>$nn</c>; gives how many characters behind the dollar were used.</summary>
    private static int AppendCapture(StringBuilder output, string template, int at, JsValue[] captures)
    {
        var one = template[at + 1] - '0';
        var two = at + 2 < template.Length && char.IsAsciiDigit(template[at + 2]) ? (one * 10) + template[at + 2] - '0' : -1;
        var (number, used) = two > 0 && two <= captures.Length ? (two, 2) : (one, 1);
        if (number == 0 || number > captures.Length)
        {
            output.Append('$');
            return 0;
        }

        var capture = captures[number - 1];
        output.Append(capture.IsUndefined ? string.Empty : capture.AsString);
        return used;
    }
}
