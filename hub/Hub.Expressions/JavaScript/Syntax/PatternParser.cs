namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Destructuring: patterns that declare, and literals reread as patterns when an assignment follows them (§13.15.5, §14.3.3).</summary>
internal sealed class PatternParser(Parser parser)
{
    private readonly TokenCursor cursor = parser.Cursor;
    private readonly ParseContext context = parser.Context;

    /// <summary>A declared name or pattern.</summary>
    public SyntaxNode ParseTarget(BindingKind kind)
    {
        context.Enter(cursor.Current.Start);
        var target = cursor.Current.Kind switch
        {
            TokenKind.OpenBracket => ParseArray(kind),
            TokenKind.OpenBrace => ParseObject(kind),
            _ => ParseName(kind),
        };
        context.Leave();
        return target;
    }

    private SyntaxNode ParseName(BindingKind kind)
    {
        var name = parser.ExpectTargetName();
        return Declare(name, kind);
    }

    private BindingSyntax Declare(Token name, BindingKind kind)
    {
        context.Declare(name.Text, kind, name.Start);
        return new BindingSyntax(name.Start, context.Use(name.Text, name.Start));
    }

    private SyntaxNode ParseArray(BindingKind kind)
    {
        var start = cursor.Advance().Start;
        var items = new List<PatternItem?>();
        SyntaxNode? rest = null;
        while (!cursor.Is(TokenKind.CloseBracket))
        {
            if (cursor.Take(TokenKind.Comma))
            {
                items.Add(null);
                continue;
            }

            if (cursor.Take(TokenKind.Ellipsis))
            {
                rest = ParseTarget(kind);
                break;
            }

            items.Add(ParseItem(kind));
            if (!cursor.Is(TokenKind.CloseBracket))
            {
                cursor.Expect(TokenKind.Comma, ",");
            }
        }

        cursor.Expect(TokenKind.CloseBracket, "]");
        return new ArrayPatternSyntax(start, items, rest);
    }

    private SyntaxNode ParseObject(BindingKind kind)
    {
        var start = cursor.Advance().Start;
        var items = new List<(MemberName, PatternItem)>();
        SyntaxNode? rest = null;
        while (!cursor.Is(TokenKind.CloseBrace))
        {
            if (cursor.Take(TokenKind.Ellipsis))
            {
                rest = ParseName(kind);
                break;
            }

            var token = cursor.Current;
            if (parser.IsName && cursor.PeekNext().Kind != TokenKind.Colon)
            {
                var target = ParseName(kind);
                items.Add((new MemberName(Values.PropertyKey.FromName(token.Text), null), new PatternItem(target, ParseDefault())));
            }
            else
            {
                var name = parser.Expressions.ParseMemberName();
                cursor.Expect(TokenKind.Colon, ":");
                items.Add((name, ParseItem(kind)));
            }

            if (!cursor.Is(TokenKind.CloseBrace))
            {
                cursor.Expect(TokenKind.Comma, ",");
            }
        }

        cursor.Expect(TokenKind.CloseBrace, "}");
        return new ObjectPatternSyntax(start, items, rest);
    }

    private PatternItem ParseItem(BindingKind kind)
    {
        var target = ParseTarget(kind);
        return new PatternItem(target, ParseDefault());
    }

    private ExpressionSyntax? ParseDefault() => cursor.Take(TokenKind.Assign) ? parser.Expressions.ParseAssignment() : null;

    /// <summary>Rereads an expression as the left side of an assignment.</summary>
    public SyntaxNode ToTarget(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case NameSyntax { Reference.Name: "eval" or "arguments" } name:
                throw cursor.Fail(name.Position, $"'{name.Reference.Name}' cannot be assigned.", $"« {name.Reference.Name} » ne peut pas être affecté.");
            case NameSyntax or MemberSyntax or SuperMemberSyntax:
                return expression;
            case ParenthesizedSyntax { Inner: NameSyntax or MemberSyntax or SuperMemberSyntax or ParenthesizedSyntax } inner:
                return ToTarget(inner.Inner);
            case ArraySyntax array:
                return ToArrayPattern(array);
            case ObjectSyntax literal:
                return ToObjectPattern(literal);
            default:
                throw cursor.Fail(expression.Position, "This cannot be assigned to.", "On ne peut rien affecter à ceci.");
        }
    }

    private ArrayPatternSyntax ToArrayPattern(ArraySyntax array)
    {
        var items = new List<PatternItem?>();
        SyntaxNode? rest = null;
        for (var i = 0; i < array.Elements.Count; i++)
        {
            switch (array.Elements[i])
            {
                case null:
                    items.Add(null);
                    break;
                case SpreadSyntax spread when i == array.Elements.Count - 1 && !array.HasTrailingComma:
                    rest = ToTarget(spread.Value);
                    break;
                case SpreadSyntax spread:
                    throw cursor.Fail(spread.Position, "A rest element comes last.", "L'élément « reste » vient en dernier.");
                case { } element:
                    items.Add(ToItem(element));
                    break;
            }
        }

        return new ArrayPatternSyntax(array.Position, items, rest);
    }

    private ObjectPatternSyntax ToObjectPattern(ObjectSyntax literal)
    {
        var items = new List<(MemberName, PatternItem)>();
        SyntaxNode? rest = null;
        foreach (var member in literal.Members)
        {
            if (rest is not null)
            {
                throw cursor.Fail(member.Position, "A rest element comes last.", "L'élément « reste » vient en dernier.");
            }

            switch (member)
            {
                case { Kind: MemberKind.Spread, Value: { } value }:
                    rest = ToTarget(value) is ArrayPatternSyntax or ObjectPatternSyntax
                        ? throw cursor.Fail(member.Position, "The rest of an object goes to a name or member.", "Le reste d'un objet va dans un nom ou un membre.")
                        : ToTarget(value);
                    break;
                case { Kind: MemberKind.Value, ShorthandDefault: { } fallback, Value: { } value }:
                    items.Add((member.Name, new PatternItem(ToTarget(value), fallback)));
                    break;
                case { Kind: MemberKind.Value, Value: { } value }:
                    items.Add((member.Name, ToItem(value)));
                    break;
                default:
                    throw cursor.Fail(member.Position, "This cannot be assigned to.", "On ne peut rien affecter à ceci.");
            }
        }

        return rest is not null && literal.HasTrailingComma
            ? throw cursor.Fail(literal.Position, "A rest element comes last.", "L'élément « reste » vient en dernier.")
            : new ObjectPatternSyntax(literal.Position, items, rest);
    }

    private PatternItem ToItem(ExpressionSyntax expression) => expression switch
    {
        AssignSyntax { Operator: TokenKind.Assign } assign => new PatternItem(assign.Target, assign.Value),
        _ => new PatternItem(ToTarget(expression), null),
    };
}
