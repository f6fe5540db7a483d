namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Statements and declarations (§14).</summary>
internal sealed class StatementParser(Parser parser)
{
    private readonly TokenCursor cursor = parser.Cursor;
    private readonly ParseContext context = parser.Context;

    public List<StatementSyntax> ParseList(TokenKind end)
    {
        var list = new List<StatementSyntax>();
        while (!cursor.Is(end))
        {
            list.Add(ParseItem());
        }

        return list;
    }

    /// <summary>A block's braces and content, in a scope that the caller opened.</summary>
    public List<StatementSyntax> ParseBraces()
    {
        cursor.Expect(TokenKind.OpenBrace, "{");
        var list = ParseList(TokenKind.CloseBrace);
        cursor.Expect(TokenKind.CloseBrace, "}");
        return list;
    }

    /// <summary>A statement or a declaration.</summary>
    private StatementSyntax ParseItem()
    {
        var token = cursor.Current;
        switch (token.Kind)
        {
            case TokenKind.Function:
                return parser.Functions.ParseDeclaration(isAsync: false);
            case TokenKind.Class:
                return parser.Functions.ParseClassDeclaration();
            case TokenKind.Const:
                return ParseVariables(BindingKind.Const);
            case TokenKind.Name when IsLet():
                return ParseVariables(BindingKind.Let);
            case TokenKind.Name when cursor.IsWord("async") && cursor.PeekNext() is { Kind: TokenKind.Function, AfterLineEnd: false }:
                return parser.Functions.ParseDeclaration(isAsync: true);
            default:
                return ParseStatement();
        }
    }

    private bool IsLet() => cursor.IsWord("let") && cursor.PeekNext().Kind is TokenKind.Name or TokenKind.OpenBrace or TokenKind.OpenBracket;

    private StatementSyntax ParseStatement()
    {
        var token = cursor.Current;
        context.Enter(token.Start);
        StatementSyntax statement = token.Escaped ? ParseExpressionOrLabel() : token.Kind switch
        {
            TokenKind.OpenBrace => ParseBlock(),
            TokenKind.Var => ParseVariables(BindingKind.Var),
            TokenKind.Semicolon => new EmptySyntax(cursor.Advance().Start),
            TokenKind.If => ParseIf(),
            TokenKind.For => new ForParser(parser).Parse(),
            TokenKind.While => ParseWhile(),
            TokenKind.Do => ParseDo(),
            TokenKind.Continue => ParseJump(isBreak: false),
            TokenKind.Break => ParseJump(isBreak: true),
            TokenKind.Return => ParseReturn(),
            TokenKind.Switch => ParseSwitch(),
            TokenKind.Throw => ParseThrow(),
            TokenKind.Try => ParseTry(),
            TokenKind.With => throw SyntaxError.NotSupported(cursor.Source, token.Start, "with"),
            TokenKind.Import when cursor.PeekNext().Kind is not (TokenKind.OpenParen or TokenKind.Dot) => throw SyntaxError.NotSupported(cursor.Source, token.Start, "import"),
            TokenKind.Export => throw SyntaxError.NotSupported(cursor.Source, token.Start, "export"),
            TokenKind.Debugger => ParseDebugger(),
            TokenKind.Name when cursor.IsWord("async") && cursor.PeekNext() is { Kind: TokenKind.Function, AfterLineEnd: false } => throw cursor.Unexpected("a statement"),
            TokenKind.Function or TokenKind.Class => throw cursor.Unexpected("a statement"),
            _ => ParseExpressionOrLabel(),
        };
        context.Leave();
        return statement;
    }

    public StatementSyntax ParseBody() => ParseStatement();

    public StatementSyntax ParseLoopBody()
    {
        context.Loops++;
        var body = ParseStatement();
        context.Loops--;
        return body;
    }

    private BlockSyntax ParseBlock()
    {
        var start = cursor.Current.Start;
        var scope = context.OpenScope();
        var body = ParseBraces();
        context.CloseScope();
        return new BlockSyntax(start, scope, body);
    }

    private VariableSyntax ParseVariables(BindingKind kind)
    {
        var start = cursor.Advance().Start;
        var variables = ParseVariableList(start, kind, inFor: false);
        cursor.ExpectSemicolon();
        return variables;
    }

    public VariableSyntax ParseVariableList(int start, BindingKind kind, bool inFor)
    {
        var items = new List<(SyntaxNode, ExpressionSyntax?)>();
        do
        {
            var target = parser.Patterns.ParseTarget(kind);
            ExpressionSyntax? value = null;
            if (cursor.Take(TokenKind.Assign))
            {
                value = parser.Expressions.ParseAssignment(allowIn: !inFor);
            }
            else if (!(inFor && IsForEachWord()) && (kind == BindingKind.Const || target is not BindingSyntax))
            {
                throw cursor.Unexpected("'=' and a value");
            }

            items.Add((target, value));
        }
        while (cursor.Take(TokenKind.Comma));
        return new VariableSyntax(start, kind, items);
    }

    private bool IsForEachWord() => cursor.IsWord("of") || cursor.Is(TokenKind.In);

    private IfSyntax ParseIf()
    {
        var start = cursor.Advance().Start;
        cursor.Expect(TokenKind.OpenParen, "(");
        var test = parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.CloseParen, ")");
        var then = ParseStatement();
        var otherwise = cursor.Take(TokenKind.Else) ? ParseStatement() : null;
        return new IfSyntax(start, test, then, otherwise);
    }

    private WhileSyntax ParseWhile()
    {
        var start = cursor.Advance().Start;
        cursor.Expect(TokenKind.OpenParen, "(");
        var test = parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.CloseParen, ")");
        return new WhileSyntax(start, test, ParseLoopBody(), TestsAfter: false);
    }

    private WhileSyntax ParseDo()
    {
        var start = cursor.Advance().Start;
        var body = ParseLoopBody();
        cursor.Expect(TokenKind.While, "while");
        cursor.Expect(TokenKind.OpenParen, "(");
        var test = parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.CloseParen, ")");
        cursor.Take(TokenKind.Semicolon);
        return new WhileSyntax(start, test, body, TestsAfter: true);
    }

    private JumpSyntax ParseJump(bool isBreak)
    {
        var start = cursor.Advance().Start;
        string? label = null;
        if (parser.IsName && !cursor.Current.AfterLineEnd)
        {
            label = cursor.Current.Text;
            var known = context.Labels.Find(candidate => candidate.Name == label);
            if (known.Name is null || (!isBreak && !known.IsLoop))
            {
                throw cursor.Fail(start, $"There is no label '{label}' around this statement.", $"Aucune étiquette « {label} » n'entoure cette instruction.");
            }

            cursor.Advance();
        }
        else if (context.Loops == 0 && !(isBreak && context.Switches > 0))
        {
            throw cursor.Fail(start, "This statement stands outside any loop.", "Cette instruction est hors de toute boucle.");
        }

        cursor.ExpectSemicolon();
        return new JumpSyntax(start, isBreak, label);
    }

    private ReturnSyntax ParseReturn()
    {
        if (!context.AllowsReturn)
        {
            throw cursor.Unexpected("a statement");
        }

        var start = cursor.Advance().Start;
        ExpressionSyntax? value = null;
        if (!cursor.Is(TokenKind.Semicolon) && !cursor.Is(TokenKind.CloseBrace) && !cursor.Is(TokenKind.End) && !cursor.Current.AfterLineEnd)
        {
            value = parser.Expressions.ParseExpression();
        }

        cursor.ExpectSemicolon();
        return new ReturnSyntax(start, value);
    }

    private ThrowSyntax ParseThrow()
    {
        var start = cursor.Advance().Start;
        if (cursor.Current.AfterLineEnd)
        {
            throw cursor.Fail(start, "The thrown value stands on the same line.", "La valeur levée s'écrit sur la même ligne.");
        }

        var value = parser.Expressions.ParseExpression();
        cursor.ExpectSemicolon();
        return new ThrowSyntax(start, value);
    }

    private TrySyntax ParseTry()
    {
        var start = cursor.Advance().Start;
        var block = ParseBlock();
        Scope? catchScope = null;
        SyntaxNode? parameter = null;
        BlockSyntax? handler = null;
        if (cursor.Take(TokenKind.Catch))
        {
            catchScope = context.OpenScope();
            if (cursor.Take(TokenKind.OpenParen))
            {
                parameter = parser.Patterns.ParseTarget(cursor.Is(TokenKind.Name) ? BindingKind.Catch : BindingKind.Let);
                cursor.Expect(TokenKind.CloseParen, ")");
            }

            handler = ParseBlock();
            foreach (var binding in handler.Scope.Bindings)
            {
                if (catchScope.Find(binding.Name) is not null)
                {
                    throw cursor.Fail(handler.Position, $"'{binding.Name}' is already declared.", $"« {binding.Name} » est déjà déclaré.");
                }
            }

            context.CloseScope();
        }

        var last = cursor.Take(TokenKind.Finally) ? ParseBlock() : null;
        return handler is null && last is null
            ? throw cursor.Unexpected("'catch' or 'finally'")
            : new TrySyntax(start, block, catchScope, parameter, handler, last);
    }

    private SwitchSyntax ParseSwitch()
    {
        var start = cursor.Advance().Start;
        cursor.Expect(TokenKind.OpenParen, "(");
        var value = parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.CloseParen, ")");
        cursor.Expect(TokenKind.OpenBrace, "{");
        var scope = context.OpenScope();
        context.Switches++;
        var cases = new List<(ExpressionSyntax?, IReadOnlyList<StatementSyntax>)>();
        var hasDefault = false;
        while (!cursor.Take(TokenKind.CloseBrace))
        {
            ExpressionSyntax? test = null;
            if (cursor.Take(TokenKind.Case))
            {
                test = parser.Expressions.ParseExpression();
            }
            else if (hasDefault)
            {
                throw cursor.Unexpected("'case'");
            }
            else
            {
                cursor.Expect(TokenKind.Default, "case");
                hasDefault = true;
            }

            cursor.Expect(TokenKind.Colon, ":");
            var body = new List<StatementSyntax>();
            while (!cursor.Is(TokenKind.Case) && !cursor.Is(TokenKind.Default) && !cursor.Is(TokenKind.CloseBrace))
            {
                body.Add(ParseItem());
            }

            cases.Add((test, body));
        }

        context.Switches--;
        context.CloseScope();
        return new SwitchSyntax(start, scope, value, cases);
    }

    private EmptySyntax ParseDebugger()
    {
        var start = cursor.Advance().Start;
        cursor.ExpectSemicolon();
        return new EmptySyntax(start);
    }

    private StatementSyntax ParseExpressionOrLabel()
    {
        var token = cursor.Current;
        if (parser.IsName && cursor.PeekNext().Kind == TokenKind.Colon)
        {
            return ParseLabel();
        }

        if (IsLet() && cursor.PeekNext().Kind == TokenKind.OpenBracket)
        {
            throw cursor.Unexpected("a statement");
        }

        var value = parser.Expressions.ParseExpression();
        cursor.ExpectSemicolon();
        return new ExpressionStatementSyntax(token.Start, value);
    }

    private LabelSyntax ParseLabel()
    {
        var token = parser.ExpectName();
        cursor.Expect(TokenKind.Colon, ":");
        if (context.Labels.Exists(label => label.Name == token.Text))
        {
            throw cursor.Fail(token.Start, $"The label '{token.Text}' is already in use here.", $"L'étiquette « {token.Text} » est déjà utilisée ici.");
        }

        var ahead = cursor.Current;
        if (ahead.Kind == TokenKind.Name && cursor.PeekNext().Kind == TokenKind.Colon)
        {
            // Labels may stand one after the other; all of them name the loop behind.
            var saved = cursor.Save();
            while (cursor.Is(TokenKind.Name) && cursor.PeekNext().Kind == TokenKind.Colon)
            {
                cursor.Advance();
                cursor.Advance();
            }

            ahead = cursor.Current;
            cursor.Restore(saved);
        }

        context.Labels.Add((token.Text, ahead.Kind is TokenKind.For or TokenKind.While or TokenKind.Do));
        var body = ParseStatement();
        context.Labels.RemoveAt(context.Labels.Count - 1);
        return new LabelSyntax(token.Start, token.Text, body);
    }
}
