using System.Text;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>Filters on text. Whatever comes in is taken as the text it prints as.</summary>
internal static class TextFilters
{
    public static IReadOnlyList<Filter> All { get; } =
    [
        new("append", 1, 1, static (run, input, arguments) => Join(run, Text(run, input), arguments.Text(0))),
        new("capitalize", 0, 0, static (run, input, _) => Change(run, input, static text => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant())),
        new("downcase", 0, 0, static (run, input, _) => Change(run, input, static text => text.ToLowerInvariant())),
        new("lstrip", 0, 0, static (run, input, _) => Change(run, input, static text => text.TrimStart())),
        new("prepend", 1, 1, static (run, input, arguments) => Join(run, arguments.Text(0), Text(run, input))),
        new("remove", 1, 1, static (run, input, arguments) => Replace(run, Text(run, input), arguments.Text(0), string.Empty)),
        new("remove_first", 1, 1, static (run, input, arguments) => ReplaceOne(run, Text(run, input), arguments.Text(0), string.Empty, last: false)),
        new("remove_last", 1, 1, static (run, input, arguments) => ReplaceOne(run, Text(run, input), arguments.Text(0), string.Empty, last: true)),
        new("replace", 1, 2, static (run, input, arguments) => Replace(run, Text(run, input), arguments.Text(0), arguments.Text(1))),
        new("replace_first", 1, 2, static (run, input, arguments) => ReplaceOne(run, Text(run, input), arguments.Text(0), arguments.Text(1), last: false)),
        new("replace_last", 2, 2, static (run, input, arguments) => ReplaceOne(run, Text(run, input), arguments.Text(0), arguments.Text(1), last: true)),
        new("rstrip", 0, 0, static (run, input, _) => Change(run, input, static text => text.TrimEnd())),
        new("slice", 1, 2, Slice),
        new("split", 1, 1, Split),
        new("strip", 0, 0, static (run, input, _) => Change(run, input, static text => text.Trim())),
        new("truncate", 0, 2, Truncate),
        new("truncatewords", 0, 2, TruncateWords),
        new("upcase", 0, 0, static (run, input, _) => Change(run, input, static text => text.ToUpperInvariant())),
    ];

    public static string Text(Rendering run, LiquidValue value)
    {
        var text = LiquidConvert.ToText(run, value);
        run.StepMany(text.Length >> 4);
        return text;
    }

    /// <summary>A new text of about the same length.</summary>
    public static LiquidValue Change(Rendering run, LiquidValue input, Func<string, string> change)
    {
        var text = Text(run, input);
        run.ChargeText(text.Length);
        return change(text);
    }

    public static LiquidValue Join(Rendering run, string left, string right)
    {
        run.ChargeText((long)left.Length + right.Length);
        return left + right;
    }

    public static LiquidValue Replace(Rendering run, string text, string search, string replacement)
    {
        if (search.Length == 0)
        {
            return ReplaceNothing(run, text, replacement);
        }

        long count = 0;
        for (var at = 0; (at = text.IndexOf(search, at, StringComparison.Ordinal)) >= 0; at += search.Length)
        {
            run.Step();
            count++;
        }

        run.ChargeText(text.Length + (count * (replacement.Length - search.Length)));
        return text.Replace(search, replacement, StringComparison.Ordinal);
    }

    // An empty text is found before each character and at the end.
    private static LiquidValue ReplaceNothing(Rendering run, string text, string replacement)
    {
        run.ChargeText(text.Length + ((text.Length + 1L) * replacement.Length));
        var all = new StringBuilder(replacement);
        foreach (var c in text)
        {
            run.Step();
            all.Append(c).Append(replacement);
        }

        return all.ToString();
    }

    private static LiquidValue ReplaceOne(Rendering run, string text, string search, string replacement, bool last)
    {
        var at = last ? text.LastIndexOf(search, StringComparison.Ordinal) : text.IndexOf(search, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        run.ChargeText((long)text.Length + replacement.Length);
        return string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + search.Length));
    }

    private static LiquidValue Slice(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var list = input.ListOrNull;
        var text = list is null ? Text(run, input) : string.Empty;
        var total = list?.Count ?? text.Length;
        var start = arguments.Integer(0);
        start = start < 0 ? total + start : start;
        var length = Math.Min(arguments.Integer(1, 1), total - start);
        if (start < 0 || length < 0)
        {
            return list is null ? LiquidValue.NoText : new ValueList(run);
        }

        if (list is null)
        {
            run.ChargeText(length);
            return text.Substring((int)start, (int)length);
        }

        var part = new ValueList(run);
        for (long i = 0; i < length; i++)
        {
            part.Add(run, list.At(run, start + i));
        }

        return part;
    }

    private static LiquidValue Split(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        var text = Text(run, input);
        var separator = arguments.Text(0);
        var parts = new ValueList(run);
        var start = 0;
        void Add(int end)
        {
            run.ChargeText(end - start);
            parts.Add(run, text[start..end]);
        }

        if (separator == " ")
        {
            // A single space means any run of white space, none of it at the ends.
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && !char.IsWhiteSpace(text[i]))
                {
                    continue;
                }

                if (i > start)
                {
                    Add(i);
                }

                start = i + 1;
            }

            return parts;
        }

        if (separator.Length == 0)
        {
            for (; start < text.Length; start++)
            {
                Add(start + 1);
            }

            return parts;
        }

        for (int at; (at = text.IndexOf(separator, start, StringComparison.Ordinal)) >= 0; start = at + separator.Length)
        {
            Add(at);
        }

        Add(text.Length);

        // Empty parts at the end do not count.
        while (parts.Items.Count > 0 && parts.Items[^1].AsText.Length == 0)
        {
            parts.Items.RemoveAt(parts.Items.Count - 1);
        }

        return parts;
    }

    private static LiquidValue Truncate(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        if (input.IsNil)
        {
            return input;
        }

        var text = Text(run, input);
        var length = arguments.Integer(0, 50);
        var ending = arguments.Text(1, "...");
        return text.Length <= length ? text : Join(run, text[..(int)Math.Clamp(length - ending.Length, 0, text.Length)], ending);
    }

    private static LiquidValue TruncateWords(Rendering run, LiquidValue input, FilterArguments arguments)
    {
        if (input.IsNil)
        {
            return input;
        }

        var text = Text(run, input);
        run.ChargeText(text.Length);
        var wanted = Math.Max(arguments.Integer(0, 15), 1);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        run.StepMany(words.Length);
        return words.Length <= wanted ? text : Join(run, string.Join(' ', words.Take((int)wanted)), arguments.Text(1, "..."));
    }
}
