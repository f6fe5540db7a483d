using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Operands: literals, names, calls, members, templates (§13.2 and §13.3).</summary>
internal sealed class OperandParser(Parser parser)
{
    private readonly TokenCursor cursor = parser.Cursor;
    private readonly ParseContext context = parser.Context;

    /// <summary>A member, call or optional chain.</summary>
    public ExpressionSyntax ParseLeftHandSide()
    {
        var start = cursor.Current;
        var expression = start.Kind switch
        {
            TokenKind.New when !start.Escaped => ParseNew(),
            TokenKind.Super when !start.Escaped => ParseSuper(),
            _ => ParsePrimary(),
        };
        var isChain = false;
        var links = 0;
        while (true)
        {
            var token = cursor.Current;
            switch (token.Kind)
            {
                case TokenKind.QuestionDot:
                    cursor.Advance();
                    isChain = true;
                    expression = cursor.Current.Kind switch
                    {
                        TokenKind.OpenParen => new CallSyntax(token.Start, expression, ParseArguments(), IsOptional: true),
                        TokenKind.OpenBracket => ParseComputed(expression, isOptional: true),
                        TokenKind.Template => throw cursor.Unexpected("a member"),
                        _ => new MemberSyntax(cursor.Current.Start, expression, ParseDotName(), null, IsOptional: true),
                    };
                    break;
                case TokenKind.Dot:
                    cursor.Advance();
                    expression = new MemberSyntax(cursor.Current.Start, expression, ParseDotName(), null, IsOptional: false);
                    break;
                case TokenKind.OpenBracket:
                    expression = ParseComputed(expression, isOptional: false);
                    break;
                case TokenKind.OpenParen:
                    expression = new CallSyntax(start.Start, expression, ParseArguments(), IsOptional: false);
                    break;
                case TokenKind.Template when isChain:
                    throw cursor.Unexpected();
                case TokenKind.Template:
                    expression = new TaggedTemplateSyntax(token.Start, expression, ParseTemplate(isTagged: true));
                    break;
                default:
                    LeaveLinks(links);
                    return isChain ? new OptionalChainSyntax(start.Start, expression) : expression;
            }

            // A long chain is deep in the tree though not in the source.
            context.Enter(token.Start);
            links++;
        }
    }

    private void LeaveLinks(int links)
    {
        for (; links > 0; links--)
        {
            context.Leave();
        }
    }

    public List<ExpressionSyntax> ParseArguments()
    {
        cursor.Expect(TokenKind.OpenParen, "(");
        var arguments = new List<ExpressionSyntax>();
        while (!cursor.Is(TokenKind.CloseParen))
        {
            var start = cursor.Current.Start;
            arguments.Add(cursor.Take(TokenKind.Ellipsis)
                ? new SpreadSyntax(start, parser.Expressions.ParseAssignment())
                : parser.Expressions.ParseAssignment());
            if (!cursor.Is(TokenKind.CloseParen))
            {
                cursor.Expect(TokenKind.Comma, ",");
            }
        }

        cursor.Advance();
        return arguments;
    }

    /// <summary>A property name in a literal, class or pattern.</summary>
    public MemberName ParseMemberName()
    {
        var token = cursor.Current;
        switch (token.Kind)
        {
            case TokenKind.String:
                cursor.Advance();
                return new MemberName(PropertyKey.From(token.Text), null);
            case TokenKind.Number:
                cursor.Advance();
                return new MemberName(PropertyKey.From(token.Number), null);
            case TokenKind.OpenBracket:
                cursor.Advance();
                var computed = parser.Expressions.ParseAssignment();
                cursor.Expect(TokenKind.CloseBracket, "]");
                return new MemberName(default, computed);
            case TokenKind.PrivateName:
                throw SyntaxError.NotSupported(cursor.Source, token.Start, "A private member (#name)");
            case TokenKind.Name or >= TokenKind.Break:
                cursor.Advance();
                return new MemberName(PropertyKey.FromName(token.Text), null);
            default:
                throw cursor.Unexpected("a property name");
        }
    }

    private PropertyKey ParseDotName()
    {
        var token = cursor.Current;
        if (token.Kind == TokenKind.PrivateName)
        {
            throw SyntaxError.NotSupported(cursor.Source, token.Start, "A private member (#name)");
        }

        if (token.Kind is not (TokenKind.Name or >= TokenKind.Break))
        {
            throw cursor.Unexpected("a property name");
        }

        cursor.Advance();
        return PropertyKey.FromName(token.Text);
    }

    private MemberSyntax ParseComputed(ExpressionSyntax target, bool isOptional)
    {
        var start = cursor.Advance().Start;
        var name = parser.Expressions.ParseExpression();
        cursor.Expect(TokenKind.CloseBracket, "]");
        return new MemberSyntax(start, target, default, name, isOptional);
    }

    private ExpressionSyntax ParseNew()
    {
        var start = cursor.Advance().Start;
        if (cursor.Take(TokenKind.Dot))
        {
            if (!cursor.IsWord("target") || !context.AllowsNewTarget)
            {
                throw cursor.Unexpected("a constructor");
            }

            cursor.Advance();
            return new NewTargetSyntax(start);
        }

        context.Enter(start);
        var callee = cursor.Current.Kind switch
        {
            TokenKind.New => ParseNew(),
            TokenKind.Super => ParseSuper(),
            TokenKind.Import => throw cursor.Unexpected("a constructor"),
            _ => ParsePrimary(),
        };
        while (true)
        {
            if (cursor.Take(TokenKind.Dot))
            {
                callee = new MemberSyntax(cursor.Current.Start, callee, ParseDotName(), null, IsOptional: false);
            }
            else if (cursor.Is(TokenKind.OpenBracket))
            {
                callee = ParseComputed(callee, isOptional: false);
            }
            else if (cursor.Is(TokenKind.Template))
            {
                callee = new TaggedTemplateSyntax(cursor.Current.Start, callee, ParseTemplate(isTagged: true));
            }
            else if (cursor.Is(TokenKind.QuestionDot))
            {
                throw cursor.Unexpected("arguments");
            }
            else
            {
                break;
            }
        }

        var arguments = cursor.Is(TokenKind.OpenParen) ? ParseArguments() : [];
        context.Leave();
        return new NewSyntax(start, callee, arguments);
    }

    private ExpressionSyntax ParseSuper()
    {
        var start = cursor.Advance().Start;
        if (cursor.Is(TokenKind.OpenParen) && context.AllowsSuperCall)
        {
            return new SuperCallSyntax(start, ParseArguments());
        }

        if (context.AllowsSuperMember && cursor.Take(TokenKind.Dot))
        {
            return new SuperMemberSyntax(start, ParseDotName(), null);
        }

        if (context.AllowsSuperMember && cursor.Take(TokenKind.OpenBracket))
        {
            var name = parser.Expressions.ParseExpression();
            cursor.Expect(TokenKind.CloseBracket, "]");
            return new SuperMemberSyntax(start, default, name);
        }

        throw cursor.Fail(start, "super has no meaning here.", "super n'a pas de sens ici.");
    }

    private ExpressionSyntax ParsePrimary()
    {
        var token = cursor.Current;
        if (token.Escaped && token.Kind != TokenKind.Name)
        {
            throw cursor.Unexpected("an expression");
        }

        switch (token.Kind)
        {
            case TokenKind.Number:
                cursor.Advance();
                return new LiteralSyntax(token.Start, token.Number);
            case TokenKind.String:
                cursor.Advance();
                return new LiteralSyntax(token.Start, token.Text);
            case TokenKind.True or TokenKind.False:
                cursor.Advance();
                return new LiteralSyntax(token.Start, token.Kind == TokenKind.True);
            case TokenKind.Null:
                cursor.Advance();
                return new LiteralSyntax(token.Start, JsValue.Null);
            case TokenKind.This:
                cursor.Advance();
                return new ThisSyntax(token.Start);
            case TokenKind.Template:
                return ParseTemplate(isTagged: false);
            case TokenKind.Slash or TokenKind.SlashAssign:
                return ParseRegExp();
            case TokenKind.OpenParen:
                cursor.Advance();
                var inner = parser.Expressions.ParseExpression();
                cursor.Expect(TokenKind.CloseParen, ")");
                return new ParenthesizedSyntax(token.Start, inner);
            case TokenKind.OpenBracket:
                return ParseArray();
            case TokenKind.OpenBrace:
                return ParseObject();
            case TokenKind.Function:
                return parser.Functions.ParseFunctionExpression(isAsync: false);
            case TokenKind.Class:
                return parser.Functions.ParseClass(null);
            case TokenKind.Import:
                throw SyntaxError.NotSupported(cursor.Source, token.Start, "import");
            case TokenKind.Name when cursor.IsWord("async") && cursor.PeekNext() is { Kind: TokenKind.Function, AfterLineEnd: false, Escaped: false }:
                return parser.Functions.ParseFunctionExpression(isAsync: true);
            case TokenKind.Name:
                parser.ExpectName();
                return new NameSyntax(token.Start, context.Use(token.Text, token.Start));
            default:
                throw cursor.Unexpected("an expression");
        }
    }

    private RegExpSyntax ParseRegExp()
    {
        cursor.RereadAsRegExp();
        var token = cursor.Advance();
        if (Text.RegExpPattern.FindError(token.Text, token.Flags) is { } error)
        {
            throw cursor.Fail(token.Start, $"The regular expression is not valid: {error.English}", $"L'expression régulière n'est pas valide : {error.French}");
        }

        return new RegExpSyntax(token.Start, token.Text, token.Flags);
    }

    private TemplateSyntax ParseTemplate(bool isTagged)
    {
        var start = cursor.Current.Start;
        var parts = new List<(string?, string)>();
        var values = new List<ExpressionSyntax>();
        while (true)
        {
            var part = cursor.Current;
            if (part.Cooked is null && !isTagged)
            {
                throw cursor.Fail(part.Start, "This escape is not valid.", "Cette séquence d'échappement n'est pas valide.");
            }

            parts.Add((part.Cooked, part.Text));
            cursor.Advance();
            if (part.EndsTemplate)
            {
                return new TemplateSyntax(start, parts, values);
            }

            values.Add(parser.Expressions.ParseExpression());
            cursor.RereadAsTemplate();
        }
    }

    private ArraySyntax ParseArray()
    {
        var start = cursor.Advance().Start;
        var elements = new List<ExpressionSyntax?>();
        var trailing = false;
        while (!cursor.Is(TokenKind.CloseBracket))
        {
            trailing = false;
            var at = cursor.Current.Start;
            if (cursor.Take(TokenKind.Comma))
            {
                elements.Add(null);
                continue;
            }

            elements.Add(cursor.Take(TokenKind.Ellipsis) ? new SpreadSyntax(at, parser.Expressions.ParseElement()) : parser.Expressions.ParseElement());
            if (!cursor.Is(TokenKind.CloseBracket))
            {
                cursor.Expect(TokenKind.Comma, ",");
                trailing = true;
            }
        }

        cursor.Advance();
        return new ArraySyntax(start, elements, trailing);
    }

    private ObjectSyntax ParseObject()
    {
        var start = cursor.Advance().Start;
        var members = new List<MemberSyntaxItem>();
        var (hasPrototype, trailing) = (false, false);
        while (!cursor.Is(TokenKind.CloseBrace))
        {
            var member = ParseObjectMember();
            if (member is { Kind: MemberKind.Value, IsShorthand: false, Name: { Computed: null, Key.Text: "__proto__" } })
            {
                // Twice is an error unless the literal turns out to be a pattern, as with a shorthand default.
                if (hasPrototype)
                {
                    context.PendingShorthandDefault = member.Position;
                }

                hasPrototype = true;
            }

            members.Add(member);
            trailing = false;
            if (!cursor.Is(TokenKind.CloseBrace))
            {
                cursor.Expect(TokenKind.Comma, ",");
                trailing = true;
            }
        }

        cursor.Advance();
        return new ObjectSyntax(start, members, trailing);
    }

    private MemberSyntaxItem ParseObjectMember()
    {
        var token = cursor.Current;
        if (cursor.Take(TokenKind.Ellipsis))
        {
            return new MemberSyntaxItem(token.Start, MemberKind.Spread, new MemberName(default, null), parser.Expressions.ParseElement());
        }

        if (parser.Functions.TryParseMethod() is { } method)
        {
            return method;
        }

        var next = cursor.PeekNext().Kind;
        if (token.Kind == TokenKind.Name && next is TokenKind.Comma or TokenKind.CloseBrace or TokenKind.Assign)
        {
            parser.ExpectName();
            var name = new MemberName(PropertyKey.FromName(token.Text), null);
            var value = new NameSyntax(token.Start, context.Use(token.Text, token.Start));
            ExpressionSyntax? fallback = null;
            if (cursor.Is(TokenKind.Assign))
            {
                var at = cursor.Advance().Start;
                fallback = parser.Expressions.ParseAssignment();
                context.PendingShorthandDefault = at;
            }

            return new MemberSyntaxItem(token.Start, MemberKind.Value, name, value, ShorthandDefault: fallback, IsShorthand: true);
        }

        var key = ParseMemberName();
        if (cursor.Is(TokenKind.OpenParen))
        {
            return parser.Functions.ParseMethodAfterName(token.Start, MemberKind.Method, key, isAsync: false, isGenerator: false, isStatic: false, FunctionKind.Method);
        }

        cursor.Expect(TokenKind.Colon, ":");
        return new MemberSyntaxItem(token.Start, MemberKind.Value, key, parser.Expressions.ParseElement());
    }
}
