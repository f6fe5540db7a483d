using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Syntax;

internal enum MarkupKind
{
    End, Name, Value, Dot, DotDot, OpenBracket, CloseBracket, OpenParen, CloseParen, Comma, Colon, Pipe, Assign, Operator,
}

/// <summary>A word of an expression. <see cref="Text"/> is how it was written, <see cref="Value"/> what a number or a quoted text means.</summary>
internal readonly record struct MarkupToken(MarkupKind Kind, int Start, string Text, LiquidValue Value = default);
