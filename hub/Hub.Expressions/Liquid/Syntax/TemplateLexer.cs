namespace Hub.Expressions.Liquid.Syntax;

/// <summary>Cuts a template into text, outputs and tags. Whitespace control, <c>raw</c> and comments end here.</summary>
internal sealed class TemplateLexer
{
    private readonly string text;
    private readonly List<Segment> segments = [];
    private int position;

    private TemplateLexer(string text) => this.text = text;

    public static List<Segment> Read(string text)
    {
        var lexer = new TemplateLexer(text);
        lexer.ReadAll();
        return lexer.segments;
    }

    private void ReadAll()
    {
        var trimsNext = false;
        while (position < text.Length)
        {
            var open = NextOpening(position);
            var end = open < 0 ? text.Length : open;
            AddText(position, end, trimsNext, trimsEnd: open >= 0 && CharAt(open + 2) == '-');
            if (open < 0)
            {
                return;
            }

            trimsNext = ReadMarkup(open);
        }
    }

    /// <summary>Reads one output or tag; tells whether the text after it loses its leading whitespace.</summary>
    private bool ReadMarkup(int open)
    {
        var isTag = text[open + 1] == '%';
        var start = open + (CharAt(open + 2) == '-' ? 3 : 2);
        var name = isTag ? WordAt(SkipSpace(start)) : string.Empty;
        if (isTag && name == "#")
        {
            // An apostrophe in a comment opens no text.
            return CloseInlineComment(open, start);
        }

        var close = FindClose(start, isTag ? '%' : '}');
        if (close < 0)
        {
            throw Fail(open, isTag ? "This tag is never closed: '%}' is missing." : "This output is never closed: '}}' is missing.",
                isTag ? "Cette balise n'est pas fermée : il manque « %} »." : "Cette sortie n'est pas fermée : il manque « }} ».");
        }

        var trimsNext = text[close - 1] == '-' && close - 1 >= start;
        var end = trimsNext ? close - 1 : close;
        position = close + 2;
        if (!isTag)
        {
            segments.Add(new Segment(SegmentKind.Output, start, end, string.Empty, open));
            return trimsNext;
        }

        switch (name)
        {
            case "raw":
                return ReadRaw(open, trimsNext);
            case "comment":
                return SkipComment(open);
            case "liquid":
                LiquidLines.Read(text, SkipSpace(start) + name.Length, end, open, segments);
                return trimsNext;
            default:
                segments.Add(new Segment(SegmentKind.Tag, SkipSpace(start) + name.Length, end, name, open));
                return trimsNext;
        }
    }

    private bool CloseInlineComment(int open, int start)
    {
        var close = text.IndexOf("%}", start, StringComparison.Ordinal);
        if (close < 0)
        {
            throw Fail(open, "This comment is never closed: '%}' is missing.", "Ce commentaire n'est pas fermé : il manque « %} ».");
        }

        position = close + 2;
        var trimsNext = text[close - 1] == '-';
        foreach (var line in text[start..(trimsNext ? close - 1 : close)].Split('\n'))
        {
            if (line.AsSpan().Trim() is { Length: > 0 } words && words[0] != '#')
            {
                throw Fail(open, "Each line of a '#' comment must begin with '#'.", "Chaque ligne d'un commentaire « # » doit commencer par « # ».");
            }
        }

        return trimsNext;
    }

    private bool ReadRaw(int open, bool trimsNext)
    {
        for (var at = position; (at = text.IndexOf("{%", at, StringComparison.Ordinal)) >= 0; at += 2)
        {
            if (IsBareTag(at, "endraw", out var after, out var trimsBefore, out var trimsAfter))
            {
                AddText(position, at, trimsNext, trimsBefore);
                position = after;
                return trimsAfter;
            }
        }

        throw NeverClosed(open, "raw");
    }

    private bool SkipComment(int open)
    {
        var depth = 1;
        for (var at = position; (at = text.IndexOf("{%", at, StringComparison.Ordinal)) >= 0;)
        {
            var word = WordAt(SkipSpace(at + (CharAt(at + 2) == '-' ? 3 : 2)));
            if (word == "endcomment" && IsBareTag(at, word, out var after, out _, out var trimsAfter))
            {
                at = after;
                if (--depth == 0)
                {
                    position = after;
                    return trimsAfter;
                }

                continue;
            }

            if (word == "raw" && IsBareTag(at, word, out var afterRaw, out _, out _))
            {
                // A comment may quote a raw block that shows how comments end.
                at = EndOfRaw(afterRaw);
                continue;
            }

            depth += word == "comment" ? 1 : 0;
            at += 2;
        }

        throw NeverClosed(open, "comment");
    }

    private int EndOfRaw(int from)
    {
        for (var at = from; (at = text.IndexOf("{%", at, StringComparison.Ordinal)) >= 0; at += 2)
        {
            if (IsBareTag(at, "endraw", out var after, out _, out _))
            {
                return after;
            }
        }

        return from;
    }

    /// <summary>Whether a tag of that name and nothing else stands here.</summary>
    private bool IsBareTag(int open, string name, out int after, out bool trimsBefore, out bool trimsAfter)
    {
        trimsBefore = CharAt(open + 2) == '-';
        var at = SkipSpace(open + (trimsBefore ? 3 : 2));
        after = 0;
        trimsAfter = false;
        if (string.CompareOrdinal(text, at, name, 0, name.Length) != 0)
        {
            return false;
        }

        at = SkipSpace(at + name.Length);
        trimsAfter = CharAt(at) == '-';
        at += trimsAfter ? 1 : 0;
        after = at + 2;
        return CharAt(at) == '%' && CharAt(at + 1) == '}';
    }

    private int NextOpening(int from)
    {
        for (var at = from; (at = text.IndexOf('{', at)) >= 0; at++)
        {
            if (CharAt(at + 1) is '{' or '%')
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Where <c>}}</c> or <c>%}</c> stands, texts in quotes skipped; a quote never closed is ignored, for the parser to complain about.</summary>
    private int FindClose(int from, char first)
    {
        var delimiter = first == '%' ? "%}" : "}}";
        for (var at = from; at < text.Length - 1; at++)
        {
            if (text[at] is '"' or '\'' && text.IndexOf(text[at], at + 1) is var quote and >= 0)
            {
                // A quote that closes only beyond another opening is an apostrophe that went astray.
                if (text.IndexOf(delimiter, at, quote - at, StringComparison.Ordinal) is var inside and >= 0 && NextOpening(inside) is var opening and >= 0 && opening < quote)
                {
                    return inside;
                }

                at = quote;
            }
            else if (text[at] == first && text[at + 1] == '}')
            {
                return at;
            }
        }

        return text.IndexOf(delimiter, from, StringComparison.Ordinal);
    }

    private void AddText(int start, int end, bool trimsStart, bool trimsEnd)
    {
        while (trimsStart && start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (trimsEnd && end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            segments.Add(new Segment(SegmentKind.Text, start, end, string.Empty, start));
        }
    }

    private int SkipSpace(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private string WordAt(int at)
    {
        if (CharAt(at) == '#')
        {
            return "#";
        }

        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return text[at..end];
    }

    private char CharAt(int at) => at < text.Length ? text[at] : '\0';

    private ExpressionException NeverClosed(int open, string tag) =>
        Fail(open, $"'{tag}' is never closed: 'end{tag}' is missing.", $"« {tag} » n'est pas fermé : il manque « end{tag} ».");

    private ExpressionException Fail(int at, string english, string french) => SyntaxPlace.Error(ExpressionErrorKind.Syntax, text, at, english, french);
}
