using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.Liquid.Syntax;

/// <summary>Errors with their place in the template.</summary>
internal static class SyntaxPlace
{
    public static ExpressionException Error(ExpressionErrorKind kind, string text, int position, string english, string french) =>
        new(kind, english, french, SyntaxError.LineAt(text, position), SyntaxError.ColumnAt(text, position));
}
