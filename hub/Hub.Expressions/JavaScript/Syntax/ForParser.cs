namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>The three kinds of <c>for</c>, told apart after their first part (§14.7).</summary>
internal sealed class ForParser(Parser parser)
{
    private readonly TokenCursor cursor = parser.Cursor;
    private readonly ParseContext context = parser.Context;

    public StatementSyntax Parse()
    {
        var start = cursor.Advance().Start;
        var isAwait = false;
        if (cursor.IsWord("await") && context.InAsync)
        {
            cursor.Advance();
            isAwait = true;
        }

        cursor.Expect(TokenKind.OpenParen, "(");
        var scope = context.OpenScope();
        var statement = ParseHead(start, scope, isAwait);
        context.CloseScope();
        return statement;
    }

    private StatementSyntax ParseHead(int start, Scope scope, bool isAwait)
    {
        var first = cursor.Current;
        if (DeclaredKind() is { } kind)
        {
            cursor.Advance();
            var variables = parser.Statements.ParseVariableList(first.Start, kind, inFor: true);
            if (variables.Items is [(var target, null)] && (cursor.IsWord("of") || cursor.Is(TokenKind.In)))
            {
                return ParseEach(start, scope, isAwait, kind, target);
            }

            if (variables.Items.Any(item => item.Value is null && (kind == BindingKind.Const || item.Target is not BindingSyntax)))
            {
                throw cursor.Unexpected("'=' and a value");
            }

            return ParseRest(start, scope, variables);
        }

        if (cursor.Is(TokenKind.Semicolon))
        {
            return ParseRest(start, scope, null);
        }

        var startsWithLet = cursor.IsWord("let");
        var startsWithAsync = cursor.IsWord("async") && cursor.PeekNext() is { Kind: TokenKind.Name, Text: "of", Escaped: false };
        var pending = context.PendingShorthandDefault;
        context.PendingShorthandDefault = -1;
        var expression = parser.Expressions.ParseExpressionAsPatternStart();
        if ((cursor.IsWord("of") && !startsWithLet && !(startsWithAsync && !isAwait)) || cursor.Is(TokenKind.In))
        {
            context.PendingShorthandDefault = pending;
            return ParseEach(start, scope, isAwait, null, parser.Patterns.ToTarget(expression));
        }

        parser.Expressions.CheckShorthandDefaults(pending);
        return ParseRest(start, scope, new ExpressionStatementSyntax(first.Start, expression));
    }

    private BindingKind? DeclaredKind() => cursor.Current.Kind switch
    {
        TokenKind.Var => BindingKind.Var,
        TokenKind.Const => BindingKind.Const,
        _ when cursor.IsWord("let") && cursor.PeekNext().Kind is TokenKind.Name or TokenKind.OpenBrace or TokenKind.OpenBracket => BindingKind.Let,
        _ => null,
    };

    private ForEachSyntax ParseEach(int start, Scope scope, bool isAwait, BindingKind? kind, SyntaxNode target)
    {
        var isOf = !cursor.Is(TokenKind.In);
        if (isAwait && !isOf)
        {
            throw cursor.Unexpected("'of'");
        }

        cursor.Advance();
        var source = isOf ? parser.Expressions.ParseAssignment() : parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.CloseParen, ")");
        return new ForEachSyntax(start, scope, isOf, isAwait, kind, target, source, parser.Statements.ParseLoopBody());
    }

    private ForSyntax ParseRest(int start, Scope scope, StatementSyntax? first)
    {
        cursor.Expect(TokenKind.Semicolon, ";");
        var test = cursor.Is(TokenKind.Semicolon) ? null : parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.Semicolon, ";");
        var update = cursor.Is(TokenKind.CloseParen) ? null : parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.CloseParen, ")");
        return new ForSyntax(start, scope, first, test, update, parser.Statements.ParseLoopBody());
    }
}
