namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Makes the exceptions of reading, with the place in the source.</summary>
internal static class SyntaxError
{
    public static ExpressionException At(string source, int position, string english, string french) =>
        Make(ExpressionErrorKind.Syntax, source, position, english, french);

    public static ExpressionException NotSupported(string source, int position, string construct) =>
        Make(ExpressionErrorKind.NotSupported, source, position,
            $"{construct} is not offered in expressions.",
            $"{construct} n'est pas disponible dans les expressions.");

    public static ExpressionException TooDeep(string source, int position) =>
        new(ExpressionErrorKind.Budget, "The source is nested too deeply.", "Le texte est imbriqué trop profondément.", LineAt(source, position), ColumnAt(source, position), "depth");

    public static int LineAt(string source, int position)
    {
        var line = 1;
        for (var i = 0; i < position && i < source.Length; i++)
        {
            if (source[i] is '\n' or '\u2028' or '\u2029' || (source[i] == '\r' && (i + 1 >= source.Length || source[i + 1] != '\n')))
            {
                line++;
            }
        }

        return line;
    }

    public static int ColumnAt(string source, int position)
    {
        var column = 1;
        for (var i = Math.Min(position, source.Length) - 1; i >= 0 && source[i] is not ('\n' or '\r' or '\u2028' or '\u2029'); i--)
        {
            column++;
        }

        return column;
    }

    private static ExpressionException Make(ExpressionErrorKind kind, string source, int position, string english, string french) =>
        new(kind, english, french, LineAt(source, position), ColumnAt(source, position));
}
