using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Expressions (§13), from the comma down to the operands.</summary>
internal sealed class ExpressionParser(Parser parser)
{
    private readonly TokenCursor cursor = parser.Cursor;
    private readonly ParseContext context = parser.Context;
    private readonly OperandParser operands = new(parser);

    public ExpressionSyntax ParseExpression(bool allowIn = true)
    {
        var first = ParseAssignment(allowIn);
        return cursor.Is(TokenKind.Comma) ? ParseSequence(first, allowIn) : first;
    }

    /// <summary>The first part of a <c>for</c>, which may prove to be a pattern: the caller checks the shorthand defaults.</summary>
    public ExpressionSyntax ParseExpressionAsPatternStart()
    {
        var first = ParseAssignmentOpen(allowIn: false);
        return cursor.Is(TokenKind.Comma) ? ParseSequence(first, allowIn: false) : first;
    }

    private SequenceSyntax ParseSequence(ExpressionSyntax first, bool allowIn)
    {
        var items = new List<ExpressionSyntax> { first };
        while (cursor.Take(TokenKind.Comma))
        {
            items.Add(ParseAssignment(allowIn));
        }

        return new SequenceSyntax(first.Position, items);
    }

    public ExpressionSyntax ParseAssignment(bool allowIn = true)
    {
        var pending = context.PendingShorthandDefault;
        context.PendingShorthandDefault = -1;
        var expression = ParseAssignmentOpen(allowIn);
        CheckShorthandDefaults(pending);
        return expression;
    }

    /// <summary>An element of a literal, where <c>{ a = 1 }</c> may still become a pattern further out.</summary>
    public ExpressionSyntax ParseElement()
    {
        var pending = context.PendingShorthandDefault;
        context.PendingShorthandDefault = -1;
        var expression = ParseAssignmentOpen(allowIn: true);
        if (pending >= 0)
        {
            context.PendingShorthandDefault = pending;
        }

        return expression;
    }

    public void CheckShorthandDefaults(int restore)
    {
        if (context.PendingShorthandDefault >= 0)
        {
            throw cursor.Fail(context.PendingShorthandDefault, "A default value, or __proto__ twice, belongs in a pattern.", "Une valeur par défaut, ou deux fois __proto__, n'a de sens que dans un motif.");
        }

        context.PendingShorthandDefault = restore;
    }

    public MemberName ParseMemberName() => operands.ParseMemberName();

    public List<ExpressionSyntax> ParseArguments() => operands.ParseArguments();

    private ExpressionSyntax ParseAssignmentOpen(bool allowIn)
    {
        var start = cursor.Current;
        context.Enter(start.Start);
        var expression = ParseAssignmentCore(start, allowIn);
        context.Leave();
        return expression;
    }

    private ExpressionSyntax ParseAssignmentCore(Token start, bool allowIn)
    {
        if (parser.Functions.TryParseArrow(allowIn) is { } arrow)
        {
            return arrow;
        }

        if (context.InGenerator && cursor.IsWord("yield"))
        {
            return ParseYield(allowIn);
        }

        var left = ParseConditional(allowIn);
        var kind = cursor.Current.Kind;
        if (kind == TokenKind.Assign)
        {
            var target = parser.Patterns.ToTarget(left);
            if (target is ArrayPatternSyntax or ObjectPatternSyntax)
            {
                context.PendingShorthandDefault = -1;
            }

            cursor.Advance();
            return new AssignSyntax(start.Start, kind, target, ParseAssignment(allowIn), left is not ParenthesizedSyntax);
        }

        if (kind is >= TokenKind.PlusAssign and <= TokenKind.QuestionQuestionAssign)
        {
            var target = ToSimpleTarget(left);
            cursor.Advance();
            return new AssignSyntax(start.Start, kind, target, ParseAssignment(allowIn), left is not ParenthesizedSyntax);
        }

        return left;
    }

    private ExpressionSyntax ToSimpleTarget(ExpressionSyntax expression) =>
        parser.Patterns.ToTarget(expression) as ExpressionSyntax
        ?? throw cursor.Fail(expression.Position, "This cannot be assigned to.", "On ne peut rien affecter à ceci.");

    private YieldSyntax ParseYield(bool allowIn)
    {
        var start = cursor.Advance().Start;
        if (context.InParameters)
        {
            throw cursor.Fail(start, "yield cannot stand in parameters.", "yield ne peut pas figurer dans les paramètres.");
        }

        var hasValue = !cursor.Current.AfterLineEnd && cursor.Current.Kind is not (TokenKind.CloseParen or TokenKind.CloseBracket or TokenKind.CloseBrace
            or TokenKind.Comma or TokenKind.Semicolon or TokenKind.Colon or TokenKind.End or TokenKind.In);
        if (!hasValue)
        {
            return new YieldSyntax(start, null, false);
        }

        var isDelegate = cursor.Take(TokenKind.Star);
        return new YieldSyntax(start, ParseAssignment(allowIn), isDelegate);
    }

    private ExpressionSyntax ParseConditional(bool allowIn)
    {
        var test = ParseBinary(0, allowIn);
        if (!cursor.Is(TokenKind.Question))
        {
            return test;
        }

        cursor.Advance();
        var then = ParseAssignment();
        cursor.Expect(TokenKind.Colon, ":");
        return new ConditionalSyntax(test.Position, test, then, ParseAssignment(allowIn));
    }

    /// <summary>Operators by climbing precedence; levels as in the standard, loosest first.</summary>
    private ExpressionSyntax ParseBinary(int minimum, bool allowIn)
    {
        var left = ParseUnary();
        while (true)
        {
            var token = cursor.Current;
            var level = token.Escaped ? 0 : LevelOf(token.Kind, allowIn);
            if (level == 0 || level <= minimum)
            {
                return left;
            }

            if (token.Kind == TokenKind.StarStar && left is UnarySyntax or AwaitSyntax && token.Kind == TokenKind.StarStar)
            {
                throw cursor.Fail(token.Start, "Put parentheses around the left side of '**'.", "Mettez des parenthèses à gauche de « ** ».");
            }

            cursor.Advance();
            context.Enter(token.Start);
            // '**' groups from the right, all others from the left.
            var right = ParseBinary(token.Kind == TokenKind.StarStar ? level - 1 : level, allowIn);
            context.Leave();
            left = token.Kind is TokenKind.AndAnd or TokenKind.OrOr or TokenKind.QuestionQuestion
                ? Logical(token, left, right)
                : new BinarySyntax(token.Start, token.Kind, left, right);
        }
    }

    private LogicalSyntax Logical(Token token, ExpressionSyntax left, ExpressionSyntax right)
    {
        var mixes = token.Kind == TokenKind.QuestionQuestion
            ? left is LogicalSyntax { Operator: not TokenKind.QuestionQuestion } || right is LogicalSyntax { Operator: not TokenKind.QuestionQuestion }
            : left is LogicalSyntax { Operator: TokenKind.QuestionQuestion } || right is LogicalSyntax { Operator: TokenKind.QuestionQuestion };
        return mixes
            ? throw cursor.Fail(token.Start, "'??' needs parentheses beside '&&' and '||'.", "« ?? » demande des parenthèses à côté de « && » et « || ».")
            : new LogicalSyntax(token.Start, token.Kind, left, right);
    }

    private static int LevelOf(TokenKind kind, bool allowIn) => kind switch
    {
        TokenKind.QuestionQuestion => 1,
        TokenKind.OrOr => 2,
        TokenKind.AndAnd => 3,
        TokenKind.Or => 4,
        TokenKind.Xor => 5,
        TokenKind.And => 6,
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.StrictEqual or TokenKind.StrictNotEqual => 7,
        TokenKind.In => allowIn ? 8 : 0,
        TokenKind.Less or TokenKind.Greater or TokenKind.LessEqual or TokenKind.GreaterEqual or TokenKind.InstanceOf => 8,
        TokenKind.ShiftLeft or TokenKind.ShiftRight or TokenKind.ShiftRightUnsigned => 9,
        TokenKind.Plus or TokenKind.Minus => 10,
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => 11,
        TokenKind.StarStar => 12,
        _ => 0,
    };

    private ExpressionSyntax ParseUnary()
    {
        var token = cursor.Current;
        switch (token.Kind)
        {
            case TokenKind.Not or TokenKind.Tilde or TokenKind.Plus or TokenKind.Minus or TokenKind.TypeOf or TokenKind.Void or TokenKind.Delete when !token.Escaped:
                cursor.Advance();
                var operand = ParseNestedUnary(token.Start);
                if (token.Kind == TokenKind.Delete && Bare(operand) is NameSyntax)
                {
                    throw cursor.Fail(token.Start, "A variable cannot be deleted.", "Une variable ne peut pas être supprimée.");
                }

                return new UnarySyntax(token.Start, token.Kind, operand);
            case TokenKind.PlusPlus or TokenKind.MinusMinus:
                cursor.Advance();
                return new UpdateSyntax(token.Start, token.Kind == TokenKind.PlusPlus, Prefix: true, ToSimpleTarget(ParseNestedUnary(token.Start)));
            case TokenKind.Name when context.InAsync && cursor.IsWord("await"):
                cursor.Advance();
                return context.InParameters
                    ? throw cursor.Fail(token.Start, "await cannot stand in parameters.", "await ne peut pas figurer dans les paramètres.")
                    : new AwaitSyntax(token.Start, ParseNestedUnary(token.Start));
            default:
                var value = operands.ParseLeftHandSide();
                if (cursor.Current.Kind is TokenKind.PlusPlus or TokenKind.MinusMinus && !cursor.Current.AfterLineEnd)
                {
                    return new UpdateSyntax(token.Start, cursor.Advance().Kind == TokenKind.PlusPlus, Prefix: false, ToSimpleTarget(value));
                }

                return value;
        }
    }

    private ExpressionSyntax ParseNestedUnary(int position)
    {
        context.Enter(position);
        var operand = ParseUnary();
        context.Leave();
        return operand;
    }

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedSyntax inner)
        {
            expression = inner.Inner;
        }

        return expression;
    }
}
