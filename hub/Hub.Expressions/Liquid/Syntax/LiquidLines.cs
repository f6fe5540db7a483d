namespace Hub.Expressions.Liquid.Syntax;

/// <summary>The inside of a <c>liquid</c> tag: one tag a line, without delimiters.</summary>
internal static class LiquidLines
{
    public static void Read(string text, int start, int end, int open, List<Segment> segments)
    {
        segments.Add(new Segment(SegmentKind.Lines, start, end, "liquid", open));
        var commentDepth = 0;
        for (var at = start; at < end;)
        {
            var lineEnd = text.IndexOf('\n', at, end - at);
            lineEnd = lineEnd < 0 ? end : lineEnd;
            var first = at;
            while (first < lineEnd && char.IsWhiteSpace(text[first]))
            {
                first++;
            }

            var wordEnd = first;
            while (wordEnd < lineEnd && (char.IsAsciiLetterOrDigit(text[wordEnd]) || text[wordEnd] == '_'))
            {
                wordEnd++;
            }

            var word = text[first..wordEnd];
            if (word == "comment" || (commentDepth > 0 && word == "endcomment"))
            {
                commentDepth += word == "comment" ? 1 : -1;
            }
            else if (commentDepth == 0 && first < lineEnd && text[first] != '#')
            {
                segments.Add(new Segment(SegmentKind.Tag, wordEnd, lineEnd, word, first));
            }

            at = lineEnd + 1;
        }

        if (commentDepth > 0)
        {
            throw SyntaxPlace.Error(ExpressionErrorKind.Syntax, text, open, "'comment' is never closed: 'endcomment' is missing.", "« comment » n'est pas fermé : il manque « endcomment ».");
        }

        segments.Add(new Segment(SegmentKind.LinesEnd, end, end, "liquid", open));
    }
}
