using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Tags;

namespace Hub.Expressions.Liquid.Syntax;

/// <summary>Reads tags: one method each.</summary>
internal sealed class TagParser(TemplateParser template)
{
    /// <summary>The tags of the language, for messages and completion.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["assign", "break", "capture", "case", "comment", "continue", "cycle", "decrement", "echo", "for", "if", "increment", "liquid", "raw", "tablerow", "unless"];

    public LiquidNode Parse(Segment tag, Segment opener)
    {
        switch (tag.Name)
        {
            case "assign":
                return Assign(tag);
            case "break":
                return Jump(tag, LiquidFlow.Break);
            case "capture":
                return Capture(tag);
            case "case":
                return Case(tag);
            case "continue":
                return Jump(tag, LiquidFlow.Continue);
            case "cycle":
                return Cycle(tag);
            case "decrement" or "increment":
                return Counter(tag);
            case "echo":
                return Echo(tag);
            case "for":
                return For(tag);
            case "if":
                return If(tag, wanted: true);
            case "unless":
                return If(tag, wanted: false);
            case "tablerow":
                return TableRow(tag);
            case "include" or "render" or "layout" or "section" or "block" or "renderbody" or "rendersection" or "from" or "macro" or "import":
                throw SyntaxPlace.Error(ExpressionErrorKind.NotSupported, template.Text, tag.Position,
                    $"'{tag.Name}' is not offered in expressions: a template stands alone. Put the text here, or into a variable.",
                    $"« {tag.Name} » n'est pas disponible dans les expressions : un modèle est autonome. Écrivez le texte ici ou dans une variable.");
            case var other when other is "elsif" or "else" or "when" || other.StartsWith("end", StringComparison.Ordinal):
                throw Misplaced(tag, opener);
            default:
                var known = string.Join(", ", Names);
                throw template.Fail(tag, $"There is no tag '{tag.Name}'. Known tags: {known}.", $"La balise « {tag.Name} » n'existe pas. Balises connues : {known}.");
        }
    }

    private AssignNode Assign(Segment tag)
    {
        var markup = template.Markup(tag);
        var name = VariableName(markup);
        markup.Expect(MarkupKind.Assign, "'='", "« = »");
        var value = markup.Filtered();
        markup.ExpectEnd();
        template.Paths.Assign(name, markup.LastPath);
        return new AssignNode(tag.Position, name, value);
    }

    private CaptureNode Capture(Segment tag)
    {
        var markup = template.Markup(tag);
        var name = markup.Current is { Kind: MarkupKind.Value, Value.IsText: true } ? markup.Advance().Value.AsText : VariableName(markup);
        markup.ExpectEnd();
        var body = template.Body(tag, ["endcapture"]);
        End();
        template.Paths.Assign(name, null);
        return new CaptureNode(tag.Position, name, body);
    }

    private CounterNode Counter(Segment tag)
    {
        var markup = template.Markup(tag);
        var name = VariableName(markup);
        markup.ExpectEnd();
        return new CounterNode(tag.Position, name, tag.Name == "increment");
    }

    private OutputNode Echo(Segment tag)
    {
        var markup = template.Markup(tag);
        var value = markup.Filtered();
        markup.ExpectEnd();
        return new OutputNode(tag.Position, value);
    }

    private JumpNode Jump(Segment tag, LiquidFlow flow)
    {
        template.Markup(tag).ExpectEnd();
        return new JumpNode(tag.Position, flow);
    }

    private IfNode If(Segment tag, bool wanted)
    {
        var end = "end" + tag.Name;
        var branches = new List<Branch>();
        LiquidNode[]? otherwise = null;
        var current = tag;
        while (true)
        {
            var markup = template.Markup(current);
            if (current.Name == "else")
            {
                markup.ExpectEnd();
                otherwise = template.Body(tag, [end]);
            }
            else
            {
                var test = markup.Condition();
                markup.ExpectEnd();
                branches.Add(new Branch(test, wanted || current.Name == "elsif", template.Body(tag, ["elsif", "else", end])));
            }

            current = template.Ending;
            if (current.Name == end)
            {
                End();
                return new IfNode(tag.Position, [.. branches], otherwise);
            }
        }
    }

    private CaseNode Case(Segment tag)
    {
        var markup = template.Markup(tag);
        var subject = markup.Primary();
        markup.ExpectEnd();

        // What stands before the first 'when' belongs to no branch.
        template.Body(tag, ["when", "else", "endcase"]);
        var branches = new List<CaseBranch>();
        while (template.Ending is { Name: not "endcase" } part)
        {
            var head = template.Markup(part);
            List<LiquidExpression>? values = null;
            if (part.Name == "when")
            {
                values = [head.Primary()];
                while (head.Take(MarkupKind.Comma) || head.TakeWord("or"))
                {
                    values.Add(head.Primary());
                }
            }

            head.ExpectEnd();
            branches.Add(new CaseBranch(values?.ToArray(), template.Body(tag, ["when", "else", "endcase"])));
        }

        End();
        return new CaseNode(tag.Position, subject, [.. branches]);
    }

    private CycleNode Cycle(Segment tag)
    {
        var markup = template.Markup(tag);
        var first = markup.Primary();
        LiquidExpression? group = null;
        if (markup.Take(MarkupKind.Colon))
        {
            group = first;
            first = markup.Primary();
        }

        var values = new List<LiquidExpression> { first };
        while (markup.Take(MarkupKind.Comma))
        {
            values.Add(markup.Primary());
        }

        markup.ExpectEnd();
        return new CycleNode(tag.Position, group, [.. values]);
    }

    private ForNode For(Segment tag)
    {
        var markup = template.Markup(tag);
        var name = VariableName(markup);
        var (range, reversed, _) = Walk(markup, name, allowsColumns: false);
        template.Paths.Push("forloop", null);
        template.Paths.Push(name, Element(markup));
        var body = template.Body(tag, ["else", "endfor"]);
        template.Paths.Pop(2);
        LiquidNode[]? otherwise = null;
        if (template.Ending.Name == "else")
        {
            End();
            otherwise = template.Body(tag, ["endfor"]);
        }

        End();
        return new ForNode(tag.Position, name, range, reversed, body, otherwise);
    }

    private TableRowNode TableRow(Segment tag)
    {
        var markup = template.Markup(tag);
        var name = VariableName(markup);
        var (range, _, columns) = Walk(markup, name, allowsColumns: true);
        template.Paths.Push("tablerowloop", null);
        template.Paths.Push(name, Element(markup));
        var body = template.Body(tag, ["endtablerow"]);
        template.Paths.Pop(2);
        End();
        return new TableRowNode(tag.Position, name, range, columns, body);
    }

    /// <summary><c>in list limit: 2 offset: continue reversed cols: 3</c>, the options in any order, with or without commas.</summary>
    private (LoopRange Range, bool Reversed, LiquidExpression? Columns) Walk(MarkupParser markup, string name, bool allowsColumns)
    {
        if (!markup.TakeWord("in"))
        {
            throw markup.Unexpected("'in'", "« in »");
        }

        var sourceStart = markup.Current.Start;
        var source = markup.Primary();
        walked = markup.LastPath;
        var key = $"{name}-{template.Text[sourceStart..markup.Current.Start].Trim().TrimEnd(',')}";
        LiquidExpression? limit = null, offset = null, columns = null;
        var (reversed, continues) = (false, false);
        while (markup.Current.Kind != MarkupKind.End)
        {
            markup.Take(MarkupKind.Comma);
            if (!allowsColumns && markup.TakeWord("reversed"))
            {
                reversed = true;
                continue;
            }

            var option = markup.Current.Text;
            if (option is not ("limit" or "offset") && !(allowsColumns && option == "cols"))
            {
                throw markup.Unexpected(allowsColumns ? "'cols', 'limit' or 'offset'" : "'limit', 'offset' or 'reversed'", allowsColumns ? "« cols », « limit » ou « offset »" : "« limit », « offset » ou « reversed »");
            }

            markup.Advance();
            markup.Expect(MarkupKind.Colon, "':'", "« : »");
            if (option == "offset" && markup.TakeWord("continue"))
            {
                (offset, continues) = (null, true);
                continue;
            }

            var value = markup.Primary();
            switch (option)
            {
                case "limit":
                    limit = value;
                    break;
                case "cols":
                    columns = value;
                    break;
                default:
                    (offset, continues) = (value, false);
                    break;
            }
        }

        return (new LoopRange(key, source, limit, offset, continues), reversed, columns);
    }

    private ReadPath? walked;

    private ReadPath? Element(MarkupParser markup) =>
        walked is null ? null : walked with { Segments = [.. walked.Segments, ExpressionPath.AnyElement], Position = markup.Current.Start };

    private static string VariableName(MarkupParser markup) => markup.Expect(MarkupKind.Name, "the name of a variable", "le nom d'une variable").Text;

    private void End() => template.Markup(template.Ending).ExpectEnd();

    private ExpressionException Misplaced(Segment tag, Segment opener) => string.IsNullOrEmpty(opener.Name)
        ? template.Fail(tag, $"'{tag.Name}' stands outside any block it could belong to.", $"« {tag.Name} » se trouve hors de tout bloc auquel il pourrait appartenir.")
        : template.Fail(tag, $"'{tag.Name}' cannot stand here: '{opener.Name}' is still open and needs 'end{opener.Name}'.", $"« {tag.Name} » ne peut pas se trouver ici : « {opener.Name} » est encore ouvert et attend « end{opener.Name} ».");
}
