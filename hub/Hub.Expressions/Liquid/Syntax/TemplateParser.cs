using System.Runtime.CompilerServices;
using Hub.Expressions.JavaScript.Syntax;
using Hub.Expressions.Liquid.Execution;
using Hub.Expressions.Liquid.Tags;

namespace Hub.Expressions.Liquid.Syntax;

/// <summary>Reads a template into nodes: text and outputs here, tags in <see cref="TagParser"/>.</summary>
internal sealed class TemplateParser
{
    private readonly List<Segment> segments;
    private readonly TagParser tags;
    private int next;

    private TemplateParser(string text)
    {
        Text = text;
        Paths = new PathRecorder(text);
        segments = TemplateLexer.Read(text);
        tags = new TagParser(this);
    }

    public string Text { get; }

    public PathRecorder Paths { get; }

    /// <summary>The tag that ended the last body; its kind is <see cref="SegmentKind.Text"/> when the template ended it.</summary>
    public Segment Ending { get; private set; }

    public static TemplateSyntax Parse(string text)
    {
        var parser = new TemplateParser(text);
        var body = parser.Body(default, []);
        return new TemplateSyntax(text, body, parser.Paths.FreeVariables, parser.Paths.Paths);
    }

    /// <summary>Nodes up to one of the tags that may end this body.</summary>
    public LiquidNode[] Body(Segment opener, ReadOnlySpan<string> endings)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SyntaxError.TooDeep(Text, opener.Position);
        }

        var nodes = new List<LiquidNode>();
        while (next < segments.Count)
        {
            var segment = segments[next++];
            switch (segment.Kind)
            {
                case SegmentKind.Text:
                    nodes.Add(new TextNode(segment.Position, Text[segment.Start..segment.End]));
                    break;
                case SegmentKind.Output:
                    Output(segment, nodes);
                    break;
                case SegmentKind.Lines:
                    nodes.Add(new GroupNode(segment.Position, Body(segment, [])));
                    break;
                case SegmentKind.LinesEnd:
                    // A block must close inside the 'liquid' tag that opened it.
                    return endings.IsEmpty && opener.Kind == SegmentKind.Lines ? [.. nodes] : throw NeverClosed(opener);
                case SegmentKind.Tag when endings.Contains(segment.Name):
                    Ending = segment;
                    return [.. nodes];
                default:
                    nodes.Add(tags.Parse(segment, opener));
                    break;
            }
        }

        return endings.IsEmpty ? [.. nodes] : throw NeverClosed(opener);
    }

    public MarkupParser Markup(Segment segment) => new(Text, segment.Start, segment.End, Paths);

    public ExpressionException Fail(Segment at, string english, string french) => SyntaxPlace.Error(ExpressionErrorKind.Syntax, Text, at.Position, english, french);

    private void Output(Segment segment, List<LiquidNode> nodes)
    {
        var markup = Markup(segment);
        if (markup.Current.Kind == MarkupKind.End)
        {
            return;
        }

        var position = markup.Current.Start;
        var value = markup.Filtered();
        if (markup.Current.Kind != MarkupKind.End)
        {
            throw markup.Unexpected("'|' or '}}'", "« | » ou « }} »");
        }

        nodes.Add(new OutputNode(position, value));
    }

    private ExpressionException NeverClosed(Segment opener) =>
        Fail(opener, $"'{opener.Name}' is never closed: 'end{opener.Name}' is missing.", $"« {opener.Name} » n'est pas fermé : il manque « end{opener.Name} ».");
}
