namespace Hub.Expressions.Liquid.Syntax;

internal enum SegmentKind
{
    /// <summary>Text to print as it is.</summary>
    Text,

    /// <summary><c>{{ … }}</c>.</summary>
    Output,

    /// <summary><c>{% … %}</c>, or one line of a <c>liquid</c> tag.</summary>
    Tag,

    /// <summary>The lines of a <c>liquid</c> tag follow, up to <see cref="LinesEnd"/>.</summary>
    Lines,
    LinesEnd,
}

/// <summary>A part of a template: a range of its text, without delimiters. For tags, <see cref="Name"/> is the first word and the range what follows it.</summary>
internal readonly record struct Segment(SegmentKind Kind, int Start, int End, string Name = "", int Position = 0);
