namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Reads a source into its syntax tree. Three parts know each other through here: statements, expressions, functions with their patterns.</summary>
internal sealed class Parser
{
    private Parser(string source)
    {
        Cursor = new TokenCursor(new Lexer(source));
        Context = new ParseContext(Cursor);
        Expressions = new ExpressionParser(this);
        Functions = new FunctionParser(this);
        Patterns = new PatternParser(this);
        Statements = new StatementParser(this);
    }

    public TokenCursor Cursor { get; }

    public ParseContext Context { get; }

    public ExpressionParser Expressions { get; }

    public FunctionParser Functions { get; }

    public PatternParser Patterns { get; }

    public StatementParser Statements { get; }

    /// <summary>Reads a script; <paramref name="isStandard"/> takes away what Elsa's scripts are allowed besides the standard.</summary>
    public static ScriptSyntax ParseScript(string source, bool isStandard = false)
    {
        var parser = new Parser(source);
        var scope = parser.Context.Scope;
        parser.Context.InAsync = parser.Context.AllowsReturn = !isStandard;
        scope.HasGlobalVars = isStandard;
        var body = parser.Statements.ParseList(TokenKind.End);
        scope.Close();
        return new ScriptSyntax(source, new FunctionSyntax(0, string.Empty, FunctionKind.Normal, scope, [], body) { End = source.Length }, isStandard);
    }

    /// <summary>A name used or declared; refuses reserved words.</summary>
    public Token ExpectName()
    {
        var token = Cursor.Current;
        if (token.Kind != TokenKind.Name || IsReservedHere(token.Text))
        {
            throw Cursor.Unexpected("a name");
        }

        return Cursor.Advance();
    }

    public bool IsName => Cursor.Is(TokenKind.Name) && !IsReservedHere(Cursor.Current.Text);

    /// <summary>A name being declared or assigned: <c>eval</c> and <c>arguments</c> are refused as in all strict code.</summary>
    public Token ExpectTargetName()
    {
        var token = ExpectName();
        return token.Text is "eval" or "arguments"
            ? throw Cursor.Fail(token.Start, $"'{token.Text}' cannot be declared or assigned.", $"« {token.Text} » ne peut être ni déclaré ni affecté.")
            : token;
    }

    private bool IsReservedHere(string name) => name switch
    {
        "await" => Context.InAsync,
        "yield" or "let" or "static" or "implements" or "interface" or "package" or "private" or "protected" or "public" => true,
        _ => false,
    };
}
