namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>The reading position: the current token, one token ahead, and the way back for the few places where the grammar needs a trial.</summary>
internal sealed class TokenCursor
{
    private readonly Lexer lexer;
    private Token? ahead;

    public TokenCursor(Lexer lexer)
    {
        this.lexer = lexer;
        Current = lexer.Next(0);
    }

    public Token Current { get; private set; }

    /// <summary>Where the token before the current one ended.</summary>
    public int PreviousEnd { get; private set; }

    public string Source => lexer.Source;

    public Token PeekNext() => ahead ??= lexer.Next(Current.End);

    public Token Advance()
    {
        var token = Current;
        PreviousEnd = token.End;
        Current = ahead ?? lexer.Next(token.End);
        ahead = null;
        return token;
    }

    public bool Is(TokenKind kind) => Current.Kind == kind;

    /// <summary>Whether the current token is this contextual word, written plainly.</summary>
    public bool IsWord(string word) => Current.Kind == TokenKind.Name && !Current.Escaped && Current.Text == word;

    public bool Take(TokenKind kind)
    {
        if (Current.Kind != kind || Current.Escaped)
        {
            return false;
        }

        Advance();
        return true;
    }

    public Token Expect(TokenKind kind, string shown)
    {
        if (Current.Kind != kind || Current.Escaped)
        {
            throw Unexpected($"'{shown}'");
        }

        return Advance();
    }

    /// <summary>A semicolon, or one of the places where the standard lets it be left out (§12.10).</summary>
    public void ExpectSemicolon()
    {
        if (!Take(TokenKind.Semicolon) && !Is(TokenKind.CloseBrace) && !Is(TokenKind.End) && !Current.AfterLineEnd)
        {
            throw Unexpected("';'");
        }
    }

    public void RereadAsRegExp()
    {
        Current = lexer.ReadRegExp(Current.Start, Current.AfterLineEnd);
        ahead = null;
    }

    /// <summary>Reads on as template text; the current token must be the brace that closes a substitution.</summary>
    public void RereadAsTemplate()
    {
        if (!Is(TokenKind.CloseBrace))
        {
            throw Unexpected("'}'");
        }

        Current = lexer.NextTemplatePart(Current.End);
        ahead = null;
    }

    public (Token Current, int PreviousEnd) Save() => (Current, PreviousEnd);

    public void Restore((Token Current, int PreviousEnd) saved)
    {
        (Current, PreviousEnd) = saved;
        ahead = null;
    }

    public ExpressionException Unexpected(string? expected = null)
    {
        var found = Current.Kind == TokenKind.End ? "the end" : $"'{Source[Current.Start..Math.Min(Current.End, Current.Start + 40)]}'";
        var trouve = Current.Kind == TokenKind.End ? "la fin" : found;
        return expected is null
            ? Fail(Current.Start, $"Unexpected {found}.", $"{trouve} n'est pas attendu ici.")
            : Fail(Current.Start, $"Expected {expected}, found {found}.", $"{expected} était attendu, {trouve} est écrit.");
    }

    public ExpressionException Fail(int position, string english, string french) => SyntaxError.At(Source, position, english, french);
}
